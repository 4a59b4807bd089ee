//! Credentials, turned into a header value that is marked sensitive at once: no `String` with a
//! secret stays behind, and `Debug` shows none.

#![allow(dead_code, reason = "an API has one kind of credentials")]

use std::fmt;
use std::pin::Pin;

use http::{HeaderName, HeaderValue, StatusCode};

use crate::runtime::deadline::Deadline;
use crate::runtime::error::Error;

/// The credentials, if any; or why they cannot be sent, which
/// [`ClientBuilder::build`](crate::runtime::client::ClientBuilder::build) reports.
#[derive(Debug)]
pub(crate) struct Auth(Result<Option<Credentials>, &'static str>);

impl Auth {
    /// Credentials that cannot be sent, for the reason that `fault` names.
    pub(crate) fn refused(fault: &'static str) -> Self {
        Self(Err(fault))
    }

    /// Credentials that can change.
    pub(crate) fn changing(name: HeaderName, values: impl Values + 'static) -> Self {
        Self(Ok(Some(Credentials::Changing(name, Box::new(values)))))
    }

    pub(crate) fn into_credentials(self) -> Result<Option<Credentials>, Error> {
        self.0.map_err(Error::invalid)
    }
}

/// The header that says who calls.
pub(crate) enum Credentials {
    Fixed(HeaderName, HeaderValue),
    Changing(HeaderName, Box<dyn Values>),
}

impl Credentials {
    /// The name of the header.
    #[inline]
    pub(crate) fn name(&self) -> &HeaderName {
        match self {
            Self::Fixed(name, _) | Self::Changing(name, _) => name,
        }
    }
}

/// The values of a header that changes while the client is in use.
pub(crate) trait Values: Send + Sync {
    /// A value that is good now, and not the one with the number `refused`.
    fn value(&self, refused: Option<u64>, deadline: Deadline) -> ValueFuture<'_>;
}

pub(crate) type ValueFuture<'a> = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send + 'a>>;

/// A value of a header, and which one of all that there have been.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) value: HeaderValue,
    pub(crate) number: u64,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(name, value) => f.debug_tuple("Fixed").field(name).field(value).finish(),
            Self::Changing(name, _) => f.debug_tuple("Changing").field(name).finish(),
        }
    }
}

/// The credentials of one call.
pub(crate) struct Login<'c> {
    credentials: Option<&'c Credentials>,
    /// The value for the present attempt, where values change.
    current: Option<Value>,
    refused: Option<u64>,
}

impl<'c> Login<'c> {
    pub(crate) fn new(credentials: Option<&'c Credentials>) -> Self {
        Self {
            credentials,
            current: None,
            refused: None,
        }
    }

    /// Sees to it that the header is good for the next attempt.
    pub(crate) async fn renew(&mut self, deadline: Deadline) -> Result<(), Error> {
        if let Some(Credentials::Changing(_, values)) = self.credentials {
            self.current = Some(values.value(self.refused, deadline).await?);
        }
        Ok(())
    }

    pub(crate) fn header(&self) -> Option<(&HeaderName, &HeaderValue)> {
        match self.credentials? {
            Credentials::Fixed(name, value) => Some((name, value)),
            Credentials::Changing(name, _) => {
                let current = self.current.as_ref()?;
                Some((name, &current.value))
            }
        }
    }

    /// Whether an attempt ended with `error` because the credentials are no longer good, and the
    /// next one has others. The answer is yes once a call. The service has done nothing, so this
    /// holds for every kind of call.
    pub(crate) fn renews_after(&mut self, error: &Error) -> bool {
        if self.refused.is_some() || error.status() != Some(StatusCode::UNAUTHORIZED) {
            return false;
        }
        self.refused = self.current.as_ref().map(|current| current.number);
        self.refused.is_some()
    }
}

/// Calls without credentials.
pub(crate) fn none() -> Auth {
    Auth(Ok(None))
}

/// What an environment variable that is not set often ends as.
pub(crate) const EMPTY: &str = "the credentials must not be empty";

pub(crate) const UNSENDABLE: &str = "the credentials hold a character that a header cannot carry";

/// The header `name` with a value that `Debug` does not show.
pub(crate) fn fixed(name: HeaderName, value: &str) -> Auth {
    let value = sensitive(value).ok_or(UNSENDABLE);
    Auth(value.map(|value| Some(Credentials::Fixed(name, value))))
}

/// A value that `Debug` does not show, unless a header cannot carry it.
pub(crate) fn sensitive(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}
