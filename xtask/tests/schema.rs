//! Tests of `cargo xtask schema` as a real process.

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
fn the_schema_is_written_if_it_is_out_of_date_and_check_only_compares_it() {
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
fn the_default_is_this_repository_in_any_current_directory() {
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
fn a_missing_directory_is_reported_and_not_created() {
    let home = TempDir::new().unwrap();
    let spec = home.path().join("nope");
    for options in [&[][..], &["--check"]] {
        let output = schema(&[&["--spec", spec.to_str().unwrap()], options].concat());
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(told.starts_with("error: the directory `"), "{told}");
        assert!(!spec.exists());
    }
}
