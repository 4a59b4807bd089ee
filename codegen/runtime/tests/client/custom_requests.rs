//! Calls without an endpoint in the API.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::time::Duration;

use client_runtime::testing::{Answer, CannedTransport, SentRequest};
use client_runtime::{Client, CustomRequest, Method};
use serde::Deserialize;
use serde_json::{Value, json};

fn canned(answers: impl IntoIterator<Item = Answer>) -> (CannedTransport, Client) {
    let transport = CannedTransport::new(answers);
    let client = Client::builder("key", "secret").transport(transport.clone());
    (transport, client.build().unwrap())
}

fn only(transport: &CannedTransport) -> SentRequest {
    let [request] = <[_; 1]>::try_from(transport.requests()).unwrap();
    request
}

fn header<'r>(request: &'r SentRequest, name: &str) -> Option<&'r str> {
    let value = request.headers().get(name)?;
    Some(value.to_str().unwrap())
}

/// The reason why the request is not sent.
async fn refusal(change: impl FnOnce(CustomRequest) -> CustomRequest) -> String {
    let (transport, client) = canned([]);
    let request = change(client.request(Method::GET, "/v2/tags/{tag}"));
    let error = request.send::<Value>().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    assert!(transport.requests().is_empty());
    error.to_string()
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn every_part_of_it_is_sent() {
    let server = crate::server::Server::answering([r#"{"name": "new"}"#]).await;
    let request = server
        .client
        .request(Method::PATCH, "/v2/tags/{tag}?beta=true");
    let response = request
        .path_param("tag", "a/b ☃")
        .query("limit", 5)
        .query("color", "red & blue")
        .query("color", "green")
        .header("X-Trace-Id", "t-1")
        .json(&json!({ "name": "new" }))
        .send::<Value>()
        .await
        .unwrap();

    assert_eq!(*response, json!({ "name": "new" }));
    let asked = server.asked_once();
    let query = "beta=true&limit=5&color=red%20%26%20blue&color=green";
    let path = "/v2/tags/a%2Fb%20%E2%98%83";
    assert_eq!(asked.line, format!("PATCH {path}?{query}"));
    assert_eq!(asked.header("x-trace-id"), Some("t-1"));
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(asked.header("accept"), Some("application/json"));
    let credentials = "Basic a2V5OnNlY3JldA==";
    assert_eq!(asked.header("authorization"), Some(credentials));
    assert_eq!(asked.body, r#"{"name":"new"}"#);
}

#[tokio::test]
async fn any_method_and_any_body_can_be_sent() {
    let (transport, client) = canned([Answer::new(204, "")]);
    let purge = Method::from_bytes(b"PURGE").unwrap();
    let request = client
        .request(purge, "/v2/tags")
        .header("accept", "text/xml");
    let request = request.body("text/xml", "<all/>");
    let response = request.send_bytes().await.unwrap();

    assert!(response.is_empty());
    let sent = only(&transport);
    assert_eq!(sent.method(), "PURGE");
    assert_eq!(header(&sent, "accept"), Some("text/xml"));
    assert_eq!(header(&sent, "content-type"), Some("text/xml"));
    assert_eq!(&sent.body()[..], b"<all/>");
}

#[tokio::test]
async fn the_body_can_be_any_type_and_keeps_the_envelope() {
    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(rename_all = "snake_case")]
    enum Kind {
        Wide { by: u64 },
    }

    #[derive(Debug, Deserialize, PartialEq)]
    struct Tag<'t> {
        #[serde(alias = "sort")]
        kind: Kind,
        request_id: Cow<'t, str>,
    }

    let body = json!({ "kind": { "wide": { "by": u64::MAX } }, "request_id": "r1" });
    let (_, client) = canned([Answer::json(200, body.clone()), Answer::json(200, body)]);
    let request = || client.request(Method::GET, "/v2/tags");
    let response = request().send::<Tag<'static>>().await.unwrap();
    assert_eq!(response.kind, Kind::Wide { by: u64::MAX });
    assert_eq!(response.request_id, "r1");
    assert_eq!(response.meta().request_id(), "r1");

    let response = request().send_bytes().await.unwrap();
    assert_eq!(response.meta().request_id(), "r1");
    assert!(response.starts_with(b"{"));
}

#[tokio::test(start_paused = true)]
async fn it_is_retried_if_that_is_safe() {
    let unavailable = || Answer::new(503, "{}");
    let answers = [unavailable(), unavailable(), Answer::json(200, json!(5))];
    let (transport, client) = canned(answers);
    let request = client.request(Method::POST, "/v2/tags").idempotent();
    let response = request.send::<i64>().await.unwrap();
    assert_eq!((*response, response.meta().attempts()), (5, 3));
    assert_eq!(transport.requests().len(), 3);

    let (transport, client) = canned([unavailable()]);
    let request = client.request(Method::POST, "/v2/tags");
    let error = request.send::<i64>().await.unwrap_err();
    assert_eq!((error.attempts(), transport.requests().len()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn it_has_the_timeouts_and_the_errors_of_every_call() {
    let (_, client) = canned([Answer::never(), Answer::never(), Answer::never()]);
    let client = client.with_timeout(Duration::from_secs(1));
    let request = client.request(Method::GET, "/v2/tags/{tag}");
    let request = request.path_param("tag", "secret");
    let debug = format!("{request:?}");
    let error = request.send::<Value>().await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(error.path_template(), Some("/v2/tags/{tag}"));
    assert!(!format!("{error:#} {error:?} {debug}").contains("secret"));

    let body = json!({ "error_type": "note_not_found", "error_message": "None." });
    let (_, client) = canned([Answer::json(404, body)]);
    let error = client.request(Method::GET, "/v2/tags").send_bytes().await;
    let error = error.unwrap_err().to_string();
    assert_eq!(error, "GET /v2/tags: 404 Not Found: note_not_found: None.");
}

#[tokio::test]
async fn a_body_of_another_type_is_an_error_with_its_location() {
    for (body, fault) in [
        (
            "{\"a\": [1,\n \"secret\"]}",
            "at a[1]: expected i64 at line 2 column 9",
        ),
        ("{\"a\": [1", "EOF while parsing a list at line 1 column 8"),
        ("", "the response has no body"),
    ] {
        let (_, client) = canned([Answer::new(200, body)]);
        let request = client.request(Method::GET, "/v2/tags");
        let error = request.send::<BTreeMap<String, Vec<i64>>>().await;
        let error = error.unwrap_err();
        assert!(error.is_decode());
        let text = error.to_string();
        assert!(text.ends_with(fault), "{text}");
        assert!(!text.contains("secret"), "{text}");
    }
}

#[tokio::test]
async fn an_invalid_request_is_rejected() {
    assert_eq!(
        refusal(|request| request).await,
        "GET /v2/tags/{tag}: nothing was sent: a placeholder of the path has no value"
    );
    for (value, fault) in [("", "must not be empty"), ("..", "must not be `.` or `..`")] {
        let refusal = refusal(|request| request.path_param("tag", value)).await;
        assert!(refusal.ends_with(fault), "{refusal}");
    }
    let other = refusal(|request| request.path_param("tga", "a")).await;
    assert!(
        other.ends_with("the path has no placeholder `{tga}`"),
        "{other}"
    );
    for name in ["Authorization", "Host", "content-length"] {
        let refusal = refusal(|request| request.path_param("tag", "a").header(name, "x")).await;
        assert!(refusal.ends_with(&format!("the client sets the header `{name}` itself")));
    }
    let header = refusal(|request| request.path_param("tag", "a").header("x", "a\nb")).await;
    assert!(header.ends_with("`x` contains a character that is invalid in a header"));
}

#[tokio::test]
async fn a_path_that_leads_to_another_endpoint_is_rejected() {
    for (path, fault) in [
        ("tags", "the path must start with `/`"),
        ("https://example.org/tags", "the path must start with `/`"),
        ("/tags/../admin", "the path must not contain `.` or `..`"),
        ("/%2e%2E/admin", "the path must not contain `.` or `..`"),
        ("/tags#first", "the path must not have a fragment"),
    ] {
        let (transport, client) = canned([]);
        let error = client.request(Method::GET, path).send_bytes().await;
        let error = error.unwrap_err().to_string();
        assert!(error.ends_with(fault), "{path}: {error}");
        assert!(transport.requests().is_empty());
    }
}
