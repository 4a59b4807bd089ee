//! Authentication: every test project is accepted, with any secret.

use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::error::ApiError;

pub(crate) fn authorize(headers: &HeaderMap) -> Result<(), ApiError> {
    match credentials(headers) {
        Some((project_id, secret))
            if project_id.starts_with("project-test-") && !secret.is_empty() =>
        {
            Ok(())
        }
        _ => {
            let message = "The credentials must be a project id that starts with `project-test-`, and a secret.";
            let status = StatusCode::UNAUTHORIZED;
            Err(ApiError::new(status, "unauthorized_credentials", message))
        }
    }
}

/// Returns the user name and the password of basic authentication.
fn credentials(headers: &HeaderMap) -> Option<(String, String)> {
    let (scheme, encoded) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    let decoded = STANDARD.decode(encoded.trim()).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (username, password) = decoded.split_once(':')?;
    scheme
        .eq_ignore_ascii_case("basic")
        .then(|| (username.to_owned(), password.to_owned()))
}
