//! What holds of every spec, however odd: it is refused, with each fault at a place that is there, or it gives files of which
//! every one is Rust. The tests and the fuzz target share it.

#![allow(dead_code, reason = "not every test needs all of it")]

use std::collections::HashSet;

use codegen::{Diagnostic, File, Report, Source, Span, generate};

/// A file of a spec, as if it had been read from the folder `spec`.
pub(crate) fn source(file: &str, text: impl Into<String>) -> Source {
    let name = format!("spec/{file}");
    Source {
        path: name.clone().into(),
        name,
        text: text.into(),
    }
}

/// The files that `sources` give, or `None` if they are refused.
///
/// # Panics
///
/// If neither is as it should be.
pub(crate) fn holds(sources: &[Source]) -> Option<Vec<File>> {
    match generate(sources) {
        Ok(client) => {
            assert_places(sources, &client.warnings);
            assert_files(&client.files);
            Some(client.files)
        }
        Err(report) => {
            assert!(report.errors() > 0, "{report}");
            assert_places(sources, &report);
            None
        }
    }
}

/// Every file can be written, and none over another one: not even where case makes no difference.
fn assert_files(files: &[File]) {
    let mut paths = HashSet::new();
    for file in files {
        if let Err(error) = file.render() {
            panic!("{} is not Rust: {error}", file.path);
        }
        assert!(
            paths.insert(file.path.to_lowercase()),
            "{} twice",
            file.path
        );
    }
}

/// Every fault is shown at a piece of its file, but for a file that is not there.
fn assert_places(sources: &[Source], report: &Report) {
    let is_in = |span: &Span<'_>| {
        let file = sources
            .iter()
            .find(|file| file.path.to_str() == Some(span.file));
        file.and_then(|file| file.text.get(span.bytes.clone()))
            .is_some_and(|text| !text.contains('\n'))
    };
    let is_in_place = |fault: &Diagnostic<'_>| match &fault.place {
        Some(place) => is_in(place) && fault.related.iter().all(is_in),
        None => fault.code == "missing-file",
    };
    assert!(
        report.diagnostics().all(|fault| is_in_place(&fault)),
        "{report}"
    );
    // What people see can be made, whatever is in it.
    assert!(!report.to_string().is_empty());
}
