//! What a call is refused with: the vendor's types of error, each with its status.

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
    /// After how many seconds to call again.
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

    /// Status 400.
    pub(crate) fn refused(kind: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, kind, message)
    }

    /// Status 400 where there is no type of its own.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::refused("bad_request", message)
    }

    /// Status 500: a fault of this service itself.
    pub(crate) fn internal(message: impl Into<String>) -> Self {
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Self::new(status, "internal_server_error", message)
    }

    /// Status 501: the spec has `what`, and this service does nothing for it.
    pub(crate) fn not_implemented(what: impl fmt::Display) -> Self {
        let message = format!(
            "The local service has no behaviour for {what}. Write one in xtask/service/src."
        );
        Self::new(StatusCode::NOT_IMPLEMENTED, "not_implemented", message)
    }

    /// Status 404: the project has no such `what`.
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
        Self::refused(kind, format!("A user with this {what} exists already."))
    }
}

/// Of a parameter: `bad_request`, but for the filters of a search, where each kind of mistake has a type of its own.
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
