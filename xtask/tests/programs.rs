//! Tests of `cargo xtask serve` and `demo` as real processes. The programs that they run have tests of their own.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test may end this way")]

use std::process::Command;

/// The output of a command.
struct Seen {
    status: Option<i32>,
    out: String,
    err: String,
}

/// Runs the command with a cargo that finds the build in this state: `fresh`, `stale` or `broken`.
fn run(build: &str, arguments: &[&str]) -> Seen {
    let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .env(
            "CARGO",
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/programs/cargo"),
        )
        .env("BUILD", build)
        .args(arguments)
        .output()
        .unwrap();
    Seen {
        status: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[test]
fn serve_passes_its_arguments_to_the_service() {
    let seen = run("fresh", &["serve", "--port", "0", "--help"]);
    assert_eq!(
        seen.out,
        "run --quiet --package users-service -- --port 0 --help\n"
    );
}

#[test]
fn demo_runs_the_demo() {
    let seen = run("fresh", &["demo"]);
    assert_eq!(seen.out, "run --quiet --package users-demo --\n");
    assert_eq!(seen.status, Some(0));
}

#[test]
fn the_progress_of_a_build_is_shown() {
    let seen = run("stale", &["demo"]);
    assert_eq!(seen.err, "   Compiling users-demo v0.1.0\n");
    assert_eq!(seen.out, "run --quiet --package users-demo --\n");
}

#[test]
fn nothing_is_printed_if_the_program_is_already_built() {
    assert_eq!(run("fresh", &["demo"]).err, "");
}

#[test]
fn a_program_that_does_not_build_is_not_run() {
    let seen = run("broken", &["serve"]);
    assert_eq!(seen.err, "error: could not compile `users-demo`\n");
    assert_eq!(seen.out, "");
    assert_eq!(seen.status, Some(1));
}
