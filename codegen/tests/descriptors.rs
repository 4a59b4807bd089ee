//! Tests a crate with more files than a process may open at a time.

use std::env;
use std::process::Command;

use codegen::generate;
use codegen::output::stage;
use nix::sys::resource::{Resource, getrlimit, setrlimit};

use crate::spec::of_this_repository;

#[test]
fn a_crate_with_more_files_than_can_be_open_is_written_and_replaced() {
    // The limit applies to a process, and the other tests of this one open files too.
    let output = Command::new(env::current_exe().unwrap())
        .args(["--exact", "descriptors::with_few_open_files", "--ignored"])
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{out}");
    assert!(out.contains("1 passed"), "{out}");
}

#[test]
#[ignore = "limits its process; the test above runs it"]
fn with_few_open_files() {
    const OPEN: u64 = 40;
    let client = generate(&of_this_repository()).unwrap();
    let files = client.files();
    assert!(files.len() as u64 > OPEN);
    let home = tempfile::tempdir().unwrap();
    let (_, most) = getrlimit(Resource::RLIMIT_NOFILE).unwrap();
    setrlimit(Resource::RLIMIT_NOFILE, OPEN, most).unwrap();

    let summary = stage(home.path(), &files, None, &|_| ())
        .unwrap()
        .commit(None)
        .unwrap();
    assert_eq!(summary.written, files.len());

    for file in &files {
        let path = home.path().join(&file.path);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text + "\n").unwrap();
    }
    let summary = stage(home.path(), &files, None, &|_| ())
        .unwrap()
        .commit(None)
        .unwrap();
    assert_eq!(summary.written, files.len());
}
