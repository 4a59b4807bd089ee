//! Tests the limits of the service: time, connections, and memory.
//!
//! The clock of these tests is paused. When all tasks wait, it advances to the next timer.

use std::ops::Range;
use std::time::Duration;

use serde_json::json;
use stytch_users::JsonObject;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};
use users_service::Running;

use crate::raw::{self, CREDENTIALS};
use crate::{assert_is, start};

/// The longest time that the service waits for the rest of a request.
const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// The most connections that the service serves at a time.
const CONNECTIONS: usize = 256;

/// Sends `text` and nothing more. Returns the response after the service has closed the connection.
async fn send_and_stall(service: &Running, text: &str) -> String {
    let mut stream = connect(service).await;
    stream.write_all(text.as_bytes()).await.unwrap();
    let mut answer = String::new();
    let read = stream.read_to_string(&mut answer);
    timeout(2 * READ_TIMEOUT, read).await.unwrap().unwrap();
    answer
}

async fn connect(service: &Running) -> TcpStream {
    let url = service.url();
    let address = url.strip_prefix("http://").unwrap();
    TcpStream::connect(address).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_connection_without_a_whole_request_is_closed_after_30_seconds() {
    let (service, _client) = start().await;
    for start in ["", "POST /v1/users HTTP/1.1\r\nHost: localhost\r\nX-Half"] {
        let started = Instant::now();
        let answer = send_and_stall(&service, start).await;
        assert_eq!(answer, "", "{start:?}");
        assert_eq!(started.elapsed().as_secs(), READ_TIMEOUT.as_secs());
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_that_does_not_arrive_in_full_within_30_seconds_is_rejected() {
    let (service, _client) = start().await;
    let started = Instant::now();
    let head = format!(
        "POST /v1/users HTTP/1.1\r\nHost: localhost\r\nAuthorization: {CREDENTIALS}\r\nContent-Length: 100\r\n\r\n"
    );
    let answer = send_and_stall(&service, &format!("{head}{{\"email\": ")).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(
        answer.contains("\"error_type\":\"request_timeout\""),
        "{answer}"
    );
    assert_eq!(started.elapsed().as_secs(), READ_TIMEOUT.as_secs());
}

#[tokio::test(start_paused = true)]
async fn a_connection_over_the_limit_waits_until_another_one_ends() {
    let (service, _client) = start().await;
    let mut idle = Vec::new();
    for _ in 0..CONNECTIONS {
        idle.push(connect(&service).await);
    }
    let started = Instant::now();
    let answer = raw::send(&service, "POST", "/v1/users/search", CREDENTIALS, "{}").await;
    assert_eq!(answer.status, 200);
    assert_eq!(started.elapsed().as_secs(), READ_TIMEOUT.as_secs());
}

/// Returns metadata with these numbers as keys.
fn keys(numbers: Range<usize>) -> JsonObject {
    numbers.map(|number| (number.to_string(), true)).collect()
}

/// Returns metadata whose JSON has this number of bytes.
fn bytes(length: usize) -> JsonObject {
    let without_value = r#"{"text":""}"#.len();
    [("text", "x".repeat(length - without_value))].into()
}

#[tokio::test]
async fn metadata_has_up_to_20_keys_and_4_kb() {
    let (_service, client) = start().await;
    let users = client.users();
    let create = users.create().email("ada@example.com");
    let create = create.trusted_metadata(keys(0..20));
    let created = create.untrusted_metadata(bytes(4096)).send().await.unwrap();
    let update = || users.update(&created.user_id);

    let error = update()
        .trusted_metadata(keys(20..21))
        .send()
        .await
        .unwrap_err();
    assert_is(&error, 400, "metadata_too_many_keys");
    let error = update()
        .untrusted_metadata(bytes(4097))
        .send()
        .await
        .unwrap_err();
    assert_is(&error, 400, "metadata_too_large");
    let create = users.create().email("grace@example.com");
    let error = create
        .trusted_metadata(keys(0..21))
        .send()
        .await
        .unwrap_err();
    assert_is(&error, 400, "metadata_too_many_keys");

    let user = users.get(&created.user_id).send().await.unwrap();
    assert_eq!(*user, created.user, "a refused update changes nothing");
    // Removing a key allows adding another one.
    let moved = JsonObject::try_from(json!({ "0": null, "20": true }));
    update()
        .trusted_metadata(moved.unwrap())
        .send()
        .await
        .unwrap();
}
