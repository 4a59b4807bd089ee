//! Generates the crate of another API into an empty directory, builds it and uses it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use codegen::Crate;
use codegen::output::stage;
use tempfile::TempDir;

/// A directory with a spec, and a hand-written test of the client if one exists.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// Generates the client of `spec` into an empty directory.
pub(crate) fn emit(spec: &Path) -> TempDir {
    let client = codegen::generate(&codegen::read(spec).unwrap())
        .unwrap_or_else(|report| panic!("{report}"));
    write(&client)
}

/// Writes `client` into an empty directory.
pub(crate) fn write(client: &Crate) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    stage(home.path(), &client.files(), None, &|_| ())
        .unwrap()
        .commit(None)
        .unwrap();
    home
}

/// Runs cargo on the crate in `home`, with all warnings as errors, in the code, its docs and its examples. Returns the
/// output.
pub(crate) fn cargo(home: &Path, arguments: &[&str]) -> String {
    let output = run(home, arguments);
    let (out, error) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{out}\n{error}");
    out.into_owned()
}

/// Returns the warnings of the compiler about an example of the crate in `home`, one on each line.
pub(crate) fn warnings(home: &Path, example: &str) -> String {
    let arguments = ["rustc", "--message-format=short", "--example", example];
    let output = run(
        home,
        &[&arguments[..], &["--", "--cap-lints=warn"]].concat(),
    );
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    error.into_owned()
}

fn run(home: &Path, arguments: &[&str]) -> Output {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    // The versions of the workspace are tested, and already downloaded.
    fs::copy(workspace.join("Cargo.lock"), home.join("Cargo.lock")).unwrap();
    let target =
        env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.join("target"), Into::into);
    let (cargo, rustc) = match arguments.iter().position(|it| *it == "--") {
        Some(at) => arguments.split_at(at),
        None => (arguments, &[][..]),
    };
    Command::new(env!("CARGO"))
        .args(cargo)
        .args(["--quiet", "--color=never"])
        .args(rustc)
        .current_dir(home)
        .env("CARGO_TARGET_DIR", target.join("emitted"))
        .env("RUSTFLAGS", "-D warnings")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap()
}

#[test]
fn it_builds_outside_the_workspace_and_speaks_http() {
    let home = emit(&folder("fixture/spec"));
    for file in [
        "loopback/main.rs",
        "loopback/depots.rs",
        "loopback/parcels.rs",
        "loopback/payments.rs",
        "loopback/receipts.rs",
        "tokens.rs",
    ] {
        add_test(&home, file, |text| text);
    }
    let out = cargo(home.path(), &["test", "--features=default"]);
    assert!(out.contains("running 39 tests"), "{out}");
    assert!(out.contains("running 11 tests"), "{out}");
}

/// Runs the hand-written tests of the client of an API in another style against servers on loopback.
fn clients_of_style_pass(name: &str, tests: usize) {
    let styles = folder("styles");
    let home = emit(&styles.join(name).join("spec"));
    let target = home.path().join("tests").join(name);
    fs::create_dir_all(&target).unwrap();
    fs::copy(styles.join("server.rs"), target.join("server.rs")).unwrap();
    fs::copy(styles.join(name).join("main.rs"), target.join("main.rs")).unwrap();
    let out = cargo(home.path(), &["test", "--test", name]);
    assert!(out.contains(&format!("running {tests} tests")), "{out}");
}

#[test]
fn an_api_in_the_style_of_a_forge_gets_a_client() {
    clients_of_style_pass("forge", 6);
}

#[test]
fn an_api_in_the_style_of_a_payment_service_gets_a_client() {
    clients_of_style_pass("billing", 5);
}

#[test]
fn an_api_in_the_style_of_a_service_for_language_models_gets_a_client() {
    clients_of_style_pass("models", 5);
}

#[test]
fn its_requests_match_the_spec() {
    let home = emit(&folder("requests/spec"));
    let tests = home.path().join("tests/requests");
    fs::create_dir_all(&tests).unwrap();
    for file in fs::read_dir(folder("requests")).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            fs::copy(&path, tests.join(path.file_name().unwrap())).unwrap();
        }
    }
    let out = cargo(home.path(), &["test", "--test=requests"]);
    assert!(out.contains("running 22 tests"), "{out}");
}

/// Adds a hand-written test to the crate in `home`, after the change `edit`.
fn add_test(home: &TempDir, name: &str, edit: impl Fn(String) -> String) {
    let text = fs::read_to_string(folder("fixture").join(name)).unwrap();
    let file = home.path().join("tests").join(name);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, edit(text)).unwrap();
}

#[test]
fn a_token_in_a_custom_header_can_change() {
    let mut sources = codegen::read(&folder("fixture/spec")).unwrap();
    for source in &mut sources {
        let header = "  header:\n    header: X-Api-Token\n";
        source.text = source.text.replace("  bearer:\n", header);
        // Crates of the same name have the same files in a target directory.
        source.text = source
            .text
            .replace("name: post-office", "name: post-counter");
    }
    let home = write(&codegen::generate(&sources).unwrap());
    add_test(&home, "tokens.rs", |text| {
        text.replace(r#"("authorization", "Bearer ")"#, r#"("x-api-token", "")"#)
            .replace("post_office", "post_counter")
    });
    let out = cargo(home.path(), &["test", "--test=tokens"]);
    assert!(out.contains("running 11 tests"), "{out}");
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
        "absent.rs auth.rs base_url.rs blocking.rs call.rs client client.rs custom_request.rs \
         deadline.rs error.rs error_keys.rs into_option.rs json json.rs open_enum.rs receive.rs received.rs request.rs response.rs retry.rs retry_after.rs \
         retry_budget.rs testing.rs text.rs trace.rs transport transport.rs"
    );
    let manifest = fs::read_to_string(home.path().join("Cargo.toml")).unwrap();
    for dependency in ["base64", "jiff"] {
        assert!(!manifest.contains(dependency), "{manifest}");
    }
    cargo(home.path(), &["test", "--features=default"]);
}

#[test]
fn no_line_of_its_docs_is_longer_than_100_columns() {
    for spec in ["fixture/spec", "minimal", "../runtime/spec", "../../spec"] {
        let client = codegen::generate(&codegen::read(&folder(spec)).unwrap()).unwrap();
        for file in client.files() {
            let text = file.render().unwrap();
            let prose = prose_of_docs(&text);
            let long: Vec<_> = prose.filter(|line| line.chars().count() > 100).collect();
            assert!(long.is_empty(), "{spec}: {}: {long:#?}", file.path);
        }
    }
}

/// Returns the lines of docs that can be wrapped: no code, no row of a table, no URL of a link and no single word.
fn prose_of_docs(text: &str) -> impl Iterator<Item = &str> {
    let mut in_code = false;
    text.lines().filter(move |line| {
        let start = line.trim_start();
        let docs = ["///", "//!"]
            .iter()
            .find_map(|mark| start.strip_prefix(mark));
        let Some(docs) = docs.map(str::trim) else {
            in_code = false;
            return false;
        };
        in_code ^= docs.starts_with("```");
        let is_link = docs.starts_with('[') && docs.contains("]: ");
        let is_word = !docs.trim_start_matches("- ").contains(' ');
        !in_code && !docs.starts_with('|') && !is_link && !is_word
    })
}

#[test]
fn it_contains_no_name_of_the_api_of_this_repository() {
    let sources = codegen::read(&folder("fixture/spec")).unwrap();
    for file in codegen::generate(&sources).unwrap().files() {
        let text = file.render().unwrap().to_lowercase();
        for word in ["stytch", "users", "webauthn", "project_id"] {
            assert!(!text.contains(word), "{} says `{word}`", file.path);
        }
    }
}
