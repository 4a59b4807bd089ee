//! Tests of the budget for retries that all calls of a client share.

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::{Client, ClientBuilder, Error, RetryPolicy};

/// Returns a builder of clients that do not wait between attempts.
fn builder() -> ClientBuilder {
    let at_once = RetryPolicy::default().base_delay(std::time::Duration::ZERO);
    Client::builder("key", "secret").retry(at_once)
}

async fn get(client: &Client) -> Result<(), Error> {
    client.notes().get("n1").send().await.map(drop)
}

#[cfg(feature = "hyper")]
#[tokio::test]
async fn a_service_that_is_down_gets_few_more_requests_than_calls() {
    use crate::fault_server::{Fault, FaultServer};

    let server = FaultServer::start(Fault::Answer("503 x".into(), "{}".into()), false);
    let client = builder().base_url(&server.address).build().unwrap();
    let first = get(&client).await.unwrap_err();
    assert_eq!(
        (first.attempts(), first.is_retry_budget_exhausted()),
        (3, false)
    );
    for _ in 1..300 {
        get(&client.clone()).await.unwrap_err();
    }

    // The budget is 500 tokens, and a retry takes 5.
    assert_eq!(server.struck(), 300 + 100);
    let last = get(&client).await.unwrap_err();
    assert!(last.is_retryable() && last.is_retry_budget_exhausted());
    assert_eq!(
        last.to_string(),
        "GET /v1/notes/{note_id}: 503 Service Unavailable: body: {} (not retried: the retry budget is used up)"
    );
}

/// Returns the number of requests of a call, and whether it succeeds.
async fn requests(client: &Client, transport: &CannedTransport) -> (usize, bool) {
    let before = transport.requests().len();
    let result = get(client).await;
    (transport.requests().len() - before, result.is_ok())
}

fn ok() -> Answer {
    Answer::new(200, r#"{"note_id": "n1"}"#)
}

fn busy() -> Answer {
    Answer::new(503, "{}")
}

#[tokio::test]
async fn calls_that_succeed_fill_the_budget() {
    let mut answers = vec![busy(), ok()];
    answers.extend([busy(), busy()]);
    answers.extend((0..5).map(|_| ok()));
    answers.extend([busy(), ok()]);
    let transport = CannedTransport::new(answers);
    let builder = builder().transport(transport.clone()).retry_budget(5);
    let client = builder.build().unwrap();

    assert_eq!(requests(&client, &transport).await, (2, true));
    assert_eq!(requests(&client, &transport).await, (2, false));
    for _ in 0..5 {
        assert_eq!(requests(&client, &transport).await, (1, true));
    }
    assert_eq!(requests(&client, &transport).await, (2, true));
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_a_timeout_costs_twice_as_much() {
    for (tokens, sent) in [(9, 1), (10, 2)] {
        let transport = CannedTransport::new([Answer::never(), ok()]);
        let builder = builder().transport(transport.clone()).retry_budget(tokens);
        let client = builder.build().unwrap();
        assert_eq!(requests(&client, &transport).await, (sent, sent == 2));
    }
}

#[tokio::test]
async fn the_budget_can_be_zero_or_off() {
    let transport = CannedTransport::new([busy(), ok()]);
    let none = builder().transport(transport).retry_budget(0);
    let error = get(&none.build().unwrap()).await.unwrap_err();
    assert!(error.is_retry_budget_exhausted() && error.attempts() == 1);

    let transport = CannedTransport::new((0..600).map(|_| busy()));
    let endless = builder().transport(transport.clone()).no_retry_budget();
    let client = endless.build().unwrap();
    for _ in 0..200 {
        let error = get(&client).await.unwrap_err();
        assert!(!error.is_retry_budget_exhausted() && error.attempts() == 3);
    }
}
