//! Tests that the examples of the README are correct.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

fn home() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn read(path: &str) -> String {
    fs::read_to_string(home().join(path)).unwrap()
}

#[test]
fn the_program_in_the_readme_compiles() {
    let example = read("generated-client/examples/tour.rs");
    let (_, program) = example.split_once("\n\n").unwrap();
    assert!(read("README.md").contains(&format!("```rust\n{program}```")));
}

#[test]
fn the_fault_in_the_readme_is_reported_like_this() {
    // The spec of this test differs from the spec of this repository, which can start with other endpoints.
    let directory = tempfile::tempdir().unwrap();
    let spec = directory.path().join("spec");
    fs::create_dir(&spec).unwrap();
    fs::write(
        spec.join("client.yaml"),
        read("codegen/tests/users/spec/client.yaml"),
    )
    .unwrap();
    let users = read("codegen/tests/users/spec/users.yaml");
    let mistaken = users.replacen("email: { type: string?", "email: { type: strng?", 1);
    assert_ne!(mistaken, users);
    fs::write(spec.join("users.yaml"), mistaken).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(directory.path())
        .args(["codegen", "--spec", "spec", "--out", "out"])
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stderr).unwrap();
    let block = format!("$ cargo xtask codegen\n{shown}```");
    assert!(
        without_places(&read("README.md")).contains(&without_places(&block)),
        "{shown}"
    );
}

/// Returns the text without line numbers and their indentation, which change with the spec.
fn without_places(text: &str) -> String {
    let without = |line: &str| {
        let line = line.replace(|c: char| c.is_ascii_digit(), "");
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    text.lines().map(without).collect::<Vec<_>>().join("\n")
}
