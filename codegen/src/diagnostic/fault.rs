//! One fault of a spec: its kind, its location, a message and a remedy.

use super::code::Code;
use super::location::{Location, Path};

/// A fault of a spec. The generator writes nothing while a spec has errors; warnings do not stop it.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) code: Code,
    pub(crate) location: Location,
    /// Describes the fault.
    pub(crate) message: String,
    /// Describes how to fix the fault.
    pub(crate) help: String,
    pub(crate) related: Vec<Related>,
}

/// A location that is related to a fault.
#[derive(Clone, Debug)]
pub(crate) struct Related {
    pub(crate) location: Location,
    /// Describes the relation to the fault.
    pub(crate) label: String,
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

    /// Creates a fault of the key at `path`.
    pub(crate) fn key(
        code: Code,
        path: &Path<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(code, path.at_key(), message, help)
    }

    /// Creates a fault of the value at `path`.
    pub(crate) fn value(
        code: Code,
        path: &Path<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(code, path.at_value(), message, help)
    }

    /// Narrows the location to `words`, if it contains them.
    pub(crate) fn within(mut self, words: &str) -> Self {
        self.location = self.location.within(words);
        self
    }

    /// Adds a related location with its label.
    pub(crate) fn related(mut self, location: Location, label: impl Into<String>) -> Self {
        let label = label.into();
        self.related.push(Related { location, label });
        self
    }

    /// Adds, as related locations, the keys of the map at `path` whose flags are set.
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
