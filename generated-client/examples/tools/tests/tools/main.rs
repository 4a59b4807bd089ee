//! Runs the programs, each against a service in this process.

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

/// Returns the command of `program`, with an environment that contains only the service.
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

/// Returns all users of a service, even if it fails often.
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
