//! One fault of a spec: its kind, its location, and what to do about it.

use super::code::Code;
use super::location::{Location, Path};

/// Something to mend: an error must be before code can be written, a warning should be.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) location: Location,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: String,
    /// Other locations that have to do with it, each with what it is to it.
    pub(crate) related: Vec<(Location, String)>,
}

impl Fault {
    pub(crate) fn new(
        code: Code,
        location: Location,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            location,
            message: message.into(),
            help: help.into(),
            related: Vec::new(),
        }
    }

    /// A fault of the key at `path`.
    pub(crate) fn key(
        code: Code,
        path: &Path<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(code, path.at_key(), message, help)
    }

    /// A fault of the value at `path`.
    pub(crate) fn value(
        code: Code,
        path: &Path<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(code, path.at_value(), message, help)
    }

    /// Only these words of the location are at fault, if it has them.
    pub(crate) fn within(mut self, words: &str) -> Self {
        self.location = self.location.within(words);
        self
    }

    /// Shows another location too, with what it is to this fault.
    pub(crate) fn related(mut self, location: Location, label: impl Into<String>) -> Self {
        self.related.push((location, label.into()));
        self
    }

    /// Shows those of the keys at `path` that are there, where only one of them can be.
    pub(crate) fn related_keys<'k>(
        self,
        path: &Path<'_>,
        keys: impl IntoIterator<Item = (&'k str, bool)>,
        label: &str,
    ) -> Self {
        let there = keys.into_iter().filter(|(_, there)| *there);
        there.fold(self, |fault, (key, _)| {
            fault.related(path.key(key).at_key(), label)
        })
    }
}
