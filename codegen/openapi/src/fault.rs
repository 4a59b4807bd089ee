//! Faults that stop an import.

use std::fmt;
use std::path::{Path, PathBuf};

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use codegen::printable;

/// A fault of a document that stops the import.
#[derive(Debug)]
pub struct Fault {
    message: String,
    help: String,
    location: Option<Location>,
}

/// A line of a file.
#[derive(Debug)]
struct Location {
    path: PathBuf,
    /// The number of the line, counted from 1.
    line: usize,
    text: String,
    /// The offset of the fault in the line, in bytes.
    column: usize,
}

impl Fault {
    /// Creates a fault without a location.
    pub(crate) fn new(message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: printable(&message.into()),
            help: printable(&help.into()),
            location: None,
        }
    }

    /// Creates a fault at the byte `offset` of `text`, the text of the file at `path`.
    pub(crate) fn at(
        path: &Path,
        text: &str,
        offset: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let mut fault = Self::new(message, help);
        let before = text.get(..offset).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = text.get(start..).and_then(|rest| rest.lines().next());
        fault.location = Some(Location {
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            text: line.unwrap_or_default().chars().take(LONGEST).collect(),
            column: before.len() - start,
        });
        fault
    }
}

/// The most characters of a line in a message.
const LONGEST: usize = 4 << 10;

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut group = Group::with_title(Level::ERROR.primary_title(&self.message));
        let shown = self.location.as_ref().map(|location| {
            let column = location.column.min(location.text.len());
            (location, column, location.path.display().to_string())
        });
        if let Some((location, column, path)) = &shown {
            let marked = location
                .text
                .get(*column..)
                .and_then(|rest| rest.chars().next());
            let end = column + marked.map_or(0, char::len_utf8);
            let mark = AnnotationKind::Primary.span(*column..end);
            let snippet = Snippet::source(&location.text)
                .path(path)
                .line_start(location.line);
            group = group.element(snippet.annotation(mark));
        }
        let group = group.element(Level::HELP.message(&self.help));
        f.write_str(&Renderer::plain().render(&[group]))
    }
}

impl std::error::Error for Fault {}
