//! A call, as the client sends it and as spans and errors describe it.

use bytes::Bytes;
use http::Method;

/// A request that is ready to be sent, as often as it takes.
pub(crate) struct Call {
    pub(crate) request: http::Request<Bytes>,
    pub(crate) template: &'static str,
    pub(crate) idempotent: bool,
}

/// What names a call, and says nothing of its parameters.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    /// The path before its parameters are filled in.
    pub(crate) template: &'static str,
}
