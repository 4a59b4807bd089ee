//! What holds of every spec, however odd: it is refused, with each fault at a location in its file, or it gives files of which
//! every one is Rust. The tests and the fuzz target share it.

use std::collections::HashSet;

use codegen::{Crate, Diagnostic, File, Report, Source, Span, generate};

/// The client that `sources` give, or `None` if they are refused.
///
/// # Panics
///
/// If neither is as it should be.
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

/// Every file can be written, and none over another one: not even where case makes no difference.
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

/// Every fault is shown at a piece of its file, but for a file that is not there.
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

/// Nothing that is shown commands a terminal, but for colours where those are asked for.
pub(crate) fn assert_harmless(report: &Report) {
    let shown = report.to_string();
    assert_eq!(without_colours(&report.to_coloured()), shown);
    for text in [shown, report.to_json_lines()] {
        let is_command = |c: char| c.is_control() && c != '\n';
        assert!(!text.contains(is_command), "{text:?}");
    }
}

/// The text without the sequences that set colours.
fn without_colours(coloured: &str) -> String {
    let mut pieces = coloured.split("\x1b[");
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (_, text) = piece.split_once('m').unwrap_or_default();
        plain.push_str(text);
    }
    plain
}
