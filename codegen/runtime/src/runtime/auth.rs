//! Credentials, turned into a header value that is marked sensitive at once: no `String` with a secret stays behind, and
//! `Debug` shows none.

#![allow(dead_code, reason = "an API has one kind of credentials")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use crate::runtime::error::Error;

/// The header that says who calls, if any; or why the credentials cannot be one, which
/// [`ClientBuilder::build`](crate::runtime::client::ClientBuilder::build) reports.
#[derive(Clone, Debug)]
pub(crate) struct Auth(Result<Option<(HeaderName, HeaderValue)>, &'static str>);

impl Auth {
    pub(crate) fn into_header(self) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        self.0.map_err(Error::invalid)
    }
}

/// Calls without credentials.
pub(crate) fn none() -> Auth {
    Auth(Ok(None))
}

/// `Authorization: Basic …`
pub(crate) fn basic(username: &str, password: &str) -> Auth {
    if username.is_empty() || password.is_empty() {
        return Auth(Err(EMPTY));
    }
    if username.contains(':') {
        return Auth(Err(
            "the user name of the credentials must not hold a colon",
        ));
    }
    let credentials = STANDARD.encode(format!("{username}:{password}"));
    sensitive(AUTHORIZATION, &format!("Basic {credentials}"))
}

/// `Authorization: Bearer …`
pub(crate) fn bearer(token: &str) -> Auth {
    if token.is_empty() {
        return Auth(Err(EMPTY));
    }
    sensitive(AUTHORIZATION, &format!("Bearer {token}"))
}

/// `<name>: <token>`
pub(crate) fn header(name: &'static str, token: &str) -> Auth {
    match HeaderName::try_from(name) {
        _ if token.is_empty() => Auth(Err(EMPTY)),
        Ok(name) => sensitive(name, token),
        Err(_) => Auth(Err(
            "the header for the credentials has a name that no header can have",
        )),
    }
}

/// What an environment variable that is not set often ends as.
const EMPTY: &str = "the credentials must not be empty";

fn sensitive(name: HeaderName, value: &str) -> Auth {
    Auth(match HeaderValue::from_str(value) {
        Ok(mut value) => {
            value.set_sensitive(true);
            Ok(Some((name, value)))
        }
        Err(_) => Err("the credentials hold a character that a header cannot carry"),
    })
}
