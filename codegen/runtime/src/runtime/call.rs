//! Calls, for the client to send, and for spans and errors to describe.

use bytes::Bytes;
use http::Method;

/// A request that is ready to be sent, once for each attempt.
pub(crate) struct Call {
    pub(crate) request: http::Request<Bytes>,
    pub(crate) template: &'static str,
    /// The server, where it is not the usual one.
    pub(crate) server: Option<&'static str>,
    pub(crate) idempotent: bool,
    pub(crate) has_credentials: bool,
}

/// The method and the path of a call, without its parameters.
#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) method: Method,
    /// The path with the names of its parameters instead of their values.
    pub(crate) template: &'static str,
}
