//! Bodies that are not JSON: bytes and text, in requests and responses.

use axum::response::IntoResponse;
use http::StatusCode;

use crate::server::Server;

const OCTETS: [u8; 5] = [0, b'\r', b'\n', 0xff, b'"'];

#[tokio::test]
async fn bytes_are_sent_and_returned_unchanged() {
    let server = Server::answering([
        "".into_response(),
        (StatusCode::CREATED, OCTETS.to_vec()).into_response(),
    ])
    .await;
    let files = server.client.files();
    files.upload("f 1", OCTETS.to_vec()).send().await.unwrap();
    let response = files.download("f1").send().await.unwrap();
    assert_eq!(response.meta().status(), StatusCode::CREATED);
    assert_eq!(response.as_ref(), OCTETS);
    let [upload, download] = &server.asked()[..] else {
        panic!("{:?}", server.asked())
    };
    assert_eq!(upload.line, "PUT /v1/files/f%201");
    assert_eq!(
        upload.header("content-type"),
        Some("application/octet-stream")
    );
    assert_eq!(upload.header("content-length"), Some("5"));
    assert_eq!(upload.body.as_ref(), OCTETS);
    assert_eq!(download.line, "GET /v1/files/f1");
    assert_eq!(download.header("accept"), Some("*/*"));
    assert_eq!(download.header("content-type"), None);
}

#[tokio::test]
async fn text_is_sent_and_returned_without_quotes() {
    let server = Server::answering(["\u{feff}a,\"b\"\r\n", "", ""]).await;
    let files = server.client.files();
    let response = files.convert("a;\"ü\"\n").send().await.unwrap();
    assert_eq!(*response, "a,\"b\"\r\n");
    files.describe().send().await.unwrap();
    files.describe().body("none").send().await.unwrap();
    let [convert, unset, describe] = &server.asked()[..] else {
        panic!("{:?}", server.asked())
    };
    assert_eq!(convert.header("content-type"), Some("text/csv"));
    assert_eq!(convert.header("accept"), Some("text/plain, */*;q=0.5"));
    assert_eq!(convert.body, "a;\"ü\"\n");
    assert_eq!(unset.header("content-type"), None);
    assert_eq!(unset.header("content-length"), Some("0"));
    assert_eq!(unset.body, "");
    assert_eq!(
        describe.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert_eq!(describe.body, "none");
}

#[tokio::test]
async fn a_body_without_bytes_is_empty() {
    let server = Server::answering([StatusCode::NO_CONTENT; 2]).await;
    let files = server.client.files();
    assert!(files.download("f1").send().await.unwrap().is_empty());
    assert!(files.convert("").send().await.unwrap().is_empty());
}

#[tokio::test]
async fn text_is_utf_8() {
    let server = Server::answering([b"ab\xff".to_vec()]).await;
    let error = server.client.files().convert("a").send().await.unwrap_err();
    assert!(error.is_decode());
    assert_eq!(
        error.to_string(),
        "POST /v1/files/convert: 200 OK: not as expected at byte 2: invalid UTF-8, body: ab\u{fffd}"
    );
}

#[tokio::test]
async fn an_error_is_read_as_json() {
    let body = r#"{"error_type": "note_not_found", "error_message": "No such file."}"#;
    let server = Server::answering([(StatusCode::NOT_FOUND, body); 2]).await;
    let files = server.client.files();
    let errors = [
        files.download("f1").send().await.unwrap_err(),
        files.convert("a").send().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
        assert_eq!(error.message(), Some("No such file."));
    }
}

#[tokio::test]
async fn a_whole_body_is_bounded() {
    let server = Server::answering(["12345", "123456"]).await;
    let limited = client_runtime::Client::builder("key", "secret")
        .base_url(&server.address)
        .response_limit(5)
        .build()
        .unwrap();
    let files = limited.files();
    assert_eq!(files.download("f1").send().await.unwrap().len(), 5);
    let error = files.download("f1").send().await.unwrap_err();
    assert!(error.is_too_large(), "{error}");
}
