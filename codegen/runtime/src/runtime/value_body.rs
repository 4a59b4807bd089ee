//! Bodies that are not the fields of their endpoint, but one value: a list, a map, a scalar, any
//! JSON.

#![allow(dead_code, reason = "an API need not have every kind of body")]

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
    /// Sends `body` as JSON, unless it is not set.
    pub(crate) fn json_value(self, body: &impl Field) -> Self {
        if body.is_unset() {
            return self;
        }
        self.check("body", body).json(body)
    }

    /// Makes the call and has `decode` read the response.
    pub(crate) async fn send_with<T>(
        self,
        client: &Client,
        decode: fn(Received) -> Result<Response<T>, Error>,
    ) -> Result<Response<T>, Error> {
        let (call, received) = self.receive(client).await;
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

/// Decodes an untagged union, with the envelope among its keys if it is an object.
pub(crate) fn decode_untagged<T: Field>(received: Received) -> Result<Response<T>, Error> {
    if received.text().trim_ascii_start().starts_with(b"{") {
        response::decode(received)
    } else {
        decode(received)
    }
}

/// Decodes a map, with the envelope among its keys.
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

/// Reads a map, whose values can be null as fields can.
struct Map<T>(PhantomData<T>);

impl<'de, T: Field> DeserializeSeed<'de> for Map<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, map: D) -> Result<T, D::Error> {
        T::read(map)
    }
}
