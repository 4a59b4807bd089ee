//! Bodies as streams of bytes.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::Body as _;
use tokio::time::{Sleep, sleep};

use crate::client::envelope::Envelope;
use crate::runtime::call::{Call, Endpoint};
use crate::runtime::client::Client;
use crate::runtime::deadline::Deadline;
use crate::runtime::error::Error;
use crate::runtime::receive::Receive;
use crate::runtime::received::Received;
use crate::runtime::request::Request;
use crate::runtime::response::{Response, response};
use crate::runtime::transport::{Body, BoxError, TransportError};

/// The body of a response as a stream.
///
/// Use it as a [`Stream`], or call [`try_next`](Self::try_next) until it returns `None`. The stream
/// ends after the first error. The body can have any size: the
/// [limit](crate::ClientBuilder::response_limit) of a response does not apply. Dropping the stream
/// before its end closes the connection.
///
/// The [timeout](crate::ClientBuilder::timeout) of the call and its retries end when the headers of
/// the response arrive. After that, each wait for more bytes can take as long as that timeout.
#[must_use = "the stream does nothing unless polled"]
pub struct ByteStream {
    /// `None` after the end or an error.
    body: Option<Body>,
    timeout: Duration,
    /// The timeout of the current wait for bytes.
    idle: Option<Pin<Box<Sleep>>>,
    /// The call without its body, for errors.
    call: Call,
    /// The response without its body, for errors.
    head: Received,
}

impl Request {
    /// Makes the call, and returns the body of the response as a stream.
    pub(crate) async fn send_stream(self, client: Client) -> Result<Response<ByteStream>, Error> {
        let named = self.named(&client);
        let response = match self.into_call(&client) {
            Ok(call) => named.span.run(open(&client, call)).await,
            Err(fault) => Err(fault),
        };
        named.end(response)
    }
}

async fn open(client: &Client, mut call: Call) -> Result<Response<ByteStream>, Error> {
    let received: Received<Body> = client.sender.execute(&call).await?;
    call.request.body_mut().clear();
    let (head, body) = received.replace_body(Bytes::new());
    let stream = ByteStream {
        body: Some(body),
        timeout: client.sender.timeout(),
        idle: None,
        call,
        head: head.clone(),
    };
    Ok(response(head, Envelope::default(), stream))
}

/// A body that the caller reads.
impl Receive for Body {
    async fn receive(
        response: http::Response<Body>,
        _: usize,
        _: Deadline,
    ) -> Result<Received<Self>, Error> {
        Ok(response.into())
    }
}

impl ByteStream {
    /// Returns the next bytes, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the body breaks off, or if no bytes arrive in time. The stream then
    /// ends.
    pub async fn try_next(&mut self) -> Result<Option<Bytes>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }

    /// Ends the stream.
    #[allow(dead_code, reason = "not every API has events")]
    pub(crate) fn close(&mut self) {
        self.body = None;
    }

    /// Adds facts about the call and the response to `error`, with `body` as the body of the
    /// response.
    pub(crate) fn describe(&self, error: Error, body: Bytes) -> Error {
        let method = self.call.request.method().clone();
        let template = self.call.template;
        let received = Received {
            body,
            ..self.head.clone()
        };
        error
            .with_received(received)
            .with_call(&self.call, self.head.attempts)
            .with_endpoint(Endpoint { method, template })
    }

    /// Returns the next bytes, which are not empty.
    fn poll_bytes(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BoxError>>> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(None);
        };
        while let Poll::Ready(frame) = Pin::new(&mut *body).poll_frame(cx) {
            let bytes = match frame {
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
                Some(Err(fault)) => return Poll::Ready(Some(Err(fault))),
                None => return Poll::Ready(None),
            };
            if !bytes.is_empty() {
                self.idle = None;
                return Poll::Ready(Some(Ok(bytes)));
            }
        }
        let timeout = self.timeout;
        // The timeout starts when the caller waits, not while it processes the last bytes.
        let idle = self.idle.get_or_insert_with(|| Box::pin(sleep(timeout)));
        idle.as_mut().poll(cx).map(|()| {
            let fault = TransportError::new(format!("no bytes arrived for {timeout:?}"));
            Some(Err(fault.timed_out().into()))
        })
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_bytes(cx).map(|next| {
            if !matches!(next, Some(Ok(_))) {
                self.body = None;
            }
            let explain = |fault| self.describe(Error::broken_off(fault), Bytes::new());
            next.map(|next| next.map_err(explain))
        })
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}
