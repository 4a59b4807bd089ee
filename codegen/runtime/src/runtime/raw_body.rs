//! Bodies that are not JSON: bytes and text.

#![allow(dead_code, reason = "not every API has all kinds of bodies")]

use bytes::Bytes;

use crate::client::envelope::Envelope;
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::received::Received;
use crate::runtime::request::Request;
use crate::runtime::response::{Response, response};

impl Request {
    /// Sends these bytes, if they are set.
    pub(crate) fn bytes_value<'a>(self, body: impl Into<Option<&'a Bytes>>) -> Self {
        match body.into() {
            Some(body) => self.bytes("application/octet-stream", body.clone()),
            None => self,
        }
    }

    /// Sends this text, if it is set.
    pub(crate) fn text_value<'a>(self, body: impl Into<Option<&'a String>>) -> Self {
        match body.into() {
            Some(body) => self.bytes("text/plain; charset=utf-8", body.clone().into()),
            None => self,
        }
    }

    /// Makes the call and returns the body as bytes.
    pub(crate) async fn send_bytes(self, client: Client) -> Result<Response<Bytes>, Error> {
        let (call, received) = self.receive(&client).await;
        call.end(received.map(|received| {
            let body = received.body.clone();
            response(received, Envelope::default(), body)
        }))
    }

    /// Makes the call and returns the body as text.
    pub(crate) async fn send_text(self, client: Client) -> Result<Response<String>, Error> {
        let (call, received) = self.receive(&client).await;
        call.end(received.and_then(text))
    }
}

fn text(received: Received) -> Result<Response<String>, Error> {
    match std::str::from_utf8(received.text()) {
        Ok(text) => {
            let body = text.to_owned();
            Ok(response(received, Envelope::default(), body))
        }
        Err(fault) => {
            let location = format!("byte {}", fault.valid_up_to());
            Err(Error::decode(&location, "invalid UTF-8").with_received(received))
        }
    }
}
