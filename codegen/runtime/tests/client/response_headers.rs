//! Typed headers of responses.

use axum::response::IntoResponse;
use client_runtime::Response;
use client_runtime::types::{Color, Note};
use http::{HeaderName, HeaderValue};

use crate::server::Server;

/// The response with these headers.
async fn response(headers: &[(&'static str, &'static [u8])]) -> Response<Note> {
    let mut answer = r#"{"note_id": "1"}"#.into_response();
    for (name, value) in headers {
        let value = HeaderValue::from_bytes(value).unwrap();
        answer
            .headers_mut()
            .append(HeaderName::from_static(name), value);
    }
    let server = Server::answering([answer]).await;
    server.client.notes().get("1").send().await.unwrap()
}

#[tokio::test]
async fn headers_are_read_as_their_types() {
    let response = response(&[
        ("etag", b"\"a b\""),
        ("x-color", b"red"),
        ("x-cached", b"true"),
        ("x-ratelimit-remaining", b" 42 "),
        ("x-ratelimit-remaining", b"41"),
    ])
    .await;
    let meta = response.meta();
    assert_eq!(meta.etag(), Some("\"a b\""));
    assert_eq!(meta.x_color(), Some(Color::Red));
    assert_eq!(meta.x_cached(), Some(true));
    assert_eq!(meta.x_rate_limit_remaining(), Some(42));
}

#[tokio::test]
async fn a_header_that_is_absent_or_of_another_type_is_none() {
    let absent = response(&[]).await;
    let other = response(&[
        ("etag", b"\xe9"),
        ("x-cached", b"yes"),
        ("x-ratelimit-remaining", b"many"),
    ])
    .await;
    for response in [absent, other] {
        let meta = response.meta();
        assert_eq!((meta.etag(), meta.x_color()), (None, None));
        assert_eq!(
            (meta.x_cached(), meta.x_rate_limit_remaining()),
            (None, None)
        );
    }
}

#[tokio::test]
async fn a_value_that_an_enum_does_not_list_is_kept() {
    let response = response(&[("x-color", b"mauve")]).await;
    assert_eq!(response.meta().x_color().unwrap().as_str(), "mauve");
}
