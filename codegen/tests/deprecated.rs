//! Tests the warnings of the compiler about deprecated items of the spec.

use std::fs;

use crate::emitted_crate::{cargo, emit, folder, warnings};

#[test]
fn the_compiler_warns_of_each_use_and_names_the_replacement() {
    let home = emit(&folder("facts/spec"));
    // The crate itself causes no warning.
    cargo(home.path(), &["check"]);
    fs::create_dir(home.path().join("examples")).unwrap();
    fs::copy(
        folder("facts/caller.rs"),
        home.path().join("examples/caller.rs"),
    )
    .unwrap();
    let told = warnings(home.path(), "caller");
    let told: Vec<_> = told
        .lines()
        .filter(|it| it.contains("deprecated"))
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}
