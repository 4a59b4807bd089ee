//! Credentials. They become sensitive header values at once. No `String` keeps a secret, and
//! `Debug` does not show secrets.

#![allow(dead_code, reason = "not every API has all kinds of credentials")]

use std::fmt;
use std::pin::Pin;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode, Uri};

use crate::runtime::deadline::Deadline;
use crate::runtime::error::Error;

/// The credentials, or the reason why they are invalid.
/// [`ClientBuilder::build`](crate::runtime::client::ClientBuilder::build) returns the reason as an
/// error.
#[derive(Debug)]
pub(crate) struct Auth(Result<Vec<Credential>, &'static str>);

impl Auth {
    /// Creates invalid credentials with the reason `fault`.
    pub(crate) fn refused(fault: &'static str) -> Self {
        Self(Err(fault))
    }

    /// Creates credentials that can change.
    pub(crate) fn changing(carrier: Carrier, values: impl Values + 'static) -> Self {
        let values = Box::new(values);
        Self(Ok(vec![Credential::Changing(carrier, values)]))
    }

    pub(crate) fn into_credentials(self) -> Result<Vec<Credential>, Error> {
        self.0.map_err(Error::invalid)
    }
}

/// A credential, and its part of a request.
pub(crate) enum Credential {
    Fixed(Carrier, HeaderValue),
    Changing(Carrier, Box<dyn Values>),
}

impl Credential {
    pub(crate) fn carrier(&self) -> &Carrier {
        match self {
            Self::Fixed(carrier, _) | Self::Changing(carrier, _) => carrier,
        }
    }
}

/// The part of a request that contains a credential.
#[derive(Clone, Debug)]
pub(crate) enum Carrier {
    Header(HeaderName),
    /// The query, under this key. The function adds the value to the request.
    Query(&'static str, AddToQuery),
}

pub(crate) type AddToQuery = fn(&mut http::Request<Bytes>, &str, &HeaderValue) -> Result<(), Error>;

impl Carrier {
    fn add(&self, request: &mut http::Request<Bytes>, value: &HeaderValue) -> Result<(), Error> {
        match self {
            Self::Header(name) => {
                request.headers_mut().insert(name, value.clone());
                Ok(())
            }
            Self::Query(key, add) => add(request, key, value),
        }
    }
}

/// The URI of a request without the credentials. It is an extension of each request with
/// credentials in its query.
#[derive(Clone)]
pub(crate) struct PublicUri(pub(crate) Uri);

/// The values of a credential that can change.
pub(crate) trait Values: Send + Sync {
    /// Returns a valid value. It does not have the number `refused`.
    fn value(&self, refused: Option<u64>, deadline: Deadline) -> ValueFuture<'_>;
}

pub(crate) type ValueFuture<'a> = Pin<Box<dyn Future<Output = Result<Value, Error>> + Send + 'a>>;

/// A value of a credential, and its number.
#[derive(Clone)]
pub(crate) struct Value {
    pub(crate) value: HeaderValue,
    pub(crate) number: u64,
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fixed(carrier, value) => {
                f.debug_tuple("Fixed").field(carrier).field(value).finish()
            }
            Self::Changing(carrier, _) => f.debug_tuple("Changing").field(carrier).finish(),
        }
    }
}

/// The credentials of one call.
pub(crate) struct Login<'c> {
    credentials: &'c [Credential],
    /// The values for this attempt of the credentials that can change.
    current: Vec<Value>,
    /// The numbers of the values that the service has rejected.
    refused: Vec<u64>,
}

impl<'c> Login<'c> {
    pub(crate) fn new(credentials: &'c [Credential]) -> Self {
        Self {
            credentials,
            current: Vec::new(),
            refused: Vec::new(),
        }
    }

    /// Gets valid values for the next attempt.
    pub(crate) async fn renew(&mut self, deadline: Deadline) -> Result<(), Error> {
        self.current.clear();
        for credential in self.credentials {
            if let Credential::Changing(_, values) = credential {
                let refused = self.refused.get(self.current.len()).copied();
                let value = values.value(refused, deadline).await?;
                self.current.push(value);
            }
        }
        Ok(())
    }

    /// Adds the credentials to a request.
    pub(crate) fn add_to(&self, request: &mut http::Request<Bytes>) -> Result<(), Error> {
        let mut current = self.current.iter();
        for credential in self.credentials {
            match credential {
                Credential::Fixed(carrier, value) => carrier.add(request, value)?,
                Credential::Changing(carrier, _) => {
                    if let Some(Value { value, .. }) = current.next() {
                        carrier.add(request, value)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether the service rejected the credentials of an attempt, and the next attempt has new
    /// ones. Returns true at most once for each call. The service has not carried out the call, so
    /// the call does not have to be idempotent.
    pub(crate) fn renews_after(&mut self, error: &Error) -> bool {
        let is_renewed = !self.refused.is_empty();
        if is_renewed || error.status() != Some(StatusCode::UNAUTHORIZED) {
            return false;
        }
        self.refused.extend(self.current.iter().map(|it| it.number));
        !self.refused.is_empty()
    }
}

/// Returns no credentials.
pub(crate) fn none() -> Auth {
    Auth(Ok(Vec::new()))
}

/// Combines credentials.
pub(crate) fn all(list: impl IntoIterator<Item = Auth>) -> Auth {
    let lists: Result<Vec<_>, _> = list.into_iter().map(|Auth(list)| list).collect();
    Auth(lists.map(|lists| lists.into_iter().flatten().collect()))
}

/// The fault of empty credentials, which often come from an unset environment variable.
pub(crate) const EMPTY: &str = "the credentials must not be empty";

pub(crate) const UNSENDABLE: &str =
    "the credentials contain a character that is invalid in a header";

/// Creates a credential that does not change. `Debug` does not show it.
pub(crate) fn fixed(carrier: Carrier, value: &str) -> Auth {
    let value = sensitive(value).ok_or(UNSENDABLE);
    Auth(value.map(|value| vec![Credential::Fixed(carrier, value)]))
}

/// Converts a value to a header value that `Debug` does not show. Returns `None` if it is invalid
/// in a header.
pub(crate) fn sensitive(value: &str) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_str(value).ok()?;
    value.set_sensitive(true);
    Some(value)
}
