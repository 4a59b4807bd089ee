//! Custom requests: calls of paths without an endpoint in the spec.

use std::fmt::{self, Display};

use bytes::Bytes;
use http::Method;
use http::header::{
    CONNECTION, CONTENT_LENGTH, EXPECT, HOST, HeaderName, TE, TRANSFER_ENCODING, USER_AGENT,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::base_url::is_dot_segment;
use crate::runtime::call::Endpoint;
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::received::Received;
use crate::runtime::request::Request;
use crate::runtime::response::{Response, decode_unit, explain};

/// The headers that only the client and the transport set.
const OWN_HEADERS: [HeaderName; 7] = [
    CONNECTION,
    CONTENT_LENGTH,
    EXPECT,
    HOST,
    TE,
    TRANSFER_ENCODING,
    USER_AGENT,
];

/// A request with a method and a path of your own.
///
/// It has the same credentials, timeouts, retries, errors and spans as every other call. If a
/// parameter is invalid, the call fails, and [`Error::is_invalid_request`] is true for the error.
#[must_use = "call `send` or `send_bytes` to send the request"]
pub struct CustomRequest {
    pub(crate) client: Client,
    pub(crate) request: Request,
}

impl CustomRequest {
    #[inline]
    pub(crate) fn new(client: Client, method: Method, path: &'static str) -> Self {
        let request = Request::new(method, path);
        let request = match fault_in(path) {
            Some(fault) => request.refuse(format_args!("the path {fault}")),
            None => request,
        };
        Self { client, request }
    }

    /// Replaces the placeholder `{name}` of the path with `value`, percent-encoded. The values `.`,
    /// `..` and an empty text are invalid.
    pub fn path_param(mut self, name: &str, value: impl Display) -> Self {
        self.request = if self.request.path().contains(&format!("{{{name}}}")) {
            self.request.with_path_param(name, &value.to_string())
        } else {
            self.request
                .refuse(format_args!("the path has no placeholder `{{{name}}}`"))
        };
        self
    }

    /// Adds `name=value` to the query, percent-encoded. A name can have several values. The name of
    /// a credential of the client is invalid.
    pub fn query(mut self, name: &str, value: impl Display) -> Self {
        self.request = if self.client.sender.authenticates_in_query(name) {
            self.request.refuse(format_args!(
                "the key `{name}` of the query holds the credentials of the client"
            ))
        } else {
            self.request.with_query(name, &value.to_string())
        };
        self
    }

    /// Sets the header `name`, and replaces an earlier value. Headers that the client sets itself
    /// are invalid, such as `User-Agent` and headers with credentials.
    pub fn header(mut self, name: &str, value: impl Display) -> Self {
        let lower = name.to_ascii_lowercase();
        let is_own = OWN_HEADERS.iter().any(|own| own.as_str() == lower);
        self.request = if is_own || self.client.sender.authenticates_in_header(&lower) {
            self.request
                .refuse(format_args!("the client sets the header `{name}` itself"))
        } else {
            self.request.with_header(name, &value)
        };
        self
    }

    /// Sends `body` as JSON.
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.request = self.request.json(body);
        self
    }

    /// Sends `body` unchanged, with `media_type` in the header `Content-Type`.
    pub fn body(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.request = self.request.bytes(media_type, body.into());
        self
    }

    /// Allows the client to retry the call. The client always retries idempotent HTTP methods, such
    /// as GET, PUT and DELETE.
    #[inline]
    pub fn idempotent(mut self) -> Self {
        self.request = self.request.idempotent();
        self
    }

    /// Sends no credentials.
    #[inline]
    pub fn without_credentials(mut self) -> Self {
        self.request = self.request.without_credentials();
        self
    }

    /// Sends the request and reads the body of the response as JSON.
    ///
    /// Use [`send_bytes`](Self::send_bytes) for a response without a body.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the request cannot be sent, if no response arrives in time, if the
    /// service returns an error, or if the body is not a `T`.
    pub async fn send<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let (client, request) = self.checked();
        let (call, received) = request.receive(&client).await;
        call.end(received.and_then(decode))
    }

    /// Sends the request and returns the body of the response unchanged.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`send`](Self::send), except for errors of decoding.
    pub async fn send_bytes(self) -> Result<Response<Bytes>, Error> {
        let (client, request) = self.checked();
        let (call, received) = request.receive(&client).await;
        call.end(received.map(|received| {
            let body = received.body.clone();
            with_envelope(received, body)
        }))
    }

    /// Rejects a path with a placeholder without a value.
    #[inline]
    fn checked(self) -> (Client, Request) {
        let Self { client, request } = self;
        let has_placeholder = request.path().contains(['{', '}']);
        let request = if has_placeholder {
            request.refuse(format_args!("a placeholder of the path has no value"))
        } else {
            request
        };
        (client, request)
    }
}

/// The reason why the path is invalid.
#[inline]
fn fault_in(path: &str) -> Option<&'static str> {
    let segments = path.split_once('?').map_or(path, |(path, _)| path);
    if !path.starts_with('/') {
        Some("must start with `/`")
    } else if path.contains('#') {
        Some("must not have a fragment")
    } else if segments.split('/').any(is_dot_segment) {
        Some("must not contain `.` or `..`")
    } else {
        None
    }
}

/// Decodes a body as a `T`, including the keys of the envelope.
fn decode<T: DeserializeOwned>(received: Received) -> Result<Response<T>, Error> {
    // `T` can use features of serde that the client's own JSON reader lacks.
    match serde_json::from_slice(received.text()) {
        Ok(body) => Ok(with_envelope(received, body)),
        Err(fault) => {
            let error = fault_of_body(received.text(), &fault);
            Err(error.with_received(received))
        }
    }
}

/// Returns the error for a body that is not a `T`. Removes the value from the message of serde.
#[inline]
fn fault_of_body(body: &[u8], fault: &serde_json::Error) -> Error {
    if body.trim_ascii().is_empty() {
        return Error::no_body();
    }
    let lines = body.split_inclusive(|byte| *byte == b'\n');
    let before: usize = lines
        .take(fault.line().saturating_sub(1))
        .map(<[u8]>::len)
        .sum();
    let text = fault.to_string();
    let (text, _) = text.rsplit_once(" at line ").unwrap_or((&text, ""));
    let text = match text.rsplit_once(", expected ") {
        Some((_, expected)) => format!("expected {expected}"),
        None => text.to_owned(),
    };
    let text = fault.is_data().then_some(text);
    explain(body, before + fault.column(), text)
}

/// Creates a response with this body. Its envelope has the keys that the body of `received` has.
fn with_envelope<T>(received: Received, body: T) -> Response<T> {
    let Response { meta, body: () } = decode_unit(received);
    Response { meta, body }
}

impl fmt::Debug for CustomRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Endpoint { method, template } = self.request.endpoint();
        f.debug_struct("CustomRequest")
            .field("method", method)
            .field("path", template)
            .finish_non_exhaustive()
    }
}
