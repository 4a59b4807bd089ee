//! Calls, which the client sends, and which spans and errors describe.

use bytes::Bytes;
use http::Method;

/// A complete request. The client sends it once for each attempt.
pub(crate) struct Call {
    pub(crate) request: http::Request<Bytes>,
    pub(crate) template: &'static str,
    /// The server, if it is not the default server.
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
