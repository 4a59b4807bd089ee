//! The error type of the client. Its kind is private; methods such as `is_timeout` distinguish the
//! kinds.

use std::error::Error as StdError;
use std::fmt::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use http::uri::Authority;
use http::{HeaderMap, Method, StatusCode};
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::{Map, Value};

use crate::client::error_type::{ERROR_KEYS, ErrorType};
use crate::runtime::call::{Call, Endpoint};
use crate::runtime::deadline::{Elapsed, Scope};
use crate::runtime::error_keys::find;
use crate::runtime::received::Received;
use crate::runtime::retry_after::retry_after;
use crate::runtime::transport::{BoxError, TransportError};

/// The most characters of foreign text that a message quotes.
const EXCERPT: usize = 200;

/// The error of a call.
///
/// `Display` writes one line with the call and the fault, without the causes, which
/// [`source`](StdError::source) returns. `{error:#}` and `Debug` write one line with all causes. No
/// format shows credentials.
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    endpoint: Option<Endpoint>,
    host: Option<Authority>,
    received: Option<Received>,
    report: Report,
    /// Whether a retry is safe even if the service has carried out the call.
    idempotent: bool,
    attempts: u32,
    /// Whether the retry budget did not allow another attempt.
    retry_budget_exhausted: bool,
    /// The error of the attempt before the last one, if the call timed out.
    earlier: Option<Error>,
}

enum Kind {
    Invalid(String),
    Transport(TransportError),
    Timeout(Elapsed),
    BrokenOff(TransportError),
    /// A description of the part that is too large, and the limit in bytes.
    TooLarge(&'static str, usize),
    Api,
    /// The location of the fault in the body, and a description of it.
    Decode(String),
    RepeatedCursor,
    TokenSource(Arc<dyn StdError + Send + Sync>),
}

impl Error {
    fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            kind,
            endpoint: None,
            host: None,
            received: None,
            report: Report::default(),
            idempotent: false,
            attempts: 0,
            retry_budget_exhausted: false,
            earlier: None,
        }))
    }

    /// An invalid parameter or setting. The client sent no request.
    pub(crate) fn invalid(fault: impl Into<String>) -> Self {
        Self::new(Kind::Invalid(fault.into()))
    }

    pub(crate) fn transport(fault: TransportError) -> Self {
        Self::new(Kind::Transport(fault))
    }

    pub(crate) fn timeout(elapsed: Elapsed) -> Self {
        Self::new(Kind::Timeout(elapsed))
    }

    pub(crate) fn broken_off(fault: BoxError) -> Self {
        Self::new(Kind::BrokenOff(fault.into()))
    }

    pub(crate) fn too_large(part: &'static str, limit: usize) -> Self {
        Self::new(Kind::TooLarge(part, limit))
    }

    /// A response with a status other than 2xx.
    pub(crate) fn api() -> Self {
        Self::new(Kind::Api)
    }

    pub(crate) fn decode(location: &str, fault: &str) -> Self {
        let (location, fault) = (Excerpt(location), Excerpt(fault));
        Self::new(Kind::Decode(format!(
            "not as expected at {location}: {fault}"
        )))
    }

    /// A success without the body that the endpoint requires.
    pub(crate) fn no_body() -> Self {
        Self::new(Kind::Decode("the response has no body".to_owned()))
    }

    #[allow(dead_code, reason = "not every API has pages")]
    pub(crate) fn repeated_cursor() -> Self {
        Self::new(Kind::RepeatedCursor)
    }

    #[allow(dead_code, reason = "not every API has tokens")]
    pub(crate) fn token_source(fault: Arc<dyn StdError + Send + Sync>) -> Self {
        Self::new(Kind::TokenSource(fault))
    }

    #[allow(dead_code, reason = "not every API has tokens")]
    pub(crate) fn has_no_token(&self) -> bool {
        matches!(self.0.kind, Kind::TokenSource(_))
    }

    /// Adds the number of the event that has an unexpected form.
    #[allow(dead_code, reason = "not every API has events")]
    pub(crate) fn in_event(mut self, number: usize) -> Self {
        if let Kind::Decode(fault) = &mut self.0.kind {
            *fault = format!("event {number} is {fault}");
        }
        self
    }

    /// Adds the response.
    pub(crate) fn with_received(mut self, mut received: Received) -> Self {
        received.truncate();
        self.0.report = Report::read(&received);
        self.0.attempts = received.attempts;
        self.0.received = Some(received);
        self
    }

    /// Adds facts about the call, and the number of its attempts.
    pub(crate) fn with_call(mut self, call: &Call, attempts: u32) -> Self {
        self.0.host = call.request.uri().authority().cloned();
        self.0.idempotent = call.idempotent;
        self.0.attempts = attempts;
        self
    }

    /// Adds the method and the path of the call.
    pub(crate) fn with_endpoint(mut self, endpoint: Endpoint) -> Self {
        self.0.endpoint = Some(endpoint);
        self
    }

    /// Notes that the retry budget did not allow another attempt.
    pub(crate) fn with_retry_budget_exhausted(mut self) -> Self {
        self.0.retry_budget_exhausted = true;
        self
    }

    /// Adds the error of the previous attempt, if this error is a timeout of the call.
    pub(crate) fn with_earlier(mut self, earlier: Option<Error>) -> Self {
        if self.is_call_timeout() {
            self.0.earlier = earlier;
        }
        self
    }

    /// Returns the HTTP method of the call. `None` for an error outside of a call, such as an error
    /// of [`ClientBuilder::build`](crate::runtime::client::ClientBuilder::build), and for an error
    /// that is the [`source`](StdError::source) of another error.
    #[must_use]
    pub fn method(&self) -> Option<&Method> {
        self.0.endpoint.as_ref().map(|endpoint| &endpoint.method)
    }

    /// Returns the path of the call, with the names of its parameters instead of their values.
    /// `None` if [`method`](Self::method) is `None`.
    #[must_use]
    pub fn path_template(&self) -> Option<&'static str> {
        self.0.endpoint.as_ref().map(|endpoint| endpoint.template)
    }

    /// Returns the host of the call, and the port if the base URL has one. `None` if there was no
    /// attempt to send the request.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.0.host.as_ref().map(Authority::as_str)
    }

    /// Returns the HTTP status, if the service or its gateway responded.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.received.as_ref().map(|received| received.status)
    }

    /// Returns the HTTP headers, if the service or its gateway responded.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.received.as_ref().map(|received| &received.headers)
    }

    /// Returns the service's type of the error.
    #[must_use]
    pub fn error_type(&self) -> Option<&ErrorType> {
        self.0.report.error_type.as_ref()
    }

    /// Returns the service's message about the error, for people.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.0.report.message.as_deref()
    }

    /// Returns the URL of the service's documentation of the error.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.0.report.url.as_deref()
    }

    /// Returns further details from the service, as JSON of any shape.
    #[must_use]
    pub fn details(&self) -> Option<&Value> {
        self.0.report.details.as_ref()
    }

    /// Returns the request id, from the body or else from the header `x-request-id`.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.report.request_id.as_deref()
    }

    /// Returns the first 64 KiB of the body, or less if it broke off. `None` if there was no
    /// response.
    #[must_use]
    pub fn body(&self) -> Option<&[u8]> {
        self.0.received.as_ref().map(|received| &*received.body)
    }

    /// Returns the number of attempts. 0 if the client rejected the request before the first
    /// attempt.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether the client did not retry the call because the [retry
    /// budget](crate::runtime::client::ClientBuilder::retry_budget) had too few tokens.
    #[must_use]
    pub fn is_retry_budget_exhausted(&self) -> bool {
        self.0.retry_budget_exhausted
    }

    /// Returns the wait before the next call, from the header `Retry-After`. A date counts from the
    /// `Date` of the response or, without one, from the clock of this machine. A number of seconds
    /// that a `u64` cannot hold is `u64::MAX` seconds.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        retry_after(self.headers()?)
    }

    /// Whether a timeout ended the call. [`is_connect_timeout`](Self::is_connect_timeout),
    /// [`is_attempt_timeout`](Self::is_attempt_timeout) and
    /// [`is_call_timeout`](Self::is_call_timeout) name the timeout. All three are false for a
    /// timeout of the operating system or of a transport.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.kind {
            Kind::Timeout(..) => true,
            Kind::Transport(fault) | Kind::BrokenOff(fault) => fault.is_timeout(),
            _ => false,
        }
    }

    /// Whether the last attempt took longer than the connect timeout to open a connection.
    #[must_use]
    pub fn is_connect_timeout(&self) -> bool {
        self.is_connect() && self.is_timeout()
    }

    /// Whether the last attempt took longer than the attempt timeout.
    #[must_use]
    pub fn is_attempt_timeout(&self) -> bool {
        matches!(&self.0.kind, Kind::Timeout(elapsed) if elapsed.scope == Scope::Attempt)
    }

    /// Whether the call, with all its attempts, took longer than its timeout. After several
    /// attempts, [`source`](StdError::source) is the error of the attempt before the last one.
    #[must_use]
    pub fn is_call_timeout(&self) -> bool {
        matches!(&self.0.kind, Kind::Timeout(elapsed) if elapsed.scope == Scope::Call)
    }

    /// Whether the client got no connection. The service has not seen the call.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(fault) if fault.is_connect())
    }

    /// Whether the status is a success, but the body has an unexpected form.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode(_))
    }

    /// Whether the body of the response, or an event of a stream, is larger than the
    /// [limit](crate::runtime::client::ClientBuilder::response_limit).
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, Kind::TooLarge(..))
    }

    /// Whether a parameter or a setting of the client is invalid. The client sent no request.
    #[must_use]
    pub fn is_invalid_request(&self) -> bool {
        matches!(self.0.kind, Kind::Invalid(_))
    }

    /// Whether a retry is safe and can succeed.
    ///
    /// True for a failed connection, a timeout, and the statuses 408, 429, 502, 503 and 504. If the
    /// call is not idempotent, true only for a failed connection and 429: the service has not
    /// carried out the call. False for a response that is not HTTP, because a retry would get it
    /// again.
    ///
    /// The client has already made the retries that its
    /// [`RetryPolicy`](crate::runtime::retry::RetryPolicy) allows. This is the error of the last
    /// attempt.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        let too_many = self.status() == Some(StatusCode::TOO_MANY_REQUESTS);
        let passing = match &self.0.kind {
            Kind::Transport(fault) | Kind::BrokenOff(fault) => !fault.is_permanent(),
            Kind::Timeout(..) => true,
            Kind::Api => self
                .status()
                .is_some_and(|status| matches!(status.as_u16(), 408 | 429 | 502..=504)),
            Kind::Invalid(_)
            | Kind::TooLarge(..)
            | Kind::Decode(_)
            | Kind::RepeatedCursor
            | Kind::TokenSource(_) => false,
        };
        passing && (self.0.idempotent || too_many || self.is_connect())
    }
}

#[cfg(feature = "tracing")]
impl Error {
    /// Returns the status, or else one word for the kind of the error. Neither contains data of the
    /// call.
    pub(crate) fn class(&self) -> &str {
        match &self.0.kind {
            Kind::Api => self
                .0
                .received
                .as_ref()
                .map_or("", |received| received.status.as_str()),
            Kind::Transport(fault) if fault.is_connect() && fault.is_timeout() => "connect_timeout",
            Kind::Transport(fault) if fault.is_connect() => "no_connection",
            Kind::Transport(_) => "no_response",
            Kind::Timeout(elapsed) => match elapsed.scope {
                Scope::Attempt => "attempt_timeout",
                Scope::Call => "call_timeout",
            },
            Kind::BrokenOff(_) => "broken_off",
            Kind::TooLarge(..) => "too_large",
            Kind::Decode(_) => "decode",
            Kind::Invalid(_) => "invalid_request",
            Kind::RepeatedCursor => "repeated_cursor",
            Kind::TokenSource(_) => "token_source",
        }
    }
}

impl Error {
    fn summary(&self) -> String {
        match &self.0.kind {
            Kind::Invalid(fault) => format!("nothing was sent: {fault}"),
            Kind::Transport(fault) if fault.is_connect() => match self.host() {
                Some(host) => format!("no connection to {host}"),
                None => "no connection".to_owned(),
            },
            Kind::Transport(_) => "no response".to_owned(),
            Kind::Timeout(elapsed) => elapsed.to_string(),
            Kind::BrokenOff(_) => "the body broke off".to_owned(),
            Kind::TooLarge(part, limit) => format!("{part} is larger than {limit} bytes"),
            Kind::RepeatedCursor => "the next page has the cursor of an earlier one".to_owned(),
            Kind::TokenSource(_) => "the token source returned no usable token".to_owned(),
            // The message does not show a body that looks like JSON, because it can contain
            // personal data.
            Kind::Decode(fault) => match self.body().unwrap_or_default().trim_ascii_start() {
                [] | [b'{' | b'[', ..] => fault.clone(),
                _ => format!("{fault}, {}", self.body_start()),
            },
            Kind::Api => match (self.error_type(), self.message()) {
                (Some(kind), Some(message)) => {
                    format!("{}: {}", Excerpt(kind.as_str()), Excerpt(message))
                }
                (Some(kind), None) => Excerpt(kind.as_str()).to_string(),
                (None, Some(message)) => Excerpt(message).to_string(),
                (None, None) => self.body_start(),
            },
        }
    }

    /// Describes a body that has neither a type nor a message.
    fn body_start(&self) -> String {
        match String::from_utf8_lossy(self.body().unwrap_or_default()) {
            text if text.is_empty() => "empty body".to_owned(),
            text => format!("body: {}", Excerpt(&text)),
        }
    }
}

impl Error {
    /// Returns the notes for the parentheses at the end of the message.
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.status().is_some_and(|status| status.is_redirection()) {
            notes.push("redirects are not followed".to_owned());
        }
        if let Some(id) = self.request_id() {
            notes.push(format!("request id {}", Excerpt(id)));
        }
        if let Some(url) = self.url() {
            notes.push(format!("see {}", Excerpt(url)));
        }
        if self.attempts() > 1 {
            notes.push(format!("{} attempts", self.attempts()));
        }
        if self.is_retry_budget_exhausted() {
            notes.push("not retried: the retry budget is used up".to_owned());
        }
        notes
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Endpoint { method, template }) = &self.0.endpoint {
            write!(f, "{method} {template}: ")?;
        }
        if let Some(status) = self.status() {
            write!(f, "{status}: ")?;
        }
        f.write_str(&self.summary())?;
        let notes = self.notes();
        if !notes.is_empty() {
            write!(f, " ({})", notes.join(", "))?;
        }
        let mut cause = self.source().filter(|_| f.alternate());
        while let Some(error) = cause {
            write!(f, ": {}", Excerpt(error))?;
            cause = error.source();
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Error")
            .field(&format_args!("{self:#}"))
            .finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            Kind::Transport(fault) | Kind::BrokenOff(fault) => Some(fault.cause()),
            Kind::TokenSource(fault) => Some(&**fault),
            _ => self.0.earlier.as_ref().map(|earlier| earlier as _),
        }
    }
}

/// The parts of an error body.
#[derive(Default)]
struct Report {
    error_type: Option<ErrorType>,
    message: Option<String>,
    url: Option<String>,
    details: Option<Value>,
    request_id: Option<String>,
}

impl Report {
    /// Reads as many parts as possible: none of a body that is not JSON, and the first fields of a
    /// body that broke off.
    fn read(received: &Received) -> Self {
        let mut fields = Map::new();
        let _ = serde_json::Deserializer::from_slice(received.text())
            .deserialize_map(ErrorFields(&mut fields));
        let part = |paths| find(&fields, paths);
        let header = || {
            Some(
                received
                    .headers
                    .get("x-request-id")?
                    .to_str()
                    .ok()?
                    .to_owned(),
            )
        };
        Self {
            error_type: part(ERROR_KEYS.error_type).map(|value| ErrorType::from(text(value))),
            message: part(ERROR_KEYS.message).map(text),
            url: part(ERROR_KEYS.url).map(text),
            details: part(ERROR_KEYS.details).cloned(),
            request_id: part(ERROR_KEYS.request_id).map(text).or_else(header),
        }
    }
}

/// Collects the fields that [`ERROR_KEYS`] names, up to the first fault.
struct ErrorFields<'a>(&'a mut Map<String, Value>);

impl<'de> Visitor<'de> for ErrorFields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        while let Some(key) = object.next_key::<String>()? {
            if ERROR_KEYS.begin_with(&key) {
                self.0.insert(key, object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// Returns a string unchanged, and any other value as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The start of foreign text, on one line.
struct Excerpt<T>(T);

impl<T: fmt::Display> fmt::Display for Excerpt<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0.to_string();
        let mut chars = text.chars();
        for char in chars.by_ref().take(EXCERPT) {
            match char {
                '"' | '\'' | '\\' => f.write_char(char)?,
                _ => write!(f, "{}", char.escape_debug())?,
            }
        }
        if chars.next().is_some() {
            f.write_char('…')
        } else {
            Ok(())
        }
    }
}
