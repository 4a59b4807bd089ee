//! Tests of error messages and their causes: no message repeats another one.

use std::error::Error as StdError;
use std::time::Duration;

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::transport::TransportError;
use client_runtime::{Client, ClientBuilder, Error, RetryPolicy};
use futures_util::TryStreamExt;

use crate::causes;
use crate::fault_server::unheard;
use crate::server::{Server, raw, silent};

fn builder() -> ClientBuilder {
    Client::builder("key", "secret").retry(RetryPolicy::none())
}

async fn get(client: &Client) -> Error {
    client.notes().get("n1").send().await.unwrap_err()
}

async fn get_from(address: &str) -> Error {
    get(&builder().base_url(address).build().unwrap()).await
}

async fn canned(answers: impl IntoIterator<Item = Answer>) -> Error {
    let client = builder().transport(CannedTransport::new(answers));
    get(&client.build().unwrap()).await
}

/// Returns an error of each kind, with the number of its causes.
async fn errors() -> Vec<(Error, usize)> {
    let (_socket, refused) = unheard();
    let limited = Server::answering([r#"{"note_id": "n1"}"#]).await;
    let limited = builder().base_url(limited.address).response_limit(1);
    let again = Answer::json(200, serde_json::json!({"results": [], "next_cursor": "a"}));
    let search = builder().transport(CannedTransport::new([again]));
    let search = search.build().unwrap().notes().search().cursor("a");
    let no_connection = TransportError::new(Middle).connecting();
    let refusal = builder().build().unwrap().notes().get("").send().await;
    let setting = builder().user_agent_suffix("\n").build();

    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{";
    let error_cut = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 9\r\n\r\n{";
    vec![
        (setting.unwrap_err(), 0),
        (refusal.unwrap_err(), 0),
        (
            canned([Answer::new(404, r#"{"error_message": "No."}"#)]).await,
            0,
        ),
        (canned([Answer::new(200, "<html>")]).await, 0),
        (canned([Answer::error(no_connection)]).await, 2),
        (get_from(&refused).await, 2),
        (get_from(&raw(b"what?").await).await, 1),
        (get_from(&raw(b"").await).await, 1),
        (get_from(&raw(cut).await).await, 2),
        (get_from(&raw(error_cut).await).await, 0),
        (get(&limited.build().unwrap()).await, 0),
        (
            search
                .into_stream()
                .try_collect::<Vec<_>>()
                .await
                .unwrap_err(),
            0,
        ),
    ]
}

/// An error with a cause.
#[derive(Debug)]
struct Middle;

impl std::fmt::Display for Middle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the wire is cut")
    }
}

impl StdError for Middle {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&std::fmt::Error)
    }
}

/// Checks the messages of `error` and of all its causes.
fn check(error: &Error, below: usize) {
    let own = error.to_string();
    let mut messages = vec![own.clone()];
    messages.extend(causes(error).map(ToString::to_string));
    assert_eq!(messages.len() - 1, below, "{messages:?}");
    for (at, message) in messages.iter().enumerate() {
        assert!(
            !message.is_empty() && !message.contains('\n'),
            "{messages:?}"
        );
        let others = messages
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != at);
        for (_, other) in others {
            assert!(!message.contains(other.as_str()), "{messages:?}");
        }
    }
    // The format of `anyhow`.
    assert_eq!(format!("{error:#}"), messages.join(": "));
    assert_eq!(
        format!("{error:?}"),
        format!("Error({})", messages.join(": "))
    );
    for fault in ["., ", ", :", "()", "( ", " )"] {
        assert!(!own.contains(fault), "{own}");
    }
}

#[tokio::test]
async fn no_message_of_a_chain_contains_another() {
    for (error, below) in errors().await {
        check(&error, below);
    }
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn error_chains_are_the_same_with_reqwest() {
    let (_socket, refused) = unheard();
    for address in [refused, raw(b"what?").await] {
        let transport = reqwest::Client::builder().no_proxy().build().unwrap();
        let client = builder().base_url(address).transport(transport);
        let error = get(&client.build().unwrap()).await;
        check(&error, causes(&error).count());
        assert!(causes(&error).count() > 1, "{error:#}");
    }
}

// Time is paused: it jumps ahead as soon as all tasks are waiting.

#[tokio::test(start_paused = true)]
async fn a_timeout_leads_to_the_error_of_the_attempt_before() {
    let timeout = Duration::from_secs(2);
    check(&canned([Answer::never()]).await, 0);
    let address = format!("https://{}", silent().await);
    let client = builder().base_url(&address).connect_timeout(timeout);
    check(&get(&client.build().unwrap()).await, 1);

    let answers = [Answer::no_connection(), Answer::never()];
    let client = Client::builder("key", "secret").transport(CannedTransport::new(answers));
    let error = get(&client.attempt_timeout(Duration::MAX).build().unwrap()).await;
    check(&error, 2);
    assert_eq!(
        format!("{error:#}"),
        "GET /v1/notes/{note_id}: timed out after 30s (2 attempts): no connection to api.example.com: connection refused"
    );
}
