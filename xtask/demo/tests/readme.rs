//! Tests that the README shows the output of the demo.

#![allow(clippy::unwrap_used, reason = "a test may end this way")]

use std::process::Command;

#[test]
fn the_demo_prints_what_the_readme_shows() {
    let output = Command::new(env!("CARGO_BIN_EXE_users-demo"))
        .output()
        .unwrap();
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    let readme = include_str!("../../../README.md");
    let (_, block) = readme.split_once("$ cargo xtask demo\n").unwrap();
    let (shown, _) = block.split_once("```").unwrap();
    assert_eq!(the_same_every_time(shown), the_same_every_time(&printed));
}

/// Replaces every digit of an id or a time with a `#`.
fn the_same_every_time(text: &str) -> String {
    let words = text.split_inclusive([' ', '\n']).map(|word| {
        let changes =
            word.starts_with("user-test-") || word.starts_with(|c: char| c.is_ascii_digit());
        word.replace(|c: char| changes && c.is_ascii_hexdigit(), "#")
    });
    words.collect()
}
