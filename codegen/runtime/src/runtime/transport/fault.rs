//! Converts errors of hyper and reqwest to [`TransportError`].

use std::error::Error as StdError;
use std::io;

use crate::runtime::transport::{BoxError, TransportError};

/// Converts the error, and marks timeouts and permanent errors.
pub(super) fn transport_error(error: impl Into<BoxError>) -> TransportError {
    let error = error.into();
    let timeout = has_cause(&*error, is_timeout);
    let malformed = has_cause(&*error, is_malformed);
    let mut error = TransportError::new(error);
    if timeout {
        error = error.timed_out();
    }
    if malformed {
        error = error.permanent();
    }
    error
}

/// Whether `error`, or one of its causes, satisfies `is`.
pub(super) fn has_cause(
    error: &(dyn StdError + 'static),
    is_such: impl Fn(&(dyn StdError + 'static)) -> bool,
) -> bool {
    std::iter::successors(Some(error), |&error| cause(error)).any(is_such)
}

/// Returns the cause of an error. An I/O error that wraps another error is a special case: its
/// `source` skips the wrapped error.
fn cause<'e>(error: &'e (dyn StdError + 'static)) -> Option<&'e (dyn StdError + 'static)> {
    match error.downcast_ref::<io::Error>() {
        Some(error) => error.get_ref().map(|held| held as _),
        None => error.source(),
    }
}

fn is_timeout(error: &(dyn StdError + 'static)) -> bool {
    is_io(error, io::ErrorKind::TimedOut)
}

/// Whether the response is not HTTP/1: its head cannot be parsed, or a chunk of its body has no
/// size.
fn is_malformed(error: &(dyn StdError + 'static)) -> bool {
    error
        .downcast_ref()
        .is_some_and(|error: &hyper::Error| error.is_parse())
        || is_io(error, io::ErrorKind::InvalidInput)
}

fn is_io(error: &(dyn StdError + 'static), kind: io::ErrorKind) -> bool {
    error
        .downcast_ref()
        .is_some_and(|error: &io::Error| error.kind() == kind)
}
