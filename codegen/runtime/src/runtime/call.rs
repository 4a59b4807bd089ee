//! A call, as the client sends it and as spans describe it.

use bytes::Bytes;

/// A request that is ready to be sent, as often as it takes.
pub(crate) struct Call {
    pub(crate) request: http::Request<Bytes>,
    /// What tells the endpoint, and nothing of the parameters.
    #[cfg_attr(not(feature = "tracing"), allow(dead_code))]
    pub(crate) template: &'static str,
    pub(crate) idempotent: bool,
}
