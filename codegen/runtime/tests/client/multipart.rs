//! Bodies of several parts.

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::types::Span;
use client_runtime::{Client, File, RetryPolicy};
use serde_json::json;

fn client(answers: impl IntoIterator<Item = Answer>) -> (Client, CannedTransport) {
    let transport = CannedTransport::new(answers);
    let builder = Client::builder("key", "secret").transport(transport.clone());
    (builder.build().unwrap(), transport)
}

/// The parts of a body, each with its head and its content.
fn parts(body: &[u8], boundary: &str) -> Vec<(String, String)> {
    let body = String::from_utf8_lossy(body);
    let (start, between) = (format!("--{boundary}\r\n"), format!("\r\n--{boundary}\r\n"));
    let end = format!("\r\n--{boundary}--\r\n");
    let body = body
        .strip_prefix(&start)
        .unwrap()
        .strip_suffix(&end)
        .unwrap();
    let parts = body.split(&between).map(|part| {
        let (head, content) = part.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), content.to_owned())
    });
    parts.collect()
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn each_parameter_is_a_part() {
    let server = crate::server::Server::answering(["{}"]).await;
    server
        .client
        .files()
        .import(
            "backup",
            [
                File::new("a.txt", "A\r\n"),
                File::new("ü", vec![0x30, 0x31]),
            ],
        )
        .color("red")
        .labels(["x", "y"])
        .cover(File::new("c.png", "PNG").content_type("image/png"))
        .spans([Span::new(1.0), Span::new(2.0).to(3.0)])
        .send()
        .await
        .unwrap();
    let asked = server.asked_once();
    assert_eq!(
        asked.header("content-type"),
        Some("multipart/form-data; boundary=form-boundary-0000000000000000")
    );
    assert_eq!(asked.header("accept"), Some("application/json"));
    let body = "--form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"purpose\"\r\n\
        \r\n\
        backup\r\n\
        --form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\
        Content-Type: application/octet-stream\r\n\
        \r\n\
        A\r\n\r\n\
        --form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"file\"; filename=\"ü\"\r\n\
        Content-Type: application/octet-stream\r\n\
        \r\n\
        01\r\n\
        --form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"cover\"; filename=\"c.png\"\r\n\
        Content-Type: image/png\r\n\
        \r\n\
        PNG\r\n\
        --form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"color\"\r\n\
        \r\n\
        red\r\n\
        --form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"labels\"\r\n\
        \r\n\
        x\r\n\
        --form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"labels\"\r\n\
        \r\n\
        y\r\n\
        --form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"spans\"\r\n\
        Content-Type: application/json\r\n\
        \r\n\
        {\"from\":1.0}\r\n\
        --form-boundary-0000000000000000\r\n\
        Content-Disposition: form-data; name=\"spans\"\r\n\
        Content-Type: application/json\r\n\
        \r\n\
        {\"from\":2.0,\"to\":3.0}\r\n\
        --form-boundary-0000000000000000--\r\n";
    assert_eq!(asked.line, "POST /v1/files/import");
    assert_eq!(std::str::from_utf8(&asked.body).unwrap(), body);
    assert_eq!(
        asked.header("content-length"),
        Some(&*body.len().to_string())
    );
}

#[tokio::test]
async fn a_retry_sends_the_same_body() {
    let (client, transport) = client([
        Answer::json(429, json!({})).header("retry-after", "0"),
        Answer::json(200, json!({})),
    ]);
    let client = client.with_retry(RetryPolicy::default());
    let request = client.files().import("backup", [File::new("a", "A")]);
    request.send().await.unwrap();
    let requests = transport.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].body(), requests[1].body());
    assert_eq!(
        requests[0].headers()["content-type"],
        requests[1].headers()["content-type"]
    );
}

#[tokio::test]
async fn no_part_contains_the_boundary() {
    let content = "form-boundary-0000000000000000 form-boundary-0000000000000001form-boundary-";
    for name in [
        "a",
        "form-boundary-0000000000000002",
        "form-boundary-00000000000000",
    ] {
        let (client, transport) = client([Answer::json(200, json!({}))]);
        let file = File::new(name, content);
        client
            .files()
            .import("backup", [file])
            .send()
            .await
            .unwrap();
        let request = transport.requests().remove(0);
        let content_type = request.headers()["content-type"].to_str().unwrap();
        let (_, boundary) = content_type.split_once("boundary=").unwrap();
        let parts = parts(request.body(), boundary);
        assert_eq!(parts.len(), 2);
        assert_eq!(parts[1].1, content);
        assert!(
            parts
                .iter()
                .all(|(head, text)| !head.contains(boundary) && !text.contains(boundary))
        );
    }
}

#[tokio::test]
async fn a_file_name_stays_within_its_quotes() {
    let (client, transport) = client([Answer::json(200, json!({}))]);
    let name = "a\"; name=\"b\r\nX: y\\\u{7f}\u{85}\0%é";
    let file = File::new(name, "A");
    client.files().import("p", [file]).send().await.unwrap();
    let request = transport.requests().remove(0);
    let parts = parts(request.body(), "form-boundary-0000000000000000");
    assert_eq!(
        parts[1].0,
        "Content-Disposition: form-data; name=\"file\"; \
         filename=\"a%22; name=%22b%0D%0AX: y%5C%7F%C2%85%00%é\"\r\n\
         Content-Type: application/octet-stream"
    );
}

#[tokio::test]
async fn a_content_type_that_is_invalid_in_a_header_is_rejected() {
    let (client, transport) = client([]);
    let file = File::new("a", "A").content_type("text/plain\r\nX: y");
    let error = client.files().import("p", [file]).send().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    assert!(
        error.to_string().contains("`file` has a content type"),
        "{error}"
    );
    assert!(transport.requests().is_empty());
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_rejected_in_a_part() {
    let (client, transport) = client([]);
    let request = client.files().import("p", [File::new("a", "A")]);
    let error = request.clone().rank(f64::NAN).send().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    let error = request
        .spans([Span::new(f64::NAN)])
        .send()
        .await
        .unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    assert!(transport.requests().is_empty());
}

#[test]
fn debug_shows_the_size_of_a_file_and_not_its_bytes() {
    let file = File::new("a.txt", "secret").content_type("text/plain");
    assert_eq!(
        format!("{file:?}"),
        "File { name: \"a.txt\", content_type: \"text/plain\", content: 6 bytes }"
    );
}
