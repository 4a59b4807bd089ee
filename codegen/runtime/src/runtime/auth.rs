//! Credentials, turned into a header value that is marked sensitive at once: no `String` with a
//! secret stays behind, and `Debug` shows none.

#![allow(dead_code, reason = "an API has one kind of credentials")]

use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};

use crate::runtime::error::Error;

/// The header that says who calls, if any; or why the credentials cannot be one, which
/// [`ClientBuilder::build`](crate::runtime::client::ClientBuilder::build) reports.
#[derive(Clone, Debug)]
pub(crate) struct Auth(Result<Option<(HeaderName, HeaderValue)>, &'static str>);

impl Auth {
    /// Credentials that cannot be sent, for the reason that `fault` names.
    pub(crate) fn refused(fault: &'static str) -> Self {
        Self(Err(fault))
    }

    pub(crate) fn into_header(self) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        self.0.map_err(Error::invalid)
    }
}

/// Calls without credentials.
pub(crate) fn none() -> Auth {
    Auth(Ok(None))
}

/// `Authorization: Bearer …`
pub(crate) fn bearer(token: &str) -> Auth {
    if token.is_empty() {
        return Auth::refused(EMPTY);
    }
    sensitive(AUTHORIZATION, &format!("Bearer {token}"))
}

/// `<name>: <token>`
pub(crate) fn header(name: &'static str, token: &str) -> Auth {
    match HeaderName::try_from(name) {
        _ if token.is_empty() => Auth::refused(EMPTY),
        Ok(name) => sensitive(name, token),
        Err(_) => {
            Auth::refused("the header for the credentials has a name that no header can have")
        }
    }
}

/// What an environment variable that is not set often ends as.
pub(crate) const EMPTY: &str = "the credentials must not be empty";

/// The header `name` with a value that `Debug` does not show.
pub(crate) fn sensitive(name: HeaderName, value: &str) -> Auth {
    Auth(match HeaderValue::from_str(value) {
        Ok(mut value) => {
            value.set_sensitive(true);
            Ok(Some((name, value)))
        }
        Err(_) => Err("the credentials hold a character that a header cannot carry"),
    })
}
