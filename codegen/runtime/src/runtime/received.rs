//! A response as it came, before its body is decoded.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// How much is kept of the body of an error: 64 KiB.
pub(crate) const ERROR_BODY_LIMIT: usize = 64 << 10;

/// Some services start a JSON text with this.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The status, the headers and the body of a response.
#[derive(Clone)]
pub(crate) struct Received<B = Bytes> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: B,
    /// How many attempts it took.
    pub(crate) attempts: u32,
}

impl<B> From<http::Response<B>> for Received<B> {
    fn from(response: http::Response<B>) -> Self {
        let (head, body) = response.into_parts();
        Self {
            status: head.status,
            headers: head.headers,
            body,
            attempts: 0,
        }
    }
}

impl<B> Received<B> {
    /// Returns the response with another body, and the body that it had.
    pub(crate) fn replace_body<C>(self, body: C) -> (Received<C>, B) {
        let received = Received {
            status: self.status,
            headers: self.headers,
            body,
            attempts: self.attempts,
        };
        (received, self.body)
    }

    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }
}

impl Received {
    /// The body without a byte order mark.
    pub(crate) fn text(&self) -> &[u8] {
        self.body
            .strip_prefix(BYTE_ORDER_MARK)
            .unwrap_or(&self.body)
    }

    /// Forgets all but the start of the body.
    pub(crate) fn truncate(&mut self) {
        if self.body.len() > ERROR_BODY_LIMIT {
            // A copy, so that the whole can be freed.
            self.body = self.body.iter().copied().take(ERROR_BODY_LIMIT).collect();
        }
    }
}
