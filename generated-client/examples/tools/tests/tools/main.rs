//! The programs as a person runs them, each against a service in this process.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

mod deprovision;
mod export;
mod import;

use std::process::Command;

use stytch_users::types::User;
use stytch_users::{Client, RetryPolicy};
use users_service::Running;

/// `program` with no other environment than the service to call.
fn program(program: &str, service: &Running) -> Command {
    let mut command = Command::new(program);
    command
        .env_remove("STYTCH_PROJECT_ID")
        .env_remove("STYTCH_SECRET")
        .env("STYTCH_URL", service.url());
    command
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// All users of a service, however often it fails.
async fn everybody(service: &Running) -> Vec<User> {
    let client = Client::builder("project-test-1", "secret-test-1")
        .base_url(service.url())
        .retry(RetryPolicy::none())
        .build()
        .unwrap();
    let mut users = Vec::new();
    let mut cursor = String::new();
    loop {
        let search = client.users().search().limit(1000).cursor(&cursor);
        let Ok(page) = search.send().await else {
            continue;
        };
        let page = page.into_inner();
        users.extend(page.results);
        match page.results_metadata.next_cursor {
            Some(next) => cursor = next,
            None => return users,
        }
    }
}
