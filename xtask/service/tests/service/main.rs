//! Tests the service with the generated client, over real HTTP, in one process.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

mod command;
mod cursors;
mod downstream;
mod endpoints;
mod errors;
mod filters;
mod limits;
mod misbehaviour;
mod raw;
mod soak;

use stytch_users::{Client, Error, RetryPolicy};
use users_service::{Options, Running};

/// Starts a service without users, and creates a client for it.
async fn start() -> (Running, Client) {
    start_with(Options::default()).await
}

async fn start_with(options: Options) -> (Running, Client) {
    let service = users_service::start(options).await.unwrap();
    let client = client(&service.url());
    (service, client)
}

fn client(url: &str) -> Client {
    Client::builder("project-test-1", "secret-test-1")
        .base_url(url)
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}

/// Asserts that the error has this status and type, and all other parts.
#[track_caller]
fn assert_is(error: &Error, status: u16, kind: &str) {
    assert_eq!(error.status().unwrap(), status, "{error}");
    assert_eq!(error.error_type().unwrap().as_str(), kind);
    assert!(error.message().unwrap().len() > 10, "{error}");
    assert!(error.request_id().unwrap().starts_with("request-id-test-"));
    let url = format!("https://stytch.com/docs/api/errors/{status}#{kind}");
    assert_eq!(error.url().unwrap(), url);
}
