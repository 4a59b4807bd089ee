//! The crate of an API that is not this repository's, generated into an empty folder, built and used.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Crate;
use codegen::output::stage;
use tempfile::TempDir;

/// A folder of specs, with a hand-written test of their client where there is one.
fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// Emits the client of `spec` into an empty folder.
pub(crate) fn emit(spec: &Path) -> TempDir {
    let client = codegen::generate(&codegen::read(spec).unwrap())
        .unwrap_or_else(|report| panic!("{report}"));
    write(&client)
}

/// Writes `client` into an empty folder.
pub(crate) fn write(client: &Crate) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    stage(home.path(), &client.files(), &|_| ())
        .unwrap()
        .commit()
        .unwrap();
    home
}

/// Runs cargo on the crate in `home`, where a warning is an error, in the code, its docs and its examples, and returns what
/// is printed.
pub(crate) fn cargo(home: &Path, arguments: &[&str]) -> String {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    // The versions that the workspace has been tested with, which have been fetched already.
    fs::copy(workspace.join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), Into::into);
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .args(["--quiet", "--color=never"])
        .current_dir(home)
        .env("CARGO_TARGET_DIR", target.join("emitted"))
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    let (out, error) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{error}");
    out.into_owned()
}

#[test]
fn it_builds_outside_the_workspace_and_speaks_http() {
    let home = emit(&folder("fixture/spec"));
    let tests = home.path().join("tests/loopback");
    fs::create_dir_all(&tests).unwrap();
    for file in fs::read_dir(folder("fixture/loopback")).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), tests.join(file.file_name())).unwrap();
    }
    let out = cargo(home.path(), &["test", "--features=default"]);
    assert!(out.contains("running 23 tests"), "{out}");
}

#[test]
fn it_has_no_part_of_the_runtime_that_its_api_does_not_use() {
    let home = emit(&folder("minimal"));
    let mut modules: Vec<_> = fs::read_dir(home.path().join("src/runtime"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    modules.sort();
    assert_eq!(
        modules.join(" "),
        "absent.rs auth.rs base_url.rs blocking.rs call.rs client client.rs deadline.rs error.rs error_keys.rs \
         into_option.rs json json.rs open_enum.rs receive.rs received.rs request.rs response.rs retry.rs retry_after.rs \
         retry_budget.rs testing.rs text.rs trace.rs transport transport.rs"
    );
    let manifest = fs::read_to_string(home.path().join("Cargo.toml")).unwrap();
    for dependency in ["base64", "jiff"] {
        assert!(!manifest.contains(dependency), "{manifest}");
    }
    cargo(home.path(), &["test", "--features=default"]);
}

#[test]
fn nothing_in_it_is_from_the_api_of_this_repository() {
    let sources = codegen::read(&folder("fixture/spec")).unwrap();
    for file in codegen::generate(&sources).unwrap().files() {
        let text = file.render().unwrap().to_lowercase();
        for word in ["stytch", "users", "webauthn", "project_id"] {
            assert!(!text.contains(word), "{} says `{word}`", file.path);
        }
    }
}
