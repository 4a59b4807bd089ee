//! Typed bodies of errors.

use axum::body::Body;
use axum::response::Response;
use client_runtime::types::{Gone, Problem};
use client_runtime::{Client, Error};
use serde_json::{Value, json};

use crate::server::Server;

/// The error of a call with this response.
async fn error(status: u16, body: impl Into<Body>) -> Error {
    let answer = Response::builder()
        .status(status)
        .body(body.into())
        .unwrap();
    let server = Server::answering([answer]).await;
    server.client.notes().get("1").send().await.unwrap_err()
}

#[tokio::test]
async fn the_body_of_an_error_is_decoded_as_the_type_that_fits_the_status() {
    let body = json!({ "note_id": "1", "removed_at": "2021-12-29T12:33:09Z", "error": "gone" });
    let gone: Gone = error(404, body.to_string()).await.decode_body().unwrap();
    assert_eq!(gone.note_id, "1");
    assert_eq!(gone.removed_at.unwrap(), "2021-12-29T12:33:09Z");

    let body = "\u{feff}{\"error_message\": \"No.\", \"hints\": null}";
    let refused = error(400, body).await;
    let problem: Problem = refused.decode_body().unwrap();
    assert_eq!(problem.error_message.as_deref(), Some("No."));
    assert!(problem.hints.is_empty());
    assert_eq!(refused.message(), Some("No."));
    let any: Value = refused.decode_body().unwrap();
    assert_eq!(any["hints"], Value::Null);

    let broken = error(500, r#"["a", "b"]"#).await;
    assert_eq!(broken.decode_body::<Vec<String>>().unwrap(), ["a", "b"]);
}

#[tokio::test]
async fn a_body_of_another_type_is_an_error_with_the_location() {
    let refused = error(400, r#"{"hints": ["a", 7]}"#).await;
    let fault = refused.decode_body::<Problem>().unwrap_err();
    assert!(fault.is_decode(), "{fault}");
    assert!(fault.to_string().contains("hints[1]"), "{fault}");
}

#[tokio::test]
async fn an_error_without_a_body_has_nothing_to_decode() {
    let empty = error(400, "").await;
    let client = Client::builder("key", "secret").build().unwrap();
    let unsent = client.notes().get("").send().await.unwrap_err();
    for error in [empty, unsent] {
        let fault = error.decode_body::<Problem>().unwrap_err();
        assert_eq!(fault.to_string(), "the response has no body");
    }
}
