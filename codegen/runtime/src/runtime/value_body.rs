//! Bodies that are one value: a list, a map, a scalar or any JSON.

#![allow(dead_code, reason = "not every API has all kinds of bodies")]

use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer};

use crate::client::envelope::Envelope;
use crate::runtime::absent::{Field, Nullable};
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::received::Received;
use crate::runtime::request::Request;
use crate::runtime::response::{self, Response, WithEnvelope, read, response};

impl Request {
    /// Sends `body` as JSON, if it is set.
    pub(crate) fn json_value(self, body: &impl Field) -> Self {
        if body.is_unset() {
            return self;
        }
        self.check("body", body).json(body)
    }

    /// Makes the call and decodes the response with `decode`.
    pub(crate) async fn send_with<T>(
        self,
        client: Client,
        decode: fn(Received) -> Result<Response<T>, Error>,
    ) -> Result<Response<T>, Error> {
        let (call, received) = self.receive(&client).await;
        call.end(received.and_then(decode))
    }
}

/// Decodes a body that cannot have an envelope.
pub(crate) fn decode<T: Field>(received: Received) -> Result<Response<T>, Error> {
    match read(received.text(), Nullable(PhantomData)) {
        Ok(body) => Ok(response(received, Envelope::default(), body)),
        Err(error) => Err(error.with_received(received)),
    }
}

/// Decodes an untagged union. If it is an object, its keys include the envelope.
pub(crate) fn decode_untagged<T: Field>(received: Received) -> Result<Response<T>, Error> {
    if received.text().trim_ascii_start().starts_with(b"{") {
        response::decode(received)
    } else {
        decode(received)
    }
}

/// Decodes a map. Its keys include the envelope.
pub(crate) fn decode_map<T: Field>(received: Received) -> Result<Response<T>, Error> {
    if received.text().trim_ascii() == b"null" {
        return decode(received);
    }
    let mut envelope = Envelope::default();
    match read(
        received.text(),
        WithEnvelope(&mut envelope, Map(PhantomData)),
    ) {
        Ok(body) => Ok(response(received, envelope, body)),
        Err(error) => Err(error.with_received(received)),
    }
}

/// Reads a map. Its values can be null, like fields.
struct Map<T>(PhantomData<T>);

impl<'de, T: Field> DeserializeSeed<'de> for Map<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, map: D) -> Result<T, D::Error> {
        T::read(map)
    }
}
