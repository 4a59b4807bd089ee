//! Tools to test code that uses the client, without a socket.
//!
//! A [`CannedTransport`] returns the answers that a test has prepared, one for each request, and
//! records the requests. Pass a clone of it to
//! [`ClientBuilder::transport`](crate::runtime::client::ClientBuilder::transport), and keep the
//! original in the test. The rest of the client works as in production, with retries and timeouts.
//! With Tokio's paused time, a test does not wait for them.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::client::envelope::Envelope;
use crate::runtime::auth::PublicUri;
use crate::runtime::error::Error;
use crate::runtime::received::Received;
use crate::runtime::response::{self, Response};
use crate::runtime::transport::{Transport, TransportError, TransportFuture};

/// A transport that answers requests from a list, and records them. Clones share the list and the
/// record.
///
/// After the last answer, every request gets a permanent error.
#[derive(Clone, Debug, Default)]
pub struct CannedTransport(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    answers: VecDeque<Answer>,
    requests: Vec<SentRequest>,
}

impl CannedTransport {
    /// Creates a transport with these answers, in their order.
    pub fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        Self(Arc::new(Mutex::new(State {
            answers: answers.into_iter().collect(),
            requests: Vec::new(),
        })))
    }

    /// Returns all requests so far, including retries.
    #[must_use]
    pub fn requests(&self) -> Vec<SentRequest> {
        self.with(|state| state.requests.clone())
    }

    fn with<T>(&self, use_it: impl FnOnce(&mut State) -> T) -> T {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for CannedTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let (answer, count) = self.with(|state| {
            state.requests.push(SentRequest(request));
            (state.answers.pop_front(), state.requests.len())
        });
        Box::pin(async move {
            match answer.map(|Answer(answer)| answer) {
                Some(Canned::Response(response)) => Ok(response.map(Into::into)),
                Some(Canned::Error(error)) => Err(error),
                Some(Canned::Never) => std::future::pending().await,
                None => {
                    let fault = format!("no canned answer is left for request {count}");
                    Err(TransportError::new(fault).permanent())
                }
            }
        })
    }
}

/// The result of a request: a response, an error, or none.
#[derive(Debug)]
pub struct Answer(Canned);

#[derive(Debug)]
enum Canned {
    Response(http::Response<Bytes>),
    Error(TransportError),
    Never,
}

impl Answer {
    /// Creates a response with this status and body. If the status is not between 100 and 999,
    /// creates a [`TransportError`].
    pub fn new(status: u16, body: impl Into<Bytes>) -> Self {
        let mut response = http::Response::new(body.into());
        match StatusCode::from_u16(status) {
            Ok(status) => {
                *response.status_mut() = status;
                Self(Canned::Response(response))
            }
            Err(fault) => Self::fault(fault),
        }
    }

    /// Creates a response with this status, and a body in JSON.
    #[allow(clippy::needless_pass_by_value, reason = "`json!` makes values")]
    #[must_use]
    pub fn json(status: u16, body: Value) -> Self {
        Self::new(status, body.to_string())
    }

    /// Adds a header to the response. If the name or the value is invalid, the answer becomes a
    /// [`TransportError`].
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let Canned::Response(response) = &mut self.0 else {
            return self;
        };
        match (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            (Ok(name), Ok(value)) => {
                response.headers_mut().append(name, value);
                self
            }
            (Err(fault), _) => Self::fault(fault),
            (_, Err(fault)) => Self::fault(fault),
        }
    }

    /// Creates an error instead of a response.
    #[must_use]
    pub fn error(error: TransportError) -> Self {
        Self(Canned::Error(error))
    }

    /// Creates the error of a refused connection. The service has not seen the request.
    #[must_use]
    pub fn no_connection() -> Self {
        Self::error(TransportError::new("connection refused").connecting())
    }

    /// Creates an answer that never arrives, so a timeout ends the attempt.
    #[must_use]
    pub fn never() -> Self {
        Self(Canned::Never)
    }

    fn fault(fault: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::error(TransportError::new(fault).permanent())
    }
}

/// A request that the client sent. It dereferences to [`http::Request`]. `Debug` hides the
/// credentials.
#[derive(Clone)]
pub struct SentRequest(Request<Bytes>);

impl SentRequest {
    /// Returns the body as JSON, or null if it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(self.body()).unwrap_or_default()
    }
}

impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let public = self.extensions().get::<PublicUri>();
        f.debug_struct("SentRequest")
            .field("method", self.method())
            .field("uri", public.map_or(self.uri(), |PublicUri(uri)| uri))
            .field("headers", self.headers())
            .field("body", self.body())
            .finish()
    }
}

impl Deref for SentRequest {
    type Target = Request<Bytes>;

    fn deref(&self) -> &Request<Bytes> {
        &self.0
    }
}

/// Returns the response that the client would return for this body, with the status 200 and no
/// headers. Tests can use it to create types that are `#[non_exhaustive]`, for which Rust allows no
/// literals.
///
/// # Errors
///
/// Returns an [`Error`] if the body has an unexpected form.
pub fn response<T: DeserializeOwned>(body: impl Into<Value>) -> Result<Response<T>, Error> {
    let body = body.into();
    let text = Bytes::from(body.to_string());
    let received = || Received {
        status: StatusCode::OK,
        headers: HeaderMap::new(),
        body: text.clone(),
        attempts: 0,
    };
    response::decode(received()).or_else(|fault| match response::read(&text, PhantomData) {
        // Only objects with known keys, and maps, have the keys of the envelope.
        Ok(body) => Ok(response::response(received(), Envelope::default(), body)),
        Err(_) if body.is_object() => Err(fault),
        Err(fault) => Err(fault.with_received(received())),
    })
}
