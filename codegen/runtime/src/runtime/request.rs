//! The declaration of a call: its method, path template, parameters and rules.
//!
//! A request keeps its first fault. [`Request::send`] returns the fault and sends no request.

#![allow(dead_code, reason = "not every API has all kinds of parameters")]

pub(crate) mod page_url;

use std::borrow::Cow;
use std::fmt::{self, Display};

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::runtime::absent::{Field, check_finite};
use crate::runtime::base_url::is_dot_segment;
use crate::runtime::call::{Call, Endpoint};
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::received::Received;
use crate::runtime::response::{self, Response};
use crate::runtime::trace::Span;

/// All characters except the unreserved characters of RFC 3986.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

const JSON: HeaderValue = HeaderValue::from_static("application/json");

pub(crate) struct Request {
    endpoint: Endpoint,
    server: Option<&'static str>,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Bytes,
    idempotent: bool,
    has_credentials: bool,
    fault: Option<Error>,
}

impl Request {
    /// Creates a call of the endpoint at `template`, which has placeholders such as `{id}`.
    pub(crate) fn new(method: Method, template: &'static str) -> Self {
        Self {
            idempotent: method.is_idempotent(),
            endpoint: Endpoint { method, template },
            server: None,
            path: template.to_owned(),
            query: String::new(),
            // The capacity includes headers that the client and the transport add.
            headers: HeaderMap::with_capacity(8),
            body: Bytes::new(),
            has_credentials: true,
            fault: None,
        }
    }

    /// Marks the call as idempotent, although its method is not.
    pub(crate) fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the media type of the response. The default is JSON.
    pub(crate) fn accept(self, media_type: &str) -> Self {
        self.with_header(ACCEPT.as_str(), &media_type)
    }

    /// Calls the server with this name instead of the default server.
    pub(crate) fn server(mut self, name: &'static str) -> Self {
        self.server = Some(name);
        self
    }

    /// Sends no credentials.
    pub(crate) fn without_credentials(mut self) -> Self {
        self.has_credentials = false;
        self
    }

    /// Replaces `{name}` with `value`, percent-encoded. Rejects an empty value, `.` and `..`: URL
    /// parsers remove such segments, and the request would reach another endpoint.
    pub(crate) fn path_param(self, name: &str, value: &(impl Field + Display)) -> Self {
        self.check(name, value)
            .with_path_param(name, &value.to_string())
    }

    pub(crate) fn with_path_param(self, name: &str, value: &str) -> Self {
        self.with_encoded_path_param(name, &Cow::from(encode(value)))
    }

    /// Like [`path_param`](Self::path_param), for a value that is already percent-encoded.
    pub(crate) fn with_encoded_path_param(mut self, name: &str, value: &str) -> Self {
        if value.is_empty() {
            return self.refuse(format_args!("`{name}` must not be empty"));
        }
        self.path = filled(&self.path, name, value);
        // A fixed query can follow the path.
        let path = self
            .path
            .split_once('?')
            .map_or(&*self.path, |(path, _)| path);
        if path.split('/').any(is_dot_segment) {
            return self.refuse(format_args!("`{name}` must not be `.` or `..`"));
        }
        self
    }

    /// Adds `name=value` to the query for every value: none for an absent parameter, and several
    /// for a list.
    pub(crate) fn query<'a, T: Field + Display + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        for value in values {
            self = self.check(name, value).with_query(name, &value.to_string());
        }
        self
    }

    pub(crate) fn with_query(mut self, name: &str, value: &str) -> Self {
        self.start_query();
        self.query.extend(encode(name));
        self.query.push('=');
        self.query.extend(encode(value));
        self
    }

    /// Adds `pairs`, which are already percent-encoded, to the query.
    pub(crate) fn with_encoded_query(mut self, pairs: &str) -> Self {
        if !pairs.is_empty() {
            self.start_query();
            self.query.push_str(pairs);
        }
        self
    }

    /// Adds the separator before the next pair of the query. The path can already contain a fixed
    /// query.
    fn start_query(&mut self) {
        let is_first = self.query.is_empty() && !self.path.contains('?');
        self.query.push(if is_first { '?' } else { '&' });
    }

    /// Sets the header `name`, unless `values` is empty.
    pub(crate) fn header<'a, T: Field + Display + 'a>(
        mut self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        for value in values {
            self = self.check(name, value).with_header(name, value);
        }
        self
    }

    /// Sets a header that every call of the endpoint has.
    pub(crate) fn fixed_header(self, name: &'static str, value: &'static str) -> Self {
        self.with_header(name, &value)
    }

    pub(crate) fn with_header(mut self, name: &str, value: &dyn Display) -> Self {
        match (
            HeaderName::try_from(name),
            HeaderValue::from_str(&value.to_string()),
        ) {
            (Ok(name), Ok(value)) => {
                self.headers.insert(name, value);
                self
            }
            _ => self.refuse(format_args!(
                "`{name}` contains a character that is invalid in a header"
            )),
        }
    }

    /// Rejects NaN and infinity, like the body.
    pub(crate) fn check(self, name: &str, value: &impl Field) -> Self {
        match check_finite::<serde_json::Error>(name, value) {
            Ok(()) => self,
            Err(fault) => self.refuse(format_args!("{fault}")),
        }
    }

    /// Sends `body` as JSON.
    pub(crate) fn json(self, body: &impl Serialize) -> Self {
        self.with_body(serde_json::to_vec(body))
    }

    fn with_body(mut self, json: serde_json::Result<Vec<u8>>) -> Self {
        match json {
            Ok(json) => {
                self.body = json.into();
                self.headers.insert(CONTENT_TYPE, JSON);
                self
            }
            Err(fault) => self.refuse(format_args!("the body cannot be written as JSON: {fault}")),
        }
    }

    /// Sends `body` unchanged, with this `Content-Type`.
    pub(crate) fn bytes(mut self, content_type: &str, body: Bytes) -> Self {
        self.body = body;
        self.with_header(CONTENT_TYPE.as_str(), &content_type)
    }

    /// Sets the media type of the body, if the request has a body.
    pub(crate) fn content_type(self, media_type: &str) -> Self {
        if self.headers.contains_key(CONTENT_TYPE) {
            self.with_header(CONTENT_TYPE.as_str(), &media_type)
        } else {
            self
        }
    }

    /// Rejects the call unless exactly one of these parameters is set.
    pub(crate) fn one_of(self, params: &[(&str, bool)]) -> Self {
        match set(params) {
            1 => self,
            _ => self.refuse(format_args!("exactly one of {} must be set", names(params))),
        }
    }

    /// Rejects the call if none of these parameters is set.
    pub(crate) fn at_least_one_of(self, params: &[(&str, bool)]) -> Self {
        match set(params) {
            0 => self.refuse(format_args!(
                "at least one of {} must be set",
                names(params)
            )),
            _ => self,
        }
    }

    /// Makes the call and decodes the fields of the response.
    pub(crate) async fn send<T: DeserializeOwned>(
        self,
        client: Client,
    ) -> Result<Response<T>, Error> {
        let (call, received) = self.receive(&client).await;
        call.end(received.and_then(response::decode))
    }

    /// Makes a call whose response has no fields apart from the envelope.
    pub(crate) async fn send_unit(self, client: Client) -> Result<Response<()>, Error> {
        let (call, received) = self.receive(&client).await;
        call.end(received.map(response::decode_unit))
    }

    /// Makes the call, unless a parameter is invalid. It does not depend on the type of the
    /// response, so it is compiled once.
    pub(crate) async fn receive(self, client: &Client) -> (Named, Result<Received, Error>) {
        let named = self.named(client);
        let received = match self.into_call(client) {
            Ok(call) => named.span.run(client.sender.execute(&call)).await,
            Err(fault) => Err(fault),
        };
        (named, received)
    }

    pub(crate) fn named(&self, client: &Client) -> Named {
        let endpoint = self.endpoint.clone();
        let span = Span::of_call(&endpoint, client.sender.base_url(self.server));
        Named { endpoint, span }
    }

    pub(crate) fn into_call(self, client: &Client) -> Result<Call, Error> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let Endpoint { method, template } = self.endpoint;
        let mut headers = self.headers;
        for (name, value) in client.sender.headers() {
            headers.entry(name).or_insert_with(|| value.clone());
        }
        headers.entry(ACCEPT).or_insert(JSON);
        // RFC 9110, section 8.6: these methods usually have a body, and some servers reject a
        // request of unknown length.
        if self.body.is_empty() && matches!(method, Method::POST | Method::PUT | Method::PATCH) {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        let mut request = http::Request::new(self.body);
        *request.method_mut() = method;
        *request.uri_mut() = client
            .sender
            .base_url(self.server)
            .join(&self.path, &self.query)?;
        *request.headers_mut() = headers;
        Ok(Call {
            request,
            template,
            server: self.server,
            idempotent: self.idempotent,
            has_credentials: self.has_credentials,
        })
    }

    /// Returns the path so far.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(crate) fn refuse(mut self, fault: fmt::Arguments<'_>) -> Self {
        self.fault
            .get_or_insert_with(|| Error::invalid(fault.to_string()));
        self
    }
}

/// The names of a call for its error and its span, until its response is decoded.
pub(crate) struct Named {
    endpoint: Endpoint,
    pub(crate) span: Span,
}

impl Named {
    pub(crate) fn end<T>(self, response: Result<Response<T>, Error>) -> Result<Response<T>, Error> {
        let response = response.map_err(|error| error.with_endpoint(self.endpoint));
        self.span.record(&response);
        response
    }
}

/// Returns `path` with `value` instead of `{name}`.
fn filled(path: &str, name: &str, value: &str) -> String {
    let mut filled = String::with_capacity(path.len() + value.len());
    let mut pieces = path.split('{');
    filled.extend(pieces.next());
    for piece in pieces {
        match piece
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('}'))
        {
            Some(rest) => filled.extend([value, rest]),
            None => filled.extend(["{", piece]),
        }
    }
    filled
}

pub(crate) fn encode(text: &str) -> percent_encoding::PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

fn set(params: &[(&str, bool)]) -> usize {
    params.iter().filter(|(_, set)| *set).count()
}

fn names(params: &[(&str, bool)]) -> String {
    let names: Vec<_> = params.iter().map(|(name, _)| format!("`{name}`")).collect();
    names.join(", ")
}
