//! The client of an API of facts, over real HTTP: it checks constraints.

use std::fs;

use crate::emitted_crate::{cargo, emit, folder};

#[test]
fn it_checks_constraints_before_it_sends_anything() {
    let home = emit(&folder("facts/spec"));
    let tests = home.path().join("tests/loopback");
    fs::create_dir_all(&tests).unwrap();
    for file in ["main.rs", "constraints.rs"] {
        fs::copy(folder("facts/loopback").join(file), tests.join(file)).unwrap();
    }
    let out = cargo(
        home.path(),
        &["test", "--features=default", "--test=loopback"],
    );
    assert!(out.contains("running 2 tests"), "{out}");
}
