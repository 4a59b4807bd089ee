//! Responses with an optional body.

use crate::client::envelope::Envelope;
use crate::runtime::absent::Field;
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::received::Received;
use crate::runtime::request::Request;
use crate::runtime::response::{Response, response};

impl Request {
    /// Makes the call, and decodes the response with `decode`. The result is `None` if the body is
    /// absent or null.
    pub(crate) async fn send_optional<T: Field>(
        self,
        client: Client,
        decode: fn(Received) -> Result<Response<T>, Error>,
    ) -> Result<Response<Option<T>>, Error> {
        let (call, received) = self.receive(&client).await;
        call.end(received.and_then(|received| optional(received, decode)))
    }
}

fn optional<T: Field>(
    received: Received,
    decode: fn(Received) -> Result<Response<T>, Error>,
) -> Result<Response<Option<T>>, Error> {
    if matches!(received.text().trim_ascii(), b"" | b"null") {
        return Ok(response(received, Envelope::default(), None));
    }
    let (meta, body) = decode(received)?.into_parts();
    let body = (!body.is_blank()).then_some(body);
    Ok(Response { meta, body })
}
