//! What the spec of this repository gives, file by file, for those who review a change of it: the generated crate itself is
//! folded away by forges.

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use codegen::generate;
use codegen::output;

use crate::spec::of_this_repository;

#[test]
fn each_file_of_the_client() {
    let mut names = BTreeSet::new();
    for file in generate(&of_this_repository()).unwrap().files() {
        let text = file.render().unwrap();
        // The runtime is reviewed where it is written.
        let copied = text
            .lines()
            .next()
            .is_some_and(|mark| mark.contains(" from codegen/runtime/"));
        if !copied {
            let name = file.path.replace(['/', '.'], "_");
            names.insert(format!("client__{name}.snap"));
            insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
                insta::assert_snapshot!(format!("client__{name}"), text);
            });
        }
    }
    let snapshots = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots");
    for snapshot in fs::read_dir(snapshots).unwrap().map(Result::unwrap) {
        let name = snapshot.file_name().into_string().unwrap();
        let is_gone =
            name.starts_with("client__") && !names.contains(name.trim_end_matches(".new"));
        if is_gone && env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
            fs::remove_file(snapshot.path()).unwrap();
        } else {
            assert!(!is_gone, "{name} is of a file that is gone: delete it");
        }
    }
}

#[test]
fn the_committed_client_is_what_the_spec_gives() {
    let client = generate(&of_this_repository()).unwrap();
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client");
    let stale = output::stale(&home, &client.files(), 0, &|_| ()).unwrap();
    let stale: Vec<_> = stale.into_iter().map(|file| file.path).collect();
    assert!(
        stale.is_empty(),
        "run `cargo xtask codegen`: these files are stale: {stale:#?}"
    );
}
