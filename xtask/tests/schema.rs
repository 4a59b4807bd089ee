//! `cargo xtask schema` as a person runs it.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn schema(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .arg("schema")
        .args(arguments)
        .output()
        .unwrap()
}

#[test]
fn it_is_written_once_and_checked_ever_after() {
    let home = TempDir::new().unwrap();
    let spec = home.path().to_str().unwrap();
    let file = home.path().join("schema.json");
    let stale = |output: &Output| {
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8_lossy(&output.stderr);
        let command = format!("run `cargo xtask schema --spec {spec}`");
        assert!(told.contains(&command), "{told}");
    };
    stale(&schema(&["--spec", spec, "--check"]));
    assert!(!file.exists());

    assert!(schema(&["--spec", spec]).status.success());
    let changed = || fs::metadata(&file).unwrap().modified().unwrap();
    let before = changed();
    assert!(schema(&["--spec", spec, "--check"]).status.success());
    assert!(schema(&["--spec", spec]).status.success());
    assert_eq!(changed(), before);

    fs::write(&file, "{}").unwrap();
    stale(&schema(&["--spec", spec, "--check"]));
    assert_eq!(fs::read_to_string(&file).unwrap(), "{}");
    assert!(schema(&["--spec", spec]).status.success());
    assert!(schema(&["--spec", spec, "--check"]).status.success());
}

#[test]
fn without_options_it_is_about_this_repository_wherever_it_is_run() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let elsewhere = TempDir::new().unwrap();
    let directories = [repository, &repository.join("spec"), elsewhere.path()];
    for directory in directories {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .current_dir(directory)
            .args(["schema", "--check"])
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {told}", directory.display());
    }
}

#[test]
fn a_directory_that_is_not_there_is_not_made() {
    let home = TempDir::new().unwrap();
    let spec = home.path().join("nope");
    for options in [&[][..], &["--check"]] {
        let output = schema(&[&["--spec", spec.to_str().unwrap()], options].concat());
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.starts_with("error: there is no directory `"), "{told}");
        assert!(!spec.exists());
    }
}
