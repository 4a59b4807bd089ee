//! `Debug` output of personal data: it shows that a value exists, and hides the value.

#![allow(dead_code, reason = "an API need not have personal data")]

use std::fmt;

/// Shown instead of a value.
pub(crate) struct Redacted;

/// Of a field that always has a value: `<redacted>`.
pub(crate) fn value<T>(_: &T) -> Redacted {
    Redacted
}

/// For one that may be absent: `None` or `Some(<redacted>)`.
#[allow(clippy::ref_option, reason = "a field is an option")]
pub(crate) fn option<T>(value: &Option<T>) -> Option<Redacted> {
    value.as_ref().map(self::value)
}

/// For a list: `[3 redacted]`.
pub(crate) fn list<T>(values: &[T]) -> RedactedList {
    RedactedList(values.len())
}

/// Shown instead of this many values.
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
