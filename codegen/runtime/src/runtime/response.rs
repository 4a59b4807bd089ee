//! Responses, and the decoding of their bodies in one pass.
//!
//! A body contains the fields of its endpoint and the fields of the envelope. The envelope reads
//! its keys, and the type of the endpoint reads the others. No value is buffered, unlike with
//! `#[serde(flatten)]`.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use http::{HeaderMap, StatusCode};
use serde::de::value::{CowStrDeserializer, MapAccessDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::client::envelope::Envelope;
use crate::runtime::error::Error;
use crate::runtime::json::location::location;
use crate::runtime::json::reader::{self, Unread};
use crate::runtime::received::Received;

/// A successful response: the body and its [`Meta`].
///
/// A response dereferences to its body, so the fields of the body are fields of the response. To
/// own the body, call [`into_inner`](Self::into_inner). To own the metadata too, call
/// [`into_parts`](Self::into_parts).
#[derive(Clone, Debug)]
pub struct Response<T> {
    pub(crate) meta: Meta,
    pub(crate) body: T,
}

impl<T> Response<T> {
    /// Returns the HTTP status, the headers, and the rest of the metadata.
    #[must_use]
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Returns the body.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.body
    }

    /// Returns the metadata and the body.
    #[must_use]
    pub fn into_parts(self) -> (Meta, T) {
        (self.meta, self.body)
    }
}

/// The metadata of a [`Response`].
#[derive(Clone, Debug)]
pub struct Meta {
    status: StatusCode,
    headers: HeaderMap,
    attempts: u32,
    #[allow(dead_code, reason = "not every API has an envelope")]
    pub(crate) envelope: Envelope,
}

impl Meta {
    /// Returns the HTTP status, which is always a success (2xx).
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Returns the HTTP headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the number of attempts. It is greater than 1 after a retry.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.body
    }
}

/// Decodes the envelope and the fields of a body.
pub(crate) fn decode<T: DeserializeOwned>(received: Received) -> Result<Response<T>, Error> {
    let mut envelope = Envelope::default();
    match read(
        received.text(),
        WithEnvelope(&mut envelope, PhantomData::<T>),
    ) {
        Ok(body) => Ok(response(received, envelope, body)),
        Err(error) => Err(error.with_received(received)),
    }
}

/// Like [`decode`], for a body without fields apart from the envelope. The body can have any form.
/// Reads the envelope as far as possible.
pub(crate) fn decode_unit(received: Received) -> Response<()> {
    let mut envelope = Envelope::default();
    let _ = read(
        received.text(),
        WithEnvelope(&mut envelope, PhantomData::<IgnoredAny>),
    );
    response(received, envelope, ())
}

pub(crate) fn response<T>(received: Received, envelope: Envelope, body: T) -> Response<T> {
    let meta = Meta {
        status: received.status,
        headers: received.headers,
        attempts: received.attempts,
        envelope,
    };
    Response { meta, body }
}

/// Decodes a body. An error has the location and the reason of the fault.
pub(crate) fn read<'de, S: DeserializeSeed<'de>>(
    body: &'de [u8],
    seed: S,
) -> Result<S::Value, Error> {
    if body.trim_ascii().is_empty() {
        return Err(Error::no_body());
    }
    let text = std::str::from_utf8(body)
        .map_err(|error| explain(body, error.valid_up_to(), Some("invalid UTF-8".into())))?;
    reader::read(text, seed).map_err(|Unread { at, fault }| explain(body, at, fault))
}

/// Returns the error for a fault after the first `at` bytes of `body`, with its location.
#[cold]
pub(crate) fn explain(body: &[u8], at: usize, fault: Option<String>) -> Error {
    let start = String::from_utf8_lossy(body.get(..at).unwrap_or(body));
    let end = if fault.is_some() {
        "the top level"
    } else {
        "the end"
    };
    let location = location(&start).unwrap_or_else(|| end.to_owned());
    let line = start.matches('\n').count() + 1;
    let column = start.len() - start.rfind('\n').map_or(0, |newline| newline + 1);
    let at_line = |fault: &str| format!("{fault} at line {line} column {column}");
    let fault = match fault {
        Some(fault) => at_line(&fault),
        None => match serde_json::from_slice::<IgnoredAny>(body) {
            Err(error) => error.to_string(),
            // Only an invalid escape passes in a value that the reader ignores.
            Ok(IgnoredAny) => at_line("an invalid escape"),
        },
    };
    Error::decode(&location, &fault)
}

/// Decodes a JSON object into an envelope and a body.
pub(crate) struct WithEnvelope<'a, S>(pub(crate) &'a mut Envelope, pub(crate) S);

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for WithEnvelope<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<S::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for WithEnvelope<'_, S> {
    type Value = S::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<S::Value, A::Error> {
        let Self(envelope, body) = self;
        body.deserialize(MapAccessDeserializer::new(BodyFields { envelope, object }))
    }
}

/// The fields of an object, without the fields of the envelope.
struct BodyFields<'a, A> {
    envelope: &'a mut Envelope,
    object: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for BodyFields<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(key) = self.object.next_key_seed(Key)? {
            if !self.envelope.take(&key, &mut self.object)? {
                return seed.deserialize(CowStrDeserializer::new(key)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.object.next_value_seed(seed)
    }
}

/// A key, borrowed from the body unless it contains an escape. A `Cow` would always own it.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(key))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(key.to_owned()))
    }
}
