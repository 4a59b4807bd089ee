//! The errors of calls: the vendor's types of error, each with its status.

use std::borrow::Cow;
use std::fmt;

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::check::{Mismatch, What};
use crate::store::Taken;

#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: StatusCode,
    pub(crate) kind: Cow<'static, str>,
    pub(crate) message: String,
    /// The number of seconds after which to retry the call.
    pub(crate) retry_after: Option<u64>,
}

impl ApiError {
    pub(crate) fn new(
        status: StatusCode,
        kind: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            kind: kind.into(),
            message: message.into(),
            retry_after: None,
        }
    }

    /// Creates an error with status 400.
    pub(crate) fn refused(kind: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, kind, message)
    }

    /// Creates an error with status 400 and the type `bad_request`.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::refused("bad_request", message)
    }

    /// Creates an error with status 500: a bug in this service, or a simulated failure.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "internal_server_error", message)
    }

    /// Creates an error with status 501: `what` is in the spec, and the service does not implement it.
    pub(crate) fn not_implemented(what: impl fmt::Display) -> Self {
        let message = format!(
            "The local service does not implement {what}. Implement it in xtask/service/src."
        );
        Self::new(StatusCode::NOT_IMPLEMENTED, "not_implemented", message)
    }

    /// Creates an error with status 404: the project has no `what` with the id of the call.
    pub(crate) fn not_found(kind: &'static str, what: &str) -> Self {
        let message = format!("The project has no {what} with this id.");
        Self::new(StatusCode::NOT_FOUND, kind, message)
    }

    pub(crate) fn body(&self, request_id: &str) -> Value {
        json!({
            "status_code": self.status.as_u16(),
            "request_id": request_id,
            "error_type": self.kind,
            "error_message": self.message,
            "error_url": format!(
                "https://stytch.com/docs/api/errors/{}#{}",
                self.status.as_u16(),
                self.kind
            ),
        })
    }
}

impl From<Taken> for ApiError {
    fn from(Taken(key): Taken) -> Self {
        let (kind, what) = if key.contains('@') {
            ("duplicate_email", "email address")
        } else if key.starts_with('+') {
            ("duplicate_phone_number", "phone number")
        } else {
            ("duplicate_user_external_id", "external id")
        };
        Self::refused(kind, format!("A user with this {what} already exists."))
    }
}

/// Converts a mismatch of a parameter. The type is `bad_request`, except in the filters of a search, where each kind of
/// mismatch has a type of its own.
impl From<Mismatch> for ApiError {
    fn from(mismatch: Mismatch) -> Self {
        let message = mismatch.to_string();
        let kind = match mismatch.what {
            _ if !mismatch.in_union => Cow::Borrowed("bad_request"),
            What::Missing | What::Unexpected => {
                format!("user_search_missing_{}", mismatch.key()).into()
            }
            What::Expected(expected) => format!("user_search_expected_{}", expected.name).into(),
            What::TagNotText => "user_search_filter_name_must_be_string".into(),
            What::UnknownVariant => "user_search_filter_name_not_recognized".into(),
        };
        Self::refused(kind, message)
    }
}
