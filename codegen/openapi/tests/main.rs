//! Imports small documents, and reads the results.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may end this way"
)]

mod broken;
mod changed_documents;
mod every_keyword;
mod out_and_in;
mod small;
#[path = "../../tests/spec_writer/mod.rs"]
mod spec_writer;

use std::path::{Path, PathBuf};

use codegen::{Source, printable};
use openapi::{Imported, Options, import};

/// Returns the path of a document for tests.
fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(name)
}

/// Imports a document for tests.
fn imported(name: &str, options: &Options) -> Imported {
    import(&path(name), options).unwrap()
}

/// Returns the files of a spec as one text.
fn text(imported: &Imported) -> String {
    let files = imported.files.iter();
    let file = files.map(|file| format!("# {}\n{}", file.name, file.text));
    file.collect::<Vec<_>>().join("\n")
}

/// Returns the losses as lines that do not depend on the directory of the tests.
fn losses(imported: &Imported) -> String {
    let loss = |loss: &openapi::Reported| {
        format!(
            "{}[{}] {}:{} {}: {} -> {}\n",
            loss.kind.grade().as_str(),
            loss.kind.as_str(),
            loss.line,
            loss.column,
            printable(&loss.pointer),
            printable(&loss.message),
            printable(&loss.instead)
        )
    };
    imported.report.losses.iter().map(loss).collect()
}

/// Generates a crate from an unchanged import.
fn generated(imported: &Imported) {
    let source = |file: &openapi::File| {
        let path = PathBuf::from(&file.name);
        Source::new(format!("spec/{}", file.name), path, &file.text)
    };
    let sources: Vec<_> = imported.files.iter().map(source).collect();
    if let Err(report) = codegen::generate(&sources) {
        panic!("{report}\n{}", text(imported));
    }
}
