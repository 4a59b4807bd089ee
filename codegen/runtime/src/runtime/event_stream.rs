//! Responses that are streams of events.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use crate::runtime::absent::{Field, Nullable};
use crate::runtime::byte_stream::ByteStream;
use crate::runtime::client::Client;
use crate::runtime::error::Error;
use crate::runtime::event_parser::{Parser, RawEvent, TooLarge};
use crate::runtime::request::Request;
use crate::runtime::response::{Response, read};

const MEDIA_TYPE: &str = "text/event-stream";

/// The data of the event that ends a stream. It is not JSON.
const DONE: &[u8] = b"[DONE]";

/// A stream of server-sent events.
///
/// Use it as a [`Stream`], or call [`try_next`](Self::try_next) until it returns `None`. The stream
/// ends at the end of the body, at an event with the data `[DONE]`, and after the first error.
/// Dropping the stream before its end closes the connection.
///
/// The [timeout](crate::ClientBuilder::timeout) of the call and its retries end when the headers of
/// the response arrive. After that, each wait for more bytes can take as long as that timeout. The
/// stream can have any size, but each event has the [limit](crate::ClientBuilder::response_limit)
/// of a response. If a stream breaks off, the client does not connect again.
#[must_use = "the stream does nothing unless polled"]
pub struct EventStream<T> {
    bytes: ByteStream,
    /// The bytes that are not parsed.
    chunk: Bytes,
    parser: Parser,
    limit: usize,
    /// The number of the events so far.
    count: usize,
    is_done: bool,
    /// Decodes the data of an event.
    decode: fn(&[u8]) -> Result<T, Error>,
}

/// An event of an [`EventStream`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The data of the event.
    pub data: T,
    /// The name of the event, from its field `event`.
    pub name: Option<String>,
    /// The id of the event, or else of the last event with an id.
    pub id: Option<String>,
}

impl Request {
    /// Makes the call, and returns the events of the response as a stream.
    pub(crate) async fn send_events<T: Field>(
        self,
        client: Client,
    ) -> Result<Response<EventStream<T>>, Error> {
        let limit = client.sender.response_limit();
        let (meta, bytes) = self.send_stream(client).await?.into_parts();
        check_media_type(meta.headers()).map_err(|error| bytes.describe(error, Bytes::new()))?;
        let body = EventStream {
            bytes,
            chunk: Bytes::new(),
            parser: Parser::new(limit),
            limit,
            count: 0,
            is_done: false,
            decode: decode::<T>,
        };
        Ok(Response { meta, body })
    }
}

fn decode<T: Field>(data: &[u8]) -> Result<T, Error> {
    if data.trim_ascii().is_empty() {
        return Err(Error::decode("the top level", "no data"));
    }
    read(data, Nullable(PhantomData))
}

/// Rejects a response with another media type. It would contain no events.
fn check_media_type(headers: &HeaderMap) -> Result<(), Error> {
    let Some(content_type) = headers.get(CONTENT_TYPE) else {
        return Ok(());
    };
    let text = String::from_utf8_lossy(content_type.as_bytes());
    let media_type = text.split(';').next().unwrap_or_default().trim();
    if media_type.eq_ignore_ascii_case(MEDIA_TYPE) {
        return Ok(());
    }
    let fault = format!("{media_type} instead of {MEDIA_TYPE}");
    Err(Error::decode("the header content-type", &fault))
}

impl<T> EventStream<T> {
    /// Returns the next event, or `None` at the end.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if the stream breaks off, if no bytes arrive in time, or if an event is
    /// too large or has an unexpected form. The stream then ends. [`Error::body`] returns the data
    /// of an event with an unexpected form.
    pub async fn try_next(&mut self) -> Result<Option<Event<T>>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }

    /// The wait before a new connection, if the service has sent one.
    #[must_use]
    pub fn retry(&self) -> Option<Duration> {
        self.parser.retry()
    }

    /// Returns the next event with undecoded data.
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<RawEvent, Error>>> {
        loop {
            match self.parser.next(&mut self.chunk) {
                Ok(Some(event)) => return Poll::Ready(Some(Ok(event))),
                Ok(None) => {}
                Err(TooLarge) => {
                    let error = Error::too_large("an event", self.limit);
                    return Poll::Ready(Some(Err(self.bytes.describe(error, Bytes::new()))));
                }
            }
            match ready!(Pin::new(&mut self.bytes).poll_next(cx)) {
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(self.parser.finish().map(Ok)),
            }
        }
    }

    fn decode(&mut self, event: RawEvent) -> Result<Event<T>, Error> {
        let RawEvent { data, name, id } = event;
        self.count += 1;
        match (self.decode)(&data) {
            Ok(data) => Ok(Event { data, name, id }),
            Err(error) => Err(self.bytes.describe(error.in_event(self.count), data.into())),
        }
    }
}

impl<T> Stream for EventStream<T> {
    type Item = Result<Event<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.is_done {
            return Poll::Ready(None);
        }
        let next = ready!(self.poll_event(cx)).and_then(|event| match event {
            Ok(event) if event.data == DONE => {
                // The client can reuse the connection if the body ends here.
                let _ = Pin::new(&mut self.bytes).poll_next(cx);
                None
            }
            Ok(event) => Some(self.decode(event)),
            Err(error) => Some(Err(error)),
        });
        if !matches!(next, Some(Ok(_))) {
            self.is_done = true;
            self.bytes.close();
        }
        Poll::Ready(next)
    }
}

impl<T> fmt::Debug for EventStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream").finish_non_exhaustive()
    }
}
