//! Several credentials at once, one of them in the query.

use std::sync::atomic::{AtomicU32, Ordering};

use sorting_office::testing::Answer;
use sorting_office::{Client, Method, Token, TokenSource};

use crate::{builder, canned, only, only_sent, serve};

#[tokio::test]
async fn all_credentials_are_sent() {
    let (client, arrived) = serve().await;
    client.access().check().detail("all").send().await.unwrap();
    let arrived = only(&arrived);
    assert_eq!(arrived.line, "GET /access?detail=all&api_key=key%201%26");
    assert_eq!(arrived.header("x-client-id"), Some("client-1"));
    assert_eq!(arrived.header("authorization"), None);
    assert_eq!(arrived.body, "");
}

#[tokio::test]
async fn an_endpoint_without_credentials_sends_none() {
    let (client, arrived) = serve().await;
    client.access().health().send().await.unwrap();
    let arrived = only(&arrived);
    assert_eq!(arrived.line, "GET /health");
    assert_eq!(arrived.header("x-client-id"), None);
}

#[tokio::test]
async fn a_custom_request_has_all_credentials_or_none() {
    let (client, transport) = canned([Answer::new(200, "5"), Answer::new(200, "5")]);
    let request = || client.request(Method::GET, "/x?v=1");
    request().send::<i64>().await.unwrap();
    request().without_credentials().send::<i64>().await.unwrap();
    let [with, without] = <[_; 2]>::try_from(transport.requests()).unwrap();
    assert_eq!(with.uri(), "https://api.example.com/x?v=1&api_key=key%201%26");
    assert_eq!(with.headers()["x-client-id"], "client-1");
    assert_eq!(without.uri(), "https://api.example.com/x?v=1");
    assert!(!without.headers().contains_key("x-client-id"));

    let error = request().query("api_key", 5).send_bytes().await.unwrap_err();
    assert!(error.to_string().ends_with("the key `api_key` of the query holds the credentials of the client"), "{error}");
}

#[tokio::test]
async fn a_credential_in_the_query_is_shown_nowhere() {
    let (client, transport) = canned([Answer::new(500, "{}")]);
    let error = client.access().check().send().await.unwrap_err();
    let sent = only_sent(&transport);
    assert_eq!(sent.uri().query(), Some("api_key=key%201%26"));
    let shown = format!("{error:#} {error:?} {client:?} {:?} {sent:?}", builder());
    assert!(!shown.contains("key%201") && !shown.contains("key 1"), "{shown}");
    assert!(shown.contains("uri: https://api.example.com/access,"), "{shown}");

    // Too long for a URL: the error does not quote it.
    let long = "secret".repeat(20_000);
    let client = Client::new("client-1", long).unwrap();
    let error = client.access().check().send().await.unwrap_err();
    assert!(error.is_invalid_request());
    let shown = format!("{error:#} {error:?}");
    assert!(!shown.contains("secret"), "{shown}");
    assert!(shown.contains("are too long"), "{shown}");
}

#[tokio::test]
async fn credentials_that_change_are_renewed_together() {
    let source = |name: &'static str| {
        let count = AtomicU32::new(0);
        TokenSource::new(move || {
            let number = count.fetch_add(1, Ordering::SeqCst) + 1;
            async move { Ok(Token::new(format!("{name}{number}"))) }
        })
    };
    let answers = [Answer::new(401, "{}"), Answer::new(200, "{}")];
    let transport = sorting_office::testing::CannedTransport::new(answers);
    let builder = Client::builder(source("id"), source("key"));
    let client = builder.transport(transport.clone()).build().unwrap();
    client.access().check().send().await.unwrap();
    let sent = transport.requests();
    let sent = sent.iter().map(|sent| {
        let query = sent.uri().query().unwrap().to_owned();
        (sent.headers()["x-client-id"].to_str().unwrap().to_owned(), query)
    });
    let pair = |id: &str, query: &str| (id.to_owned(), query.to_owned());
    let expected = [pair("id1", "api_key=key1"), pair("id2", "api_key=key2")];
    assert_eq!(sent.collect::<Vec<_>>(), expected);
}
