//! Tests that the crate of the runtime is the client of the small API in `codegen/runtime/spec`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::{env, fs};

use codegen::{generate, read};

/// Returns the generated files by path: all except the manifest and the runtime.
fn generated(home: &Path) -> BTreeMap<PathBuf, String> {
    let client =
        generate(&read(&home.join("spec")).unwrap()).unwrap_or_else(|report| panic!("{report}"));
    assert!(client.warnings.is_empty(), "{}", client.warnings);
    let files = client.files();
    let files = files.iter().filter(|file| !is_written_by_hand(&file.path));
    files
        .map(|file| (home.join(&file.path), file.render().unwrap()))
        .collect()
}

fn is_written_by_hand(path: &str) -> bool {
    path == "Cargo.toml" || path.starts_with("src/runtime")
}

/// Returns the files below `folder`, without those of the runtime.
fn files_below(folder: &Path) -> BTreeSet<PathBuf> {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.file_stem().is_some_and(|name| name == "runtime") {
            continue;
        }
        if path.is_dir() {
            files.append(&mut files_below(&path));
        } else {
            files.insert(path);
        }
    }
    files
}

#[test]
fn the_crate_of_the_runtime_is_the_client_of_its_spec() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    let generated = generated(&home);
    let mut committed = files_below(&home.join("src"));
    committed.insert(home.join("README.md"));
    let gone = committed
        .iter()
        .filter(|path| !generated.contains_key(*path));
    let changed = generated
        .iter()
        .filter(|(path, text)| fs::read_to_string(path).ok().as_ref() != Some(text));
    if env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        gone.for_each(|path| fs::remove_file(path).unwrap());
        for (path, text) in changed {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        return;
    }
    let stale: Vec<_> = gone.chain(changed.map(|(path, _)| path)).collect();
    assert!(
        stale.is_empty(),
        "run `INSTA_UPDATE=always cargo test --package codegen`: these files are out of date: {stale:#?}"
    );
}
