//! Basic authentication: a user name and a password.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;

use crate::runtime::auth::{Auth, Carrier, EMPTY, fixed};

/// Returns the credentials of the header `Authorization: Basic …`.
pub(crate) fn credentials(username: &str, password: &str) -> Auth {
    if username.is_empty() || password.is_empty() {
        return Auth::refused(EMPTY);
    }
    if username.contains(':') {
        return Auth::refused("the user name of the credentials must not contain a colon");
    }
    let credentials = STANDARD.encode(format!("{username}:{password}"));
    fixed(
        Carrier::Header(AUTHORIZATION),
        &format!("Basic {credentials}"),
    )
}
