//! Tests of the settings of a client: base URL, credentials, transport, timeouts.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::transport::{Attempt, Body, Transport, TransportError, TransportFuture};
use client_runtime::{Client, ClientBuilder, RetryPolicy};
use http::{HeaderValue, Request, Response, StatusCode};

/// Records the `Debug` output of each request, and answers with the next body.
#[derive(Default)]
struct Stub {
    seen: Mutex<Vec<String>>,
    answers: Mutex<Vec<Result<Body, TransportError>>>,
}

impl Transport for Stub {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        self.seen.lock().unwrap().push(format!("{request:?}"));
        let answer = self.answers.lock().unwrap().pop();
        Box::pin(async move {
            match answer {
                Some(answer) => Ok(Response::new(answer?)),
                None => std::future::pending().await,
            }
        })
    }
}

fn stub() -> ClientBuilder {
    Client::builder("key", "hunter2").transport(Arc::new(Stub::default()))
}

#[test]
fn base_urls_are_checked() {
    for good in [
        "https://api.example.com",
        "HTTPS://api.example.com:8443/prefix/",
        "http://localhost:8080",
        "http://127.1.2.3",
        "http://[::1]:80/",
    ] {
        assert!(stub().base_url(good).build().is_ok(), "{good}");
    }
    for (bad, fault) in [
        ("", "is not a URL"),
        ("not a url", "is not a URL"),
        ("api.example.com", "must start with https:// and a host"),
        ("/v1", "must start with https:// and a host"),
        ("ftp://api.example.com", "must start with https://"),
        ("http://api.example.com", "allow_plain_http"),
        ("http://127.0.0.1.example.com", "allow_plain_http"),
        ("http://localhost.example.com", "allow_plain_http"),
        ("http://0.0.0.0", "allow_plain_http"),
        ("https://api.example.com?q=1", "query or a fragment"),
        ("https://api.example.com/#top", "query or a fragment"),
        (
            "https://user:hunter2@api.example.com",
            "user name or a password",
        ),
        ("https://api.example.com:99999", "port"),
        ("https://api.example.com/a/%2E./b", "`..`"),
    ] {
        let error = stub().base_url(bad).build().unwrap_err();
        assert!(error.is_invalid_request());
        assert!(error.to_string().contains(fault), "{bad}: {error}");
        assert!(!error.to_string().contains("hunter2"), "{error}");
    }
    assert!(
        stub()
            .base_url("http://api.example.com")
            .allow_plain_http()
            .build()
            .is_ok()
    );
}

#[test]
fn credentials_and_user_agent_must_fit_into_headers() {
    for builder in [
        Client::builder("a:b", "hunter2"),
        stub().user_agent_suffix("\n"),
    ] {
        let error = builder.transport(Stub::default()).build().unwrap_err();
        assert!(
            error.is_invalid_request() && !format!("{error:?}").contains("hunter2"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn debug_and_display_do_not_show_the_secret() {
    let shows_none = |text: String| {
        for secret in ["hunter2", "aHVudGVyMg", "a2V5Omh1bnRlcjI"] {
            assert!(!text.contains(secret), "{text}");
        }
    };
    let debug = |value: &dyn Debug| shows_none(format!("{value:?}"));

    let broken = TransportError::new("the wire is cut").connecting();
    let transport = Arc::new(Stub {
        answers: vec![Ok("[]".into()), Err(broken)].into(),
        ..Stub::default()
    });
    let builder = Client::builder("key", "hunter2").transport(Arc::clone(&transport));
    debug(&builder);
    debug(&builder.base_url("https://user:hunter2@example.com"));
    let client = Client::builder("key", "hunter2")
        .transport(Arc::clone(&transport))
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    debug(&client);
    debug(&client.notes().create());

    for text in [
        "GET /v1/notes/{note_id}: no connection to api.example.com: the wire is cut",
        "GET /v1/notes/{note_id}: 200 OK: not as expected at the top level: invalid type: array",
    ] {
        let error = client.notes().get("n1").send().await.unwrap_err();
        assert!(format!("{error:#}").starts_with(text), "{error}");
        debug(&error);
        shows_none(format!("{error} {error:#}"));
    }
    let seen = transport.seen.lock().unwrap();
    assert!(seen[0].contains("\"authorization\": Sensitive"), "{seen:?}");
    debug(&seen);
}

#[tokio::test(start_paused = true)]
async fn a_call_ends_at_its_timeout() {
    for seconds in [1, 30, 100] {
        let timeout = Duration::from_secs(seconds);
        let client = stub().timeout(timeout).build().unwrap();
        let start = tokio::time::Instant::now();
        let error = client.notes().get("n1").send().await.unwrap_err();

        assert!(error.is_timeout() && error.status().is_none());
        assert_eq!(start.elapsed().as_secs(), seconds);
    }
}

#[tokio::test(start_paused = true)]
async fn the_body_is_under_the_timeout_too() {
    struct Stalled;
    impl http_body::Body for Stalled {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            std::task::Poll::Pending
        }
    }

    let transport = Stub {
        answers: vec![Ok(Body::new(Stalled))].into(),
        ..Stub::default()
    };
    let client = Client::builder("key", "secret")
        .transport(transport)
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let error = client.notes().get("n1").send().await.unwrap_err();

    assert_eq!(
        (error.to_string().as_str(), error.status()),
        (
            "GET /v1/notes/{note_id}: 200 OK: timed out after 30s",
            Some(StatusCode::OK)
        )
    );
    assert!(error.is_timeout());
}

#[tokio::test]
async fn an_endless_timeout_is_valid() {
    let transport = Stub {
        answers: vec![Ok(r#"{"note_id": "n1"}"#.into())].into(),
        ..Stub::default()
    };
    let client = Client::builder("key", "secret")
        .transport(transport)
        .timeout(Duration::MAX)
        .build()
        .unwrap();
    assert_eq!(client.notes().get("n1").send().await.unwrap().note_id, "n1");
}

#[tokio::test(start_paused = true)]
async fn a_transport_gets_the_facts_of_the_attempt() {
    let transport = CannedTransport::new([503, 404, 404].map(|status| Answer::new(status, "")));
    let client = Client::builder("key", "secret").transport(transport.clone());
    let client = client.build().unwrap();
    for client in [
        &client,
        &client.with_connect_timeout(Duration::from_secs(3)),
    ] {
        client.notes().get("n1").send().await.unwrap_err();
    }
    let known = transport.requests().into_iter().map(|sent| {
        let attempt = sent.extensions().get::<Attempt>().unwrap();
        assert_eq!(attempt.path_template, "/v1/notes/{note_id}");
        (attempt.number, attempt.connect_timeout.as_secs())
    });
    assert_eq!(known.collect::<Vec<_>>(), [(1, 10), (2, 10), (1, 3)]);
}

/// Adds a mark to each request, and passes it on.
struct Marking(Arc<dyn Transport>, &'static str);

impl Transport for Marking {
    fn send(&self, mut request: Request<Bytes>) -> TransportFuture<'_> {
        let mark = HeaderValue::from_static(self.1);
        request.headers_mut().append("x-mark", mark);
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_transport_can_be_wrapped_more_than_once() {
    let transport = CannedTransport::new([Answer::new(200, r#"{"note_id": "n1"}"#)]);
    let client = Client::builder("key", "secret")
        .wrap_transport(|inner| Marking(inner, "inner"))
        .transport(transport.clone())
        .wrap_transport(|inner| Marking(inner, "outer"))
        .build()
        .unwrap();
    client.notes().get("n1").send().await.unwrap();

    let sent = transport.requests().remove(0);
    let marks: Vec<_> = sent.headers().get_all("x-mark").iter().collect();
    assert_eq!(marks, ["outer", "inner"]);
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn the_built_in_transport_can_be_wrapped() {
    let server = crate::server::Server::answering([r#"{"note_id": "n1"}"#]).await;
    let client = Client::builder("key", "secret")
        .base_url(&server.address)
        .wrap_transport(|inner| Marking(inner, "wrapped"))
        .build()
        .unwrap();
    client.notes().get("n1").send().await.unwrap();
    assert_eq!(server.asked_once().header("x-mark"), Some("wrapped"));
}

#[cfg(not(feature = "hyper"))]
#[test]
fn a_client_needs_a_transport() {
    let error = Client::new("key", "secret").unwrap_err();
    assert!(error.to_string().contains("feature `hyper`"), "{error}");
}
