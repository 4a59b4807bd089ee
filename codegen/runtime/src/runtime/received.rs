//! A response with an undecoded body.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

/// The most bytes of an error body that the client keeps: 64 KiB.
pub(crate) const ERROR_BODY_LIMIT: usize = 64 << 10;

/// The byte order mark. Some services write it before JSON.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The status, the headers and the body of a response.
#[derive(Clone)]
pub(crate) struct Received<B = Bytes> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: B,
    /// The number of attempts.
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
    /// Replaces the body, and returns the new response and the old body.
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
    /// Returns the body without a byte order mark.
    pub(crate) fn text(&self) -> &[u8] {
        self.body
            .strip_prefix(BYTE_ORDER_MARK)
            .unwrap_or(&self.body)
    }

    /// Keeps only the start of the body.
    pub(crate) fn truncate(&mut self) {
        if self.body.len() > ERROR_BODY_LIMIT {
            // A copy lets the whole body be freed.
            self.body = self.body.iter().copied().take(ERROR_BODY_LIMIT).collect();
        }
    }
}
