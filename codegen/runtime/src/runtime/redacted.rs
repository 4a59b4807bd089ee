//! `Debug` output of personal data: it shows that a value exists, and hides the value.

#![allow(dead_code, reason = "an API need not have personal data")]

use std::fmt;

/// The output instead of a value.
pub(crate) struct Redacted;

/// Shows a field that always has a value as `<redacted>`.
pub(crate) fn value<T>(_: &T) -> Redacted {
    Redacted
}

/// Shows a field that may be absent as `None` or `Some(<redacted>)`.
#[allow(clippy::ref_option, reason = "a field is an option")]
pub(crate) fn option<T>(value: &Option<T>) -> Option<Redacted> {
    value.as_ref().map(self::value)
}

/// Shows a list as `[3 redacted]`.
pub(crate) fn list<T>(values: &[T]) -> RedactedList {
    RedactedList(values.len())
}

/// The output instead of a list of this length.
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
