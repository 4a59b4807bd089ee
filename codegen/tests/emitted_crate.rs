//! The crate of an API that is not this repository's, generated into an empty folder, built and used.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::output::stage;

/// The directory with the fixture API, and a test of its client that is written by hand.
fn fixture() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixture"))
}

#[test]
fn it_builds_outside_the_workspace_and_speaks_http() {
    let client = codegen::generate(&codegen::read(&fixture().join("spec")).unwrap())
        .unwrap_or_else(|report| panic!("{report}"));
    let home = tempfile::tempdir().unwrap();
    stage(home.path(), &client.files(), &|_| ())
        .unwrap()
        .commit()
        .unwrap();
    fs::create_dir(home.path().join("tests")).unwrap();
    fs::copy(
        fixture().join("loopback.rs"),
        home.path().join("tests/loopback.rs"),
    )
    .unwrap();
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    // The versions that the workspace has been tested with, which have been fetched already.
    fs::copy(workspace.join("Cargo.lock"), home.path().join("Cargo.lock")).unwrap();
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), Into::into);
    // A warning would be an error, in the code and in the docs that are tests.
    let output = Command::new(env!("CARGO"))
        .args(["test", "--quiet", "--color=never"])
        .current_dir(home.path())
        .env("CARGO_TARGET_DIR", target.join("emitted"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    let (out, error) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{error}");
    assert!(out.contains("running 8 tests"), "{out}");
}

#[test]
fn nothing_in_it_is_from_the_api_of_this_repository() {
    let sources = codegen::read(&fixture().join("spec")).unwrap();
    for file in codegen::generate(&sources).unwrap().files() {
        let text = file.render().unwrap().to_lowercase();
        for word in ["stytch", "users", "webauthn", "project_id"] {
            assert!(!text.contains(word), "{} says `{word}`", file.path);
        }
    }
}
