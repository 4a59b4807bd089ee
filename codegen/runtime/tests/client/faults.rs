//! Tests of transport errors, and of errors that the service reports.

use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use client_runtime::{Client, Error, ErrorType};
use http::{HeaderName, Method, StatusCode};

use crate::causes;
use crate::fault_server::unheard;
use crate::server::{GET, Server, client, raw, silent};

async fn get_error(answer: impl IntoResponse) -> Error {
    Server::answering([answer])
        .await
        .client
        .notes()
        .get("n1")
        .send()
        .await
        .unwrap_err()
}

fn json(status: u16, body: &'static str) -> Response {
    Response::builder()
        .status(status)
        .body(Body::from(body))
        .unwrap()
}

#[tokio::test]
async fn an_api_error_has_all_details() {
    let error = get_error(json(
        404,
        r#"{"status_code": 404, "request_id": "r1", "error_type": "note_not_found", "error_message": "No such\nnote.",
            "error_url": "https://docs.example.com/404", "error_details": {"note": "n1"}}"#,
    ))
    .await;

    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.error_type(), Some(&ErrorType::NoteNotFound));
    assert_eq!(error.message(), Some("No such\nnote."));
    assert_eq!(error.url(), Some("https://docs.example.com/404"));
    assert_eq!(error.details().unwrap()["note"], "n1");
    assert_eq!(error.request_id(), Some("r1"));
    assert!(
        !error.is_retryable() && !error.is_decode() && !error.is_timeout() && !error.is_connect()
    );
    assert_eq!(
        error.to_string(),
        "GET /v1/notes/{note_id}: 404 Not Found: note_not_found: No such\\nnote. (request id r1, see https://docs.example.com/404)"
    );
    assert_eq!(error.method(), Some(&Method::GET));
    assert_eq!(error.path_template(), Some("/v1/notes/{note_id}"));
    let server = Server::answering([""]).await;
    let error = server.client.notes().create().send().await.unwrap_err();
    assert_eq!(error.method(), Some(&Method::POST));
    assert_eq!(
        (error.path_template(), error.host()),
        (Some("/v1/notes"), None)
    );
}

#[tokio::test]
async fn a_path_leads_into_the_lists_and_objects_of_a_body() {
    let error = get_error(json(
        400,
        r#"{"errors": [{"code": "note_not_found", "cause": {"text": "No such note."}}, {"code": "other"}]}"#,
    ))
    .await;
    assert_eq!(error.error_type(), Some(&ErrorType::NoteNotFound));
    assert_eq!(error.message(), Some("No such note."));

    for body in [
        r#"{"errors": []}"#,
        r#"{"errors": {"0": 1}}"#,
        r#"{"errors": [1]}"#,
    ] {
        let error = get_error(json(400, body)).await;
        assert_eq!(
            (error.error_type(), error.message()),
            (None, None),
            "{body}"
        );
    }
}

#[tokio::test]
async fn oauth_keys_count_if_the_others_are_absent_or_null() {
    let error = get_error(json(
        401,
        r#"{"error_type": null, "error": "invalid_client", "error_description": "Who?", "error_uri": "https://e.example"}"#,
    ))
    .await;

    assert_eq!(
        error.error_type().map(ErrorType::as_str),
        Some("invalid_client")
    );
    assert_eq!(
        (error.message(), error.url()),
        (Some("Who?"), Some("https://e.example"))
    );
}

#[tokio::test]
async fn a_body_of_any_shape_keeps_the_status() {
    for (body, text) in [
        ("", "502 Bad Gateway: empty body"),
        (
            "<html>\n<h1>502</h1>",
            r"502 Bad Gateway: body: <html>\n<h1>502</h1>",
        ),
        ("[1, 2]", "502 Bad Gateway: body: [1, 2]"),
        ("null", "502 Bad Gateway: body: null"),
        (r#"{"error": 17}"#, "502 Bad Gateway: 17"),
        (
            r#"{"error_message": {"en": "no"}}"#,
            r#"502 Bad Gateway: {"en":"no"}"#,
        ),
        (
            r#"{"request_id": "r1", "error_type": "boom", "error_mess"#,
            "502 Bad Gateway: boom (request id r1)",
        ),
    ] {
        let error = get_error(json(502, body)).await;
        assert_eq!(
            (error.to_string(), error.body()),
            (format!("{GET}{text}"), Some(body.as_bytes()))
        );
        assert!(error.is_retryable());
    }
    let bytes = get_error((StatusCode::BAD_GATEWAY, &b"\xff\xfe\0"[..])).await;
    let text = "502 Bad Gateway: body: \u{fffd}\u{fffd}\\0";
    assert_eq!(bytes.to_string(), format!("{GET}{text}"));
}

#[tokio::test]
async fn the_request_id_can_be_in_a_header_and_error_bodies_are_bounded() {
    let header = [(HeaderName::from_static("x-request-id"), "r1")];
    let error = get_error((StatusCode::IM_A_TEAPOT, header, "x".repeat(1 << 20))).await;

    assert_eq!(
        (error.request_id(), error.body().unwrap().len()),
        (Some("r1"), 64 << 10)
    );
    assert!(error.to_string().len() < 300);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let server = Server::answering([(StatusCode::FOUND, [("location", "/elsewhere")], "")]).await;
    let error = server.client.notes().get("n1").send().await.unwrap_err();

    assert_eq!(
        error.to_string(),
        format!("{GET}302 Found: empty body (redirects are not followed)")
    );
    server.asked_once();
}

#[tokio::test]
async fn only_safe_retries_are_retryable() {
    let server =
        Server::answering([503, 503, 503, 429, 400].map(|status| json(status, "{}"))).await;
    let notes = server.client.notes();
    let retryable = [
        notes.get("n1").send().await.unwrap_err().is_retryable(),
        notes
            .create()
            .title("t")
            .send()
            .await
            .unwrap_err()
            .is_retryable(),
        notes.search().send().await.unwrap_err().is_retryable(),
        notes
            .create()
            .title("t")
            .send()
            .await
            .unwrap_err()
            .is_retryable(),
        notes.get("n1").send().await.unwrap_err().is_retryable(),
    ];

    assert_eq!(retryable, [true, false, true, true, false]);
}

#[tokio::test]
async fn no_server_listens() {
    let (_socket, address) = unheard();
    let error = client(&address)
        .notes()
        .create()
        .title("t")
        .send()
        .await
        .unwrap_err();

    assert!(error.is_connect() && error.is_retryable() && !error.is_timeout());
    let host = address.strip_prefix("http://").unwrap();
    assert_eq!(error.host(), Some(host));
    assert_eq!(
        error.to_string(),
        format!("POST /v1/notes: no connection to {host}")
    );
    assert!(format!("{error:#}").contains("refused"), "{error:#}");
    let refusal = causes(&error).find_map(|cause| cause.downcast_ref::<std::io::Error>());
    assert_eq!(
        refusal.unwrap().kind(),
        std::io::ErrorKind::ConnectionRefused
    );
}

#[tokio::test]
async fn a_response_cut_off_keeps_its_status() {
    let address = raw(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"note_id\"").await;
    let error = client(&address).notes().get("n1").send().await.unwrap_err();
    assert_eq!(
        (error.status(), error.body()),
        (Some(StatusCode::OK), Some(&b"{\"note_id\""[..]))
    );
    assert!(
        error.is_retryable() && error.to_string() == format!("{GET}200 OK: the body broke off"),
        "{error}"
    );

    let address = raw(b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 100\r\n\r\n<html>").await;
    let error = client(&address).notes().get("n1").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{GET}502 Bad Gateway: body: <html>")
    );

    let address = raw(b"what?").await;
    let error = client(&address).notes().get("n1").send().await.unwrap_err();
    assert!(
        error.to_string() == format!("{GET}no response") && !error.is_connect(),
        "{error}"
    );
}

#[test]
fn errors_are_small_and_cross_threads() {
    fn crosses_threads<T: std::error::Error + Send + Sync + 'static>() {}
    crosses_threads::<Error>();
    assert_eq!(size_of::<Error>(), size_of::<usize>());
}

// Time is paused: it jumps ahead as soon as all tasks are waiting.

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_ends_in_a_timeout() {
    let address = format!("http://{}", silent().await);
    let unconnected = Duration::from_secs(3600);
    let client = Client::builder("key", "secret")
        .base_url(address)
        .connect_timeout(unconnected)
        .build()
        .unwrap();
    let error = client.notes().get("n1").send().await.unwrap_err();

    assert_eq!(
        format!("{error:#}"),
        format!("{GET}timed out after 30s (2 attempts): the attempt timed out after 15s")
    );
    assert!(error.is_timeout() && error.is_retryable() && !error.is_connect());
}
