//! What the spec of this repository gives, file by file, for those who review a change of it: the generated crate itself is
//! folded away by forges.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::output::Tree;

fn home() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn each_file_of_the_client() {
    let sources = codegen::read(&home().join("spec")).unwrap();
    let mut names = BTreeSet::new();
    for file in codegen::generate(&sources).unwrap().files {
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
    let snapshots =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snapshots")).unwrap();
    let snapshots = snapshots.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    for snapshot in snapshots.filter(|name| name.starts_with("client__")) {
        assert!(
            names.contains(snapshot.trim_end_matches(".new")),
            "{snapshot} is of a file that is gone: delete it"
        );
    }
}

#[test]
fn the_committed_client_is_what_the_spec_gives() {
    let sources = codegen::read(&home().join("spec")).unwrap();
    let files = codegen::generate(&sources).unwrap().files;
    let client = home().join("generated-client");
    let stale: Vec<_> = Tree::compare(&client, &files)
        .unwrap()
        .stale()
        .iter()
        .map(|file| file.path.clone())
        .collect();
    assert!(
        stale.is_empty(),
        "run `cargo xtask codegen`: these files are stale: {stale:#?}"
    );
}

#[test]
fn the_same_spec_gives_the_same_bytes_whatever_the_order_on_disk() {
    let render = |spec: &Path| {
        let files = codegen::generate(&codegen::read(spec).unwrap())
            .unwrap()
            .files;
        let text = |file: &codegen::File| (file.path.clone(), file.render().unwrap());
        files.iter().map(text).collect::<Vec<_>>()
    };
    let spec = home().join("spec");
    let elsewhere = tempfile::tempdir().unwrap();
    let copy = elsewhere.path().join("spec");
    fs::create_dir(&copy).unwrap();
    for file in ["users.yaml", "client.yaml"] {
        fs::copy(spec.join(file), copy.join(file)).unwrap();
    }
    assert_eq!(render(&copy), render(&spec));
}
