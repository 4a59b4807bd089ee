//! Tokens: a fixed token, or tokens from a function of the caller.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "not every API has all kinds of credentials"
)]

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::SeqCst};
use std::time::Duration;

use http::HeaderName;
use http::header::AUTHORIZATION;
use tokio::sync::Mutex;
use tokio::time::Instant;

use crate::runtime::auth::{
    Auth, Carrier, EMPTY, UNSENDABLE, Value, ValueFuture, Values, fixed, sensitive,
};
use crate::runtime::deadline::Deadline;
use crate::runtime::error::Error;
use crate::runtime::transport::BoxError;

/// A token and its lifetime.
#[derive(Clone)]
pub struct Token {
    text: String,
    lifetime: Option<Duration>,
}

impl Token {
    /// Creates a token that is valid until the service rejects it.
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            lifetime: None,
        }
    }

    /// Sets the lifetime of the token, from the moment when the source returns it. After that, the
    /// client gets another token from the source. With [`Duration::ZERO`], it gets a token for each
    /// attempt.
    #[must_use]
    pub fn expires_in(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }
}

/// The source of the token that authenticates calls: a string, or [a function](Self::new) that
/// returns tokens.
///
/// A string converts to a source of one token, so `Client::new` takes a `&str` or a `String`.
pub struct TokenSource(Source);

enum Source {
    Fixed(String),
    Asked(Box<Ask>),
}

type Ask = dyn Fn() -> Answer + Send + Sync;

type Answer = Pin<Box<dyn Future<Output = Result<Token, BoxError>> + Send>>;

impl TokenSource {
    /// Creates a source of tokens that change.
    ///
    /// The first attempt of a call gets a token from `source`, within the timeouts of the attempt.
    /// All clones of the client send that token until it [expires](Token::expires_in). Calls that
    /// need a token at the same time run `source` once and share its result.
    ///
    /// If the service rejects a token with the status 401, the client gets another token and makes
    /// one more attempt at once. It does so at most once in a call, with any
    /// [`RetryPolicy`](crate::runtime::retry::RetryPolicy). The call does not have to be
    /// idempotent, because the service has not carried it out.
    ///
    /// An error of `source` ends the call, and [`Error::is_token_source`] is true for the call's
    /// error. The next call runs `source` again.
    pub fn new<F, A>(source: F) -> Self
    where
        F: Fn() -> A + Send + Sync + 'static,
        A: Future<Output = Result<Token, Box<dyn StdError + Send + Sync>>> + Send + 'static,
    {
        Self(Source::Asked(Box::new(move || Box::pin(source()))))
    }

    /// Whether this is a fixed token that starts with `start`.
    pub(crate) fn starts_with(&self, start: &str) -> bool {
        matches!(&self.0, Source::Fixed(token) if token.starts_with(start))
    }

    pub(crate) fn into_auth(self, carrier: Carrier, scheme: &'static str) -> Auth {
        match self.0 {
            Source::Fixed(token) if token.is_empty() => Auth::refused(EMPTY),
            Source::Fixed(token) => fixed(carrier, &format!("{scheme}{token}")),
            Source::Asked(ask) => Auth::changing(carrier, Tokens::new(ask, scheme)),
        }
    }
}

impl<T: Into<String>> From<T> for TokenSource {
    fn from(token: T) -> Self {
        Self(Source::Fixed(token.into()))
    }
}

/// `Authorization: Bearer …`
pub(crate) fn bearer(token: TokenSource) -> Auth {
    token.into_auth(Carrier::Header(AUTHORIZATION), "Bearer ")
}

/// `<name>: <token>`
pub(crate) fn header(name: &'static str, token: TokenSource) -> Auth {
    match HeaderName::try_from(name) {
        Ok(name) => token.into_auth(Carrier::Header(name), ""),
        Err(_) => Auth::refused("the name of the header for the credentials is invalid"),
    }
}

/// The values of a source. Keeps the last one.
struct Tokens {
    ask: Box<Ask>,
    scheme: &'static str,
    /// The number of results that the source has returned.
    answers: AtomicU64,
    /// Locked while the source runs, so that other calls wait for its result.
    last: Mutex<Option<Result<Current, Fault>>>,
}

struct Current {
    value: Value,
    expiry: Option<Instant>,
}

type Fault = Arc<dyn StdError + Send + Sync>;

impl Tokens {
    fn new(ask: Box<Ask>, scheme: &'static str) -> Self {
        Self {
            ask,
            scheme,
            answers: AtomicU64::new(0),
            last: Mutex::new(None),
        }
    }

    async fn current(&self, refused: Option<u64>) -> Result<Value, Error> {
        let answers = self.answers.load(SeqCst);
        let mut last = self.last.lock().await;
        match &*last {
            Some(Ok(current)) if current.is_good(refused) => return Ok(current.value.clone()),
            // The source failed while this call waited for its result.
            Some(Err(fault)) if self.answers.load(SeqCst) > answers => {
                return Err(Error::token_source(Arc::clone(fault)));
            }
            _ => {}
        }
        let answer = (self.ask)().await;
        let number = self.answers.fetch_add(1, SeqCst) + 1;
        match answer.and_then(|token| self.read(&token, number)) {
            Ok(current) => {
                let value = current.value.clone();
                *last = Some(Ok(current));
                Ok(value)
            }
            Err(fault) => {
                let fault = Fault::from(fault);
                *last = Some(Err(Arc::clone(&fault)));
                Err(Error::token_source(fault))
            }
        }
    }

    fn read(&self, token: &Token, number: u64) -> Result<Current, BoxError> {
        if token.text.is_empty() {
            return Err(EMPTY.into());
        }
        let value = sensitive(&format!("{}{}", self.scheme, token.text)).ok_or(UNSENDABLE)?;
        // A token with an expiry beyond the range of the clock never expires.
        let expiry = token
            .lifetime
            .and_then(|lifetime| Instant::now().checked_add(lifetime));
        Ok(Current {
            value: Value { value, number },
            expiry,
        })
    }
}

impl Current {
    fn is_good(&self, refused: Option<u64>) -> bool {
        let is_fresh = self.expiry.is_none_or(|expiry| Instant::now() < expiry);
        is_fresh && refused != Some(self.value.number)
    }
}

impl Values for Tokens {
    fn value(&self, refused: Option<u64>, deadline: Deadline) -> ValueFuture<'_> {
        Box::pin(async move {
            let value = deadline.limit(self.current(refused)).await;
            value.map_err(Error::timeout)?
        })
    }
}

impl Error {
    /// Whether the `TokenSource` returned an error, or a token that cannot be sent. The error of
    /// the `TokenSource` is the [`source`](StdError::source) of this one.
    #[must_use]
    pub fn is_token_source(&self) -> bool {
        self.has_no_token()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Token")
            .field("lifetime", &self.lifetime)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenSource").finish_non_exhaustive()
    }
}
