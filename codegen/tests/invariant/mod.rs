//! The invariant of every spec: the generator rejects it, with each fault at a location in its file, or every generated
//! file is valid Rust. The tests and the fuzz target share this check.

use std::collections::HashSet;

use codegen::{Crate, Diagnostic, File, Report, Source, Span, generate};

/// Returns the client for `sources`, or `None` if the generator rejects them.
///
/// # Panics
///
/// Panics if the invariant is violated.
pub(crate) fn holds(sources: &[Source]) -> Option<Crate> {
    match generate(sources) {
        Ok(client) => {
            assert_report(sources, &client.warnings);
            assert_files(&client.files());
            Some(client)
        }
        Err(report) => {
            assert!(report.errors() > 0, "{report}");
            assert_report(sources, &report);
            None
        }
    }
}

/// Asserts that every file can be written, and that no two have the same path, even without regard to case.
fn assert_files(files: &[File<'_>]) {
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

/// Asserts that every fault shows a piece of its file, unless the file does not exist.
fn assert_report(sources: &[Source], report: &Report) {
    let is_in = |span: &Span<'_>| {
        let file = sources
            .iter()
            .find(|file| file.path.to_str() == Some(span.file));
        file.and_then(|file| file.text.get(span.bytes.clone()))
            .is_some_and(|text| !text.contains('\n'))
    };
    let is_located = |fault: &Diagnostic<'_>| match &fault.location {
        Some(location) => is_in(location) && fault.related.iter().all(is_in),
        None => fault.code == "missing-file",
    };
    assert!(
        report.diagnostics().all(|fault| is_located(&fault)),
        "{report}"
    );
    assert_harmless(report);
}

/// Asserts that a report contains no command for a terminal except requested colours.
pub(crate) fn assert_harmless(report: &Report) {
    let shown = report.to_string();
    assert_eq!(without_colours(&report.to_coloured()), shown);
    for text in [shown, report.to_json_lines()] {
        let is_command = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(is_command), "{text:?}");
    }
}

/// Removes the sequences that set colours from the text.
fn without_colours(coloured: &str) -> String {
    let mut pieces = coloured.split("\x1b[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, text) = piece.split_once('m').unwrap_or_default();
        plain.push_str(text);
    }
    plain
}
