//! `cargo xtask serve` as a person runs it. What is served has tests of its own.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may end this way")]

use std::process::Command;

#[test]
fn the_service_is_built_and_run_with_the_arguments_behind_the_command() {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        // In the place of cargo: tells what it was asked.
        .env("CARGO", "echo")
        .args(["serve", "--port", "0", "--help"])
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "run --quiet --package users-service -- --port 0 --help\n"
    );
}
