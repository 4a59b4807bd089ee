//! The service as a client sees it: the generated one, over real HTTP, against a service in this process.

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

/// A service with no users, and a client for it.
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

/// That all the parts of an error are there, and say this.
#[track_caller]
fn assert_is(error: &Error, status: u16, kind: &str) {
    assert_eq!(error.status().unwrap(), status, "{error}");
    assert_eq!(error.error_type().unwrap().as_str(), kind);
    assert!(error.message().unwrap().len() > 10, "{error}");
    assert!(error.request_id().unwrap().starts_with("request-id-test-"));
    let url = format!("https://stytch.com/docs/api/errors/{status}#{kind}");
    assert_eq!(error.url().unwrap(), url);
}
