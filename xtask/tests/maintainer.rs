//! Tests the workflow of a maintainer: after a change of the spec, the commands of the README succeed.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Lines to add to `spec/users.yaml`, each below a path of keys. The endpoint and the type come before all others.
const ADDITIONS: [(&[&str], &str); 4] = [
    (
        &["types:"],
        "
  Badge:
    docs: A badge that a user has earned.
    fields:
      color: { type: string, docs: The color of the badge in CSS notation. }
",
    ),
    (
        &["types:", "  User:", "    fields:"],
        "
      badge: { type: Badge?, docs: The newest badge. }
      badges: { type: [Badge], docs: All badges. }
      is_retired: { type: boolean, docs: Whether the user has stopped earning badges. }
      retired_at: { type: timestamp?, docs: When the user stopped earning badges. }
",
    ),
    (
        &["types:", "  UserStatus:", "    enum:"],
        "
      - { value: away, docs: Has not signed in for a year. }
",
    ),
    (
        &["endpoints:"],
        "
  award:
    summary: Awards a badge to a user.
    method: POST
    path: /v1/users/{user_id}/award
    params:
      user_id: { type: UserId, docs: The id of the user who has earned the badge. }
      color: { type: string?, docs: The color of the badge. The default is gold. }
    response:
      badge: { type: Badge, docs: The awarded badge. }
",
    ),
];

/// Returns the text with `lines` below the line of the last of `keys`.
fn with(text: &str, keys: &[&str], lines: &str) -> String {
    let mut end = 0;
    for key in keys {
        let line = format!("\n{key}\n");
        let below = text.get(end..).unwrap();
        end += below.find(&line).expect(key) + line.len() - 1;
    }
    let (above, below) = text.split_at(end);
    format!("{above}{}{below}", lines.trim_end())
}

/// The directory of this test. It keeps the build results between runs.
const HOME: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/maintainer");

/// Copies this repository without build results.
fn copy() -> PathBuf {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let copy = Path::new(HOME).join("repository");
    if copy.exists() {
        fs::remove_dir_all(&copy).unwrap();
    }
    let list = Command::new("git")
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .current_dir(repository)
        .output()
        .unwrap();
    assert!(list.status.success());
    let list = String::from_utf8(list.stdout).unwrap();
    for path in list.split_terminator('\0') {
        let (from, to) = (repository.join(path), copy.join(path));
        // Git lists a deleted file until its removal is committed.
        if from.exists() {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(from, to).unwrap();
        }
    }
    copy
}

/// Starts with the dependencies that cargo has built for the workspace, which are the same in the copy.
fn copy_dependencies() {
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let target = Path::new(HOME).join("target/debug");
    if target.exists() {
        return;
    }
    fs::create_dir_all(&target).unwrap();
    for directory in [".fingerprint", "build", "deps"] {
        let status = Command::new("cp")
            .args(["--archive", "--reflink=auto"])
            .arg(built.join("debug").join(directory))
            .arg(&target)
            .status()
            .unwrap();
        assert!(status.success());
    }
}

/// Runs cargo in the copy, and asserts that it succeeds.
///
/// The copy has a target directory of its own, since in a shared one the packages of both checkouts would use the same
/// files.
fn cargo(home: &Path, arguments: &[&str], update_snapshots: bool) {
    let mut cargo = Command::new(env!("CARGO"));
    // With the variables that cargo sets for this test, build scripts would run again.
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            cargo.env_remove(name);
        }
    }
    if update_snapshots {
        cargo.env("INSTA_UPDATE", "always");
    }
    let output = cargo
        .args(arguments)
        .current_dir(home)
        .env("CARGO_TARGET_DIR", Path::new(HOME).join("target"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "cargo {arguments:?}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
#[ignore = "builds the generator, the client and the local service, which takes minutes; run it after a change of the tests"]
fn an_endpoint_a_field_a_value_and_a_type_need_no_change_of_rust_code() {
    let home = copy();
    copy_dependencies();
    let users = home.join("spec/users.yaml");
    let mut text = fs::read_to_string(&users).unwrap();
    for (keys, lines) in ADDITIONS {
        text = with(&text, keys, lines);
    }
    fs::write(&users, text).unwrap();
    cargo(&home, &["xtask", "codegen", "--deny-warnings"], false);
    let accept = [
        "test",
        "--package",
        "codegen",
        "--test",
        "codegen",
        "real_spec",
    ];
    cargo(&home, &accept, true);
    // The tests that depend most on the spec: those of the client, of the local service and of the snapshots.
    let packages = ["--package=stytch-users", "--package=users-service"];
    let mut tests = vec!["test", "--no-fail-fast"];
    tests.extend(packages);
    cargo(&home, &tests, false);
    let of_spec = ["real_spec", "surface", "every_endpoint", "schema", "prose"];
    let mut tests = vec!["test", "--package=codegen", "--test=codegen", "--"];
    tests.extend(of_spec);
    cargo(&home, &tests, false);
}
