//! Transports send requests to the service and return its responses.
//!
//! The client creates a request and decodes the response. A [`Transport`] transfers both. The
//! feature `hyper`, which is on by default, has a built-in transport. With the feature `reqwest`, a
//! `reqwest::Client` is a transport. In tests, implement [`Transport`], or use a
//! [`CannedTransport`](crate::testing::CannedTransport).
//!
//! A transport sends a request once. It does not follow redirects, and it does not retry. It sets
//! no overall timeout, because the client drops the future at the deadline.

#[cfg(feature = "hyper")]
mod connector;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod fault;
#[cfg(feature = "hyper")]
pub(crate) mod hyper;
#[cfg(feature = "hyper")]
mod pool;
#[cfg(feature = "hyper")]
mod proxy;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Frame, SizeHint};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};

pub(crate) type BoxError = Box<dyn StdError + Send + Sync>;

/// The future of a response, or of the error that prevented it.
pub type TransportFuture<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Body>, TransportError>> + Send + 'a>>;

/// Sends a request and returns the response, with any status.
pub trait Transport: Send + Sync + 'static {
    /// Sends `request`, whose URI is absolute. The future ends when the headers of the response
    /// have arrived; the body follows.
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_>;
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        (**self).send(request)
    }
}

/// Facts about an attempt that are not part of its HTTP request. Every request has them as an
/// extension.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Attempt {
    /// The path of the call, with the names of its parameters instead of their values.
    pub path_template: &'static str,
    /// The number of the attempt in its call, from 1.
    pub number: u32,
    /// The longest time to open a connection: name lookup, TCP and TLS together.
    pub connect_timeout: Duration,
}

/// The error of a transport: its cause, and its effect on the call. `Display` shows the cause.
#[derive(Debug)]
pub struct TransportError {
    connect: bool,
    timeout: bool,
    permanent: bool,
    source: BoxError,
}

impl TransportError {
    /// Creates a transient error after a connection was opened. [`permanent`](Self::permanent),
    /// [`connecting`](Self::connecting) and [`timed_out`](Self::timed_out) change that.
    pub fn new(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self {
            connect: false,
            timeout: false,
            permanent: false,
            source: source.into(),
        }
    }

    /// Marks an error that occurred before a connection was open. The service cannot have seen the
    /// request.
    #[must_use]
    pub fn connecting(mut self) -> Self {
        self.connect = true;
        self
    }

    /// Marks a timeout.
    #[must_use]
    pub fn timed_out(mut self) -> Self {
        self.timeout = true;
        self
    }

    /// Marks a permanent error: every retry would get it too. The client then does not retry.
    #[must_use]
    pub fn permanent(mut self) -> Self {
        self.permanent = true;
        self
    }

    /// Whether the transport had no connection, so that the service cannot have seen the request.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.connect
    }

    /// Whether the error is a timeout.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.timeout
    }

    /// Whether a retry would get the same error.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        self.permanent
    }

    /// Returns the error that caused this one.
    pub(crate) fn cause(&self) -> &(dyn StdError + 'static) {
        &*self.source
    }
}

impl From<BoxError> for TransportError {
    fn from(error: BoxError) -> Self {
        error
            .downcast()
            .map_or_else(Self::new, |error: Box<Self>| *error)
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.source()
    }
}

/// The body of a response. It arrives in pieces.
///
/// Convert bytes or text with `From`, or any other [`http_body::Body`] with [`new`](Self::new).
pub struct Body(UnsyncBoxBody<Bytes, BoxError>);

impl Body {
    /// Wraps the body of an HTTP library.
    pub fn new<B>(body: B) -> Self
    where
        B: http_body::Body<Data = Bytes, Error: Into<Box<dyn StdError + Send + Sync>>>
            + Send
            + 'static,
    {
        Self(body.map_err(Into::into).boxed_unsync())
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Box<dyn StdError + Send + Sync>;

    fn poll_frame(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        Pin::new(&mut self.get_mut().0).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self::new(Full::new(bytes))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes::from(bytes).into()
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Bytes::from(text).into()
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Bytes::from(text).into()
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").finish_non_exhaustive()
    }
}
