//! Tests a crate outside this repository that depends on the client and uses the service in its tests.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn a_crate_outside_this_repository_uses_the_client_and_the_service() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let repository = package.ancestors().nth(2).unwrap();
    let fixture = package.join("tests/downstream");
    let home = tempfile::tempdir().unwrap();
    for file in ["src/lib.rs", "tests/sign_up.rs"] {
        let copy = home.path().join(file);
        fs::create_dir(copy.parent().unwrap()).unwrap();
        fs::copy(fixture.join(file), copy).unwrap();
    }
    let manifest = fs::read_to_string(fixture.join("Cargo.toml")).unwrap();
    let manifest = manifest.replace("REPOSITORY", repository.to_str().unwrap());
    fs::write(home.path().join("Cargo.toml"), manifest).unwrap();
    // The versions of the workspace are tested, and cargo has already downloaded them.
    fs::copy(
        repository.join("Cargo.lock"),
        home.path().join("Cargo.lock"),
    )
    .unwrap();
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| repository.join("target"), PathBuf::from);
    let mut cargo = Command::new(env!("CARGO"));
    // With the variables that cargo sets for this test, build scripts that read them would run again.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    let output = cargo
        .args(["test", "--quiet", "--color=never"])
        .current_dir(home.path())
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let (out, error) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{error}");
    assert!(out.contains("running 2 tests"), "{out}");
}
