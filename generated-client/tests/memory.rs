//! Tests that a stream keeps one page in memory, not the whole list.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test may end this way")]

use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use http::{Request, Response};
use stytch_users::Client;
use stytch_users::transport::{Transport, TransportFuture};

const PAGES: usize = 100;
const PAGE: usize = 1000;

/// Returns another page for every request.
struct Endless(AtomicUsize);

impl Transport for Endless {
    fn send(&self, _request: Request<Bytes>) -> TransportFuture<'_> {
        let page = self.0.fetch_add(1, Ordering::Relaxed);
        let user = |number| {
            format!(r#"{{"user_id":"user-test-{page}-{number}","emails":[{{"email_id":"e"}}]}}"#)
        };
        let users: Vec<_> = (0..PAGE).map(user).collect();
        let cursor = if page + 1 < PAGES {
            format!("\"{page}\"")
        } else {
            "null".to_owned()
        };
        let body = format!(
            r#"{{"results":[{}],"results_metadata":{{"next_cursor":{cursor}}}}}"#,
            users.join(",")
        );
        Box::pin(async move { Ok(Response::new(body.into())) })
    }
}

/// Returns the resident memory of this process, in KiB.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmRSS:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test]
async fn the_memory_of_a_stream_does_not_grow_with_its_length() {
    let transport = Endless(AtomicUsize::new(0));
    let client = Client::builder("project-test-1", "secret")
        .transport(transport)
        .build()
        .unwrap();
    let mut users = client.users().search().into_stream();
    let (mut count, mut early) = (0, 0);
    while users.try_next().await.unwrap().is_some() {
        count += 1;
        if count == 5 * PAGE {
            early = resident();
        }
    }
    assert_eq!(count, PAGES * PAGE);
    // All users together take more than 60 MiB.
    let grown = resident().saturating_sub(early);
    assert!(grown < 4 * 1024, "grown by {grown} KiB");
}
