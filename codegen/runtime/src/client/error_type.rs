//! The types of error that the service reports, and where an error's body holds each part.

use crate::runtime::error_keys::ErrorKeys;
use crate::runtime::open_enum::{self, Unrecognized};

/// What kind of error it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorType {
    /// There is no such note.
    NoteNotFound,
    /// Any other.
    Unrecognized(Unrecognized),
}

open_enum::impls!(ErrorType, NoteNotFound("note_not_found"));

pub(crate) const ERROR_KEYS: ErrorKeys = ErrorKeys {
    error_type: &["error_type", "error"],
    message: &["error_message", "error_description"],
    url: &["error_url", "error_uri"],
    details: &["error_details"],
    request_id: &["request_id"],
};
