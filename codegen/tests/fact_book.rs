//! The client of an API of facts, over real HTTP.

use std::fs;

use crate::emitted_crate::{cargo, emit, folder};

#[test]
fn it_checks_constraints_and_has_every_scalar() {
    let home = emit(&folder("facts/spec"));
    let tests = home.path().join("tests/loopback");
    fs::create_dir_all(&tests).unwrap();
    for file in ["main.rs", "constraints.rs", "scalars.rs"] {
        fs::copy(folder("facts/loopback").join(file), tests.join(file)).unwrap();
    }
    let out = cargo(
        home.path(),
        &["test", "--features=default,jiff", "--test=loopback"],
    );
    assert!(out.contains("running 9 tests"), "{out}");
}
