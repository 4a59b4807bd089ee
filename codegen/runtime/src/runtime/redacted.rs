//! `Debug` output of personal data. It hides values.

#![allow(dead_code, reason = "not every API has personal data")]

use std::fmt;

/// The output for a hidden value.
pub(crate) struct Redacted;

/// Shows a required field as `<redacted>`.
pub(crate) fn value<T>(_: &T) -> Redacted {
    Redacted
}

/// Shows an optional field as `None` or `Some(<redacted>)`.
#[allow(clippy::ref_option, reason = "a field is an option")]
pub(crate) fn option<T>(value: &Option<T>) -> Option<Redacted> {
    value.as_ref().map(self::value)
}

/// Shows a list as `[3 redacted]`.
pub(crate) fn list<T>(values: &[T]) -> RedactedList {
    RedactedList(values.len())
}

/// The output for a hidden list of this length.
pub(crate) struct RedactedList(usize);

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl fmt::Debug for RedactedList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} redacted]", self.0)
    }
}
