//! Responses that are streams of events.

use std::time::Duration;

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::transport::{Body, Transport, TransportFuture};
use client_runtime::types::Note;
use client_runtime::{Client, Error, Event, EventStream};
use futures_util::StreamExt;
use http::Request;
use serde_json::{Value, json};

use bytes::Bytes;

/// Answers every request with these pieces.
struct Pieces(Vec<Bytes>);

impl Transport for Pieces {
    fn send(&self, _: Request<Bytes>) -> TransportFuture<'_> {
        let body = Body::new(http_body_util::StreamBody::new(futures_util::stream::iter(
            self.0
                .clone()
                .into_iter()
                .map(|piece| Ok::<_, std::io::Error>(http_body::Frame::data(piece))),
        )));
        Box::pin(async { Ok(http::Response::new(body)) })
    }
}

fn builder() -> client_runtime::ClientBuilder {
    Client::builder("key", "secret")
}

/// The stream of these bytes, in pieces of `size` bytes.
async fn stream(text: &[u8], size: usize) -> EventStream<Value> {
    let pieces = text.chunks(size).map(Bytes::copy_from_slice).collect();
    let client = builder().transport(Pieces(pieces)).build().unwrap();
    let response = client.files().watch().send().await.unwrap();
    response.into_inner()
}

/// The valid events, and the error after them.
async fn events(text: &[u8], size: usize) -> (Vec<Event<Value>>, Option<Error>) {
    let mut stream = stream(text, size).await;
    let mut events = Vec::new();
    loop {
        match stream.try_next().await {
            Ok(Some(event)) => events.push(event),
            Ok(None) => return (events, None),
            Err(error) => {
                assert!(stream.try_next().await.unwrap().is_none());
                return (events, Some(error));
            }
        }
    }
}

/// The data of the events, for pieces of any size.
async fn data(text: &str) -> Vec<Value> {
    let (whole, error) = events(text.as_bytes(), usize::MAX).await;
    assert!(error.is_none(), "{error:?}");
    for size in 1..text.len() {
        let (cut, error) = events(text.as_bytes(), size).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(cut, whole, "{text:?} in pieces of {size} bytes");
    }
    whole.into_iter().map(|event| event.data).collect()
}

#[tokio::test]
async fn an_event_ends_at_an_empty_line_of_any_kind() {
    let expected = [json!(1), json!({"a": [2]}), json!("é")];
    for end in ["\n", "\r\n", "\r"] {
        let text = "data: 1\n\ndata: {\"a\":\ndata:[2]}\n\n\n\ndata: \"é\"\n\n";
        assert_eq!(data(&text.replace('\n', end)).await, expected);
    }
    assert_eq!(
        data("data: 1\r\n\ndata: 2\n\r\ndata: 3\r\r").await,
        [1, 2, 3]
    );
}

#[tokio::test]
async fn lines_without_data_do_not_create_an_event() {
    let text = "\u{feff}: comment\n:\ndata: 1\nunknown: x\nnothing\n\n\
                event: ping\nid: 7\n\n\
                id: a\0b\nretry: 2x\ndata : 3\ndata:  4\n\n";
    assert_eq!(data(text).await, [1, 4]);
    assert_eq!(data("").await, [0; 0]);
    assert_eq!(data(": only\n\n").await, [0; 0]);
}

#[tokio::test]
async fn an_event_has_its_name_and_the_last_id() {
    let text = b"event: one\nid: 7\ndata: 1\n\nevent:\ndata: 2\n\nid\nevent: three\ndata: 3\n\n";
    let (events, _) = events(text, 5).await;
    let shown: Vec<_> = events
        .iter()
        .map(|event| (event.name.as_deref(), event.id.as_deref()))
        .collect();
    let expected = [
        (Some("one"), Some("7")),
        (None, Some("7")),
        (Some("three"), None),
    ];
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn the_stream_sets_the_wait_before_a_new_connection() {
    let mut stream = stream(
        b"retry: 1500\ndata: 1\n\nretry: 99999999999999999999\ndata: 2\n\n",
        4,
    )
    .await;
    assert_eq!(stream.retry(), None);
    stream.try_next().await.unwrap();
    assert_eq!(stream.retry(), Some(Duration::from_millis(1500)));
    stream.try_next().await.unwrap();
    assert_eq!(stream.retry(), Some(Duration::from_millis(u64::MAX)));
}

#[tokio::test]
async fn done_ends_the_stream() {
    assert_eq!(data("data: 1\n\ndata: [DONE]\n\ndata: {\n\n").await, [1]);
    assert_eq!(data("data: 1\n\ndata: [DONE]").await, [1]);
}

#[tokio::test]
async fn the_last_event_needs_no_empty_line() {
    assert_eq!(data("data: 1\n\ndata: 2").await, [1, 2]);
    assert_eq!(data("data: 1\n\ndata: 2\n").await, [1, 2]);
    assert_eq!(data("data: 1\n\nid: 7").await, [1]);
}

#[tokio::test]
async fn an_error_shows_the_event_and_the_location_in_it() {
    let (sound, error) = events(b"data: 1\n\ndata: {\"a\": [1, ]}\n\ndata: 3\n\n", 7).await;
    assert_eq!(sound.len(), 1);
    let error = error.unwrap();
    assert!(error.is_decode());
    assert_eq!(
        error.to_string(),
        "GET /v1/files/watch: 200 OK: event 2 is not as expected at a[1]: \
         expected value at line 1 column 11"
    );
    assert_eq!(error.body(), Some(&br#"{"a": [1, ]}"#[..]));
    assert_eq!(error.attempts(), 1);
    for (text, fault) in [
        (
            &b"data\n\n"[..],
            "event 1 is not as expected at the top level: no data",
        ),
        (
            b"data: \"\xff\"\n\n",
            "event 1 is not as expected at the top level: invalid UTF-8",
        ),
        (b"data: {\"a\": 1", "event 1 is not as expected at a"),
    ] {
        let (_, error) = events(text, 2).await;
        let error = error.unwrap().to_string();
        assert!(error.contains(fault), "{error}");
    }
}

#[tokio::test]
async fn each_event_is_bounded_and_the_stream_is_not() {
    for (text, count) in [
        ("data: 12345678\n\n".repeat(20), 20),
        ("data: 12345678\n\ndata: 1234567890\n\n".to_owned(), 1),
        ("data: 1\n\ndata: [1,\ndata: 2,\ndata: 3]\n\n".to_owned(), 1),
        (format!("data: 1\n\n:{}\n\n", "x".repeat(100)), 1),
    ] {
        let pieces = text
            .as_bytes()
            .chunks(3)
            .map(Bytes::copy_from_slice)
            .collect();
        let client = builder().transport(Pieces(pieces)).response_limit(14);
        let response = client.build().unwrap().files().watch().send().await;
        let events: Vec<_> = response.unwrap().into_inner().collect().await;
        let sound = events.iter().filter(|event| event.is_ok()).count();
        assert_eq!(sound, count, "{text}");
        if let Some(Err(error)) = events.last() {
            assert!(error.is_too_large());
            assert_eq!(
                error.to_string(),
                "GET /v1/files/watch: 200 OK: an event is larger than 14 bytes"
            );
        } else {
            assert_eq!(count, 20);
        }
    }
}

#[tokio::test]
async fn events_have_the_type_in_the_spec_and_the_request_has_a_body() {
    let answer = Answer::new(200, "event: note\ndata: {\"note_id\": \"n1\"}\n\n");
    let answer = answer.header("content-type", "text/event-stream; charset=utf-8");
    let transport = CannedTransport::new([answer]);
    let client = builder().transport(transport.clone()).build().unwrap();
    let response = client.files().follow("n").send().await.unwrap();
    assert_eq!(response.meta().status(), 200);
    let mut stream = response.into_inner();
    let event: Event<Note> = stream.try_next().await.unwrap().unwrap();
    assert_eq!(event.data.note_id, "n1");
    assert!(stream.try_next().await.unwrap().is_none());
    let request = transport.requests().remove(0);
    assert_eq!(request.method(), "POST");
    assert_eq!(request.headers()["accept"], "text/event-stream");
    assert_eq!(request.json(), json!({"title": "n"}));
}

#[tokio::test]
async fn a_response_that_is_not_a_stream_of_events_is_rejected() {
    let answers = [
        Answer::json(200, json!({"id": 1})).header("content-type", "application/json"),
        Answer::json(400, json!({"error_message": "No."})),
    ];
    let transport = CannedTransport::new(answers);
    let client = builder().transport(transport).build().unwrap();
    let error = client.files().watch().send().await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(
        error.to_string(),
        "GET /v1/files/watch: 200 OK: not as expected at the header content-type: \
         application/json instead of text/event-stream"
    );
    let error = client.files().watch().send().await.unwrap_err();
    assert_eq!(error.message(), Some("No."));
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn a_stream_releases_its_connection_at_its_end() {
    let events = (
        [("content-type", "text/event-stream")],
        "data: 1\n\ndata: [DONE]\n\n",
    );
    let mut streams = Vec::new();
    let server = crate::server::Server::answering([events, events]).await;
    let client = builder().base_url(&server.address).max_connections(1);
    let client = client.build().unwrap();
    for _ in 0..2 {
        let mut stream = client.files().watch().send().await.unwrap().into_inner();
        assert_eq!(stream.try_next().await.unwrap().unwrap().data, 1);
        assert!(stream.try_next().await.unwrap().is_none());
        streams.push(stream);
    }
    let asked = server.asked();
    assert_eq!(asked[1].line, "GET /v1/files/watch");
    assert_eq!(asked[1].header("accept"), Some("text/event-stream"));
}
