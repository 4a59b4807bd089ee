//! `cargo xtask serve` and `demo` as a person runs them. What they run has tests of its own.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may end this way")]

use std::process::Command;

/// What cargo is asked to do.
fn asked(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        // In the place of cargo.
        .env("CARGO", "echo")
        .args(arguments)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_service_is_built_and_run_with_the_arguments_behind_the_command() {
    assert_eq!(
        asked(&["serve", "--port", "0", "--help"]),
        "run --quiet --package users-service -- --port 0 --help\n"
    );
}

#[test]
fn the_demo_is_built_and_run() {
    assert_eq!(asked(&["demo"]), "run --quiet --package users-demo --\n");
}
