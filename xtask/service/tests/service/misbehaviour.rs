//! Tests simulated latency, failures and rate limits.

use std::time::{Duration, Instant};

use stytch_users::{ErrorType, RetryPolicy};
use users_service::Options;

use crate::{assert_is, start_with};

#[tokio::test]
async fn every_call_takes_at_least_the_latency() {
    let latency = Duration::from_millis(60);
    let (_service, client) = start_with(Options {
        latency,
        ..Options::default()
    })
    .await;
    let started = Instant::now();
    client.users().search().send().await.unwrap();
    assert!(started.elapsed() >= latency);
    let hasty = client.with_attempt_timeout(Duration::from_millis(5));
    let error = hasty.users().search().send().await.unwrap_err();
    assert!(error.is_attempt_timeout(), "{error}");
}

#[tokio::test]
async fn calls_over_the_rate_limit_get_a_retry_after_header() {
    let rate_limit = 2;
    let (_service, client) = start_with(Options {
        rate_limit,
        ..Options::default()
    })
    .await;
    for _ in 0..rate_limit {
        client.users().search().send().await.unwrap();
    }
    let error = client.users().search().send().await.unwrap_err();
    assert_is(&error, 429, "too_many_requests");
    // With a limit of two, another call is accepted half a minute after the first one.
    let wait = error.retry_after().unwrap().as_secs();
    assert!((1..=30).contains(&wait), "{wait}");
    assert!(error.is_retryable());
}

#[tokio::test]
async fn a_share_of_the_calls_fails_in_every_way_without_an_effect() {
    let (_service, client) = start_with(Options {
        error_rate: 0.5,
        ..Options::default()
    })
    .await;
    let (mut html, mut failed, mut unavailable, mut created) = (0, 0, 0, 0);
    for number in 0..200 {
        let create = client
            .users()
            .create()
            .email(format!("ada.{number}@example.com"));
        match create.send().await {
            Ok(_) => created += 1,
            Err(error) if error.status().unwrap() == 502 => {
                assert_eq!(error.error_type(), None);
                assert!(error.body().unwrap().starts_with(b"<html>"));
                html += 1;
            }
            Err(error) if error.status().unwrap() == 503 => {
                assert_is(&error, 503, "server_unavailable");
                unavailable += 1;
            }
            Err(error) => {
                assert_is(&error, 500, "internal_server_error");
                assert_eq!(error.error_type(), Some(&ErrorType::InternalServerError));
                failed += 1;
            }
        }
    }
    assert!((60..140).contains(&created), "{created} of 200 created");
    assert!(
        html > 10 && failed > 10 && unavailable > 10,
        "{html}, {failed}, {unavailable}"
    );
    let patient = RetryPolicy::default()
        .max_attempts(50)
        .base_delay(Duration::ZERO);
    // The client does not retry after status 500.
    let found = loop {
        let search = client
            .with_retry(patient)
            .users()
            .search()
            .limit(1000)
            .send()
            .await;
        if let Ok(found) = search {
            break found;
        }
    };
    assert_eq!(found.results.len(), created);
}

#[tokio::test]
async fn the_same_calls_fail_every_time() {
    let mut runs = Vec::new();
    for _ in 0..2 {
        let (_service, client) = start_with(Options {
            error_rate: 0.3,
            ..Options::default()
        })
        .await;
        let mut statuses = Vec::new();
        for _ in 0..40 {
            let search = client.users().search().send().await;
            statuses.push(search.map_or_else(
                |error| error.status().unwrap(),
                |found| found.meta().status(),
            ));
        }
        runs.push(statuses);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn all_calls_may_fail() {
    let (_service, client) = start_with(Options {
        error_rate: 1.0,
        ..Options::default()
    })
    .await;
    for _ in 0..20 {
        client.users().search().send().await.unwrap_err();
    }
}

#[tokio::test]
async fn a_dropped_service_closes_its_port() {
    let (service, client) = start_with(Options::default()).await;
    client.users().search().send().await.unwrap();
    let url = service.url();
    drop(service);
    let address = url.strip_prefix("http://").unwrap();
    let gone = async {
        while std::net::TcpStream::connect(address).is_ok() {
            tokio::task::yield_now().await;
        }
    };
    let limit = Duration::from_secs(30);
    tokio::time::timeout(limit, gone).await.unwrap();
}

#[tokio::test]
async fn the_error_names_a_port_that_is_taken() {
    let (service, _client) = start_with(Options::default()).await;
    let url = service.url();
    let (_, port) = url.rsplit_once(':').unwrap();
    let options = Options {
        port: port.parse().unwrap(),
        ..Options::default()
    };
    let error = users_service::start(options).await.unwrap_err().to_string();
    assert!(
        error.starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")),
        "{error}"
    );
}
