//! Bodies as streams of bytes.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use client_runtime::transport::{Body, Transport, TransportError, TransportFuture};
use client_runtime::{ByteStream, Client};
use http::Request;
use http_body::Frame;
use tokio::sync::mpsc;

#[cfg(feature = "hyper")]
use {
    crate::server::{Server, raw},
    client_runtime::RetryPolicy,
    futures_util::StreamExt,
    http::StatusCode,
};

/// A body that the test sends.
struct Pieces(mpsc::UnboundedReceiver<Result<Bytes, &'static str>>);

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Box<dyn std::error::Error + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let piece = self.0.poll_recv(cx);
        piece.map(|piece| piece.map(|piece| piece.map(Frame::data).map_err(Into::into)))
    }
}

/// Answers each request with a body that the test sends.
struct Piecewise(mpsc::UnboundedSender<mpsc::UnboundedSender<Result<Bytes, &'static str>>>);

impl Transport for Piecewise {
    fn send(&self, _: Request<Bytes>) -> TransportFuture<'_> {
        let (sender, receiver) = mpsc::unbounded_channel();
        let sent = self.0.send(sender);
        Box::pin(async move {
            sent.map_err(|_| TransportError::new("the test is over"))?;
            Ok(http::Response::new(Body::new(Pieces(receiver))))
        })
    }
}

/// A stream with a timeout of 10 seconds, and the sender of its bytes.
async fn stream() -> (
    ByteStream,
    mpsc::UnboundedSender<Result<Bytes, &'static str>>,
) {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let client = Client::builder("key", "secret")
        .transport(Piecewise(sender))
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let response = client.files().download("f1").send_stream().await.unwrap();
    (response.into_inner(), receiver.recv().await.unwrap())
}

#[tokio::test]
async fn bytes_are_returned_while_they_arrive() {
    let (mut stream, pieces) = stream().await;
    for piece in ["a", "", "bc"] {
        pieces
            .send(Ok(Bytes::from_static(piece.as_bytes())))
            .unwrap();
        if !piece.is_empty() {
            assert_eq!(stream.try_next().await.unwrap().unwrap(), piece);
        }
    }
    drop(pieces);
    assert_eq!(stream.try_next().await.unwrap(), None);
    assert_eq!(stream.try_next().await.unwrap(), None);
}

#[tokio::test(start_paused = true)]
async fn only_a_wait_for_bytes_is_limited_in_time() {
    let (mut stream, pieces) = stream().await;
    for _ in 0..3 {
        // The caller waits, and then the service waits for nearly the whole timeout.
        tokio::time::sleep(Duration::from_secs(60)).await;
        let late = pieces.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(9)).await;
            late.send(Ok(Bytes::from_static(b"a"))).unwrap();
        });
        assert_eq!(stream.try_next().await.unwrap().unwrap(), "a");
    }
    let error = stream.try_next().await.unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "GET /v1/files/{file_id}: 200 OK: the body broke off: no bytes arrived for 10s"
    );
    assert!(error.is_timeout() && error.is_retryable());
    assert!(!error.is_call_timeout() && !error.is_attempt_timeout());
    assert_eq!(stream.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn an_error_of_the_body_ends_the_stream_and_names_the_call() {
    let (mut stream, pieces) = stream().await;
    pieces.send(Ok(Bytes::from_static(b"a"))).unwrap();
    pieces.send(Err("reset")).unwrap();
    pieces.send(Ok(Bytes::from_static(b"b"))).unwrap();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "a");
    let error = stream.try_next().await.unwrap_err();
    assert_eq!(
        format!("{error:#}"),
        "GET /v1/files/{file_id}: 200 OK: the body broke off: reset"
    );
    assert_eq!(error.host(), Some("api.example.com"));
    assert_eq!(error.attempts(), 1);
    assert_eq!(stream.try_next().await.unwrap(), None);
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn a_stream_is_not_bounded_and_has_the_headers() {
    let large = vec![b'x'; 100_000];
    let server = Server::answering([([("x-size", "large")], large.clone())]).await;
    let client = Client::builder("key", "secret")
        .base_url(&server.address)
        .response_limit(10)
        .build()
        .unwrap();
    let response = client.files().download("f1").send_stream().await.unwrap();
    let (meta, stream) = response.into_parts();
    assert_eq!(meta.status(), StatusCode::OK);
    assert_eq!(meta.headers()["x-size"], "large");
    let pieces: Vec<_> = stream.map(Result::unwrap).collect().await;
    assert_eq!(pieces.concat(), large);
    let asked = server.asked_once();
    assert_eq!(asked.line, "GET /v1/files/f1");
    assert_eq!(asked.header("accept"), Some("*/*"));
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn a_call_is_retried_until_the_headers_of_a_success_arrive() {
    let answers = [
        (StatusCode::SERVICE_UNAVAILABLE, "{}"),
        (StatusCode::OK, "content"),
        (
            StatusCode::NOT_FOUND,
            r#"{"error_message": "No such file."}"#,
        ),
    ];
    let server = Server::answering(answers).await;
    let client = server.client.with_retry(RetryPolicy::default());
    let response = client.files().download("f1").send_stream().await.unwrap();
    assert_eq!(response.meta().attempts(), 2);
    let mut stream = response.into_inner();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "content");
    assert_eq!(stream.try_next().await.unwrap(), None);
    let error = client
        .files()
        .download("f2")
        .send_stream()
        .await
        .unwrap_err();
    assert_eq!(error.message(), Some("No such file."));
    assert_eq!(server.asked().len(), 3);
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn a_body_that_breaks_off_is_an_error_after_its_bytes() {
    let address = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc").await;
    let client = crate::server::client(&address);
    let response = client.files().download("f1").send_stream().await.unwrap();
    let mut stream = response.into_inner();
    assert_eq!(stream.try_next().await.unwrap().unwrap(), "abc");
    let error = stream.try_next().await.unwrap_err();
    assert!(
        error.to_string().ends_with("200 OK: the body broke off"),
        "{error}"
    );
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn a_connection_is_reused_after_the_end_of_a_stream() {
    let server = Server::answering(["a", "b"]).await;
    let client = Client::builder("key", "secret")
        .base_url(&server.address)
        .max_connections(1)
        .build()
        .unwrap();
    let response = client.files().download("f1").send_stream().await.unwrap();
    let mut stream = response.into_inner();
    while stream.try_next().await.unwrap().is_some() {}
    let second = client.files().download("f1").send().await.unwrap();
    assert_eq!(*second, "b");
}

#[cfg(all(feature = "blocking", feature = "hyper"))]
#[test]
fn a_blocking_client_reads_a_stream_too() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::answering(["content"]));
    let client = Client::builder("key", "secret")
        .base_url(&server.address)
        .build_blocking()
        .unwrap();
    let call = client.files().download("f1").send_stream();
    let stream = client.wait(call).unwrap().into_inner();
    let pieces: Vec<_> = client.iter(stream).map(Result::unwrap).collect();
    assert_eq!(pieces.concat(), b"content");
}
