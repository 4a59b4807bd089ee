//! The number of retries, the waits between them, and the end of a call. Time is paused: it jumps ahead as soon as all
//! tasks are waiting.

use std::collections::HashSet;
use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::transport::{Transport, TransportError, TransportFuture};
use client_runtime::{Client, Error, RetryPolicy};
use futures_util::future::join_all;
use http::{Request, StatusCode};
use tokio::time::Instant;

const NOTE: &str = r#"{"note_id": "n1"}"#;

fn canned(answers: impl IntoIterator<Item = Answer>) -> (CannedTransport, Client) {
    let transport = CannedTransport::new(answers);
    let client = Client::builder("key", "secret").transport(transport.clone());
    (transport, client.build().unwrap())
}

fn status(status: u16) -> Answer {
    Answer::new(status, "{}")
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

async fn get(client: &Client) -> Result<(), Error> {
    client.notes().get("n1").send().await.map(drop)
}

#[tokio::test(start_paused = true)]
async fn a_retry_sends_the_same_request_and_can_succeed() {
    let (transport, client) =
        canned([status(503), Answer::no_connection(), Answer::new(200, NOTE)]);
    let note = client.notes().share("n1").email("e").send().await;

    assert_eq!(note.unwrap().meta().attempts(), 3);
    let sent: Vec<_> = transport
        .requests()
        .iter()
        .map(|sent| format!("{sent:?}"))
        .collect();
    assert_eq!(sent.len(), 3);
    assert!(sent.iter().all(|request| *request == sent[0]), "{sent:?}");
}

#[tokio::test(start_paused = true)]
async fn the_last_error_has_the_number_of_attempts() {
    let (_, client) = canned([
        status(502),
        status(503),
        status(504),
        Answer::new(200, NOTE),
    ]);
    let error = get(&client).await.unwrap_err();

    assert_eq!(
        (error.status(), error.attempts()),
        (Some(StatusCode::GATEWAY_TIMEOUT), 3)
    );
    assert_eq!(
        error.to_string(),
        "GET /v1/notes/{note_id}: 504 Gateway Timeout: body: {} (3 attempts)"
    );
}

fn lost() -> Answer {
    Answer::error(TransportError::new("lost"))
}

#[tokio::test(start_paused = true)]
async fn only_safe_calls_are_retried() {
    type Failure = (&'static str, fn() -> Answer, u32);
    let failures: [Failure; 7] = [
        ("no connection", Answer::no_connection, 3),
        ("429", || status(429), 3),
        ("503", || status(503), 1),
        ("408", || status(408), 1),
        ("lost", lost, 1),
        ("never", Answer::never, 1),
        ("404", || status(404), 1),
    ];
    for (name, failure, attempts) in failures {
        let (_, client) = canned([failure(), failure(), failure()]);
        let client = client.with_attempt_timeout(seconds(1));
        let error = client.notes().create().title("t").send().await.unwrap_err();
        assert_eq!(error.attempts(), attempts, "{name}");
    }
    for repeated in [true, false] {
        let (transport, client) = canned([lost(), lost(), lost()]);
        let client = if repeated {
            client
        } else {
            client.with_retry(RetryPolicy::none())
        };
        assert!(
            client
                .notes()
                .delete("n1")
                .send()
                .await
                .unwrap_err()
                .is_retryable()
        );
        assert_eq!(transport.requests().len(), if repeated { 3 } else { 1 });
    }
    let (_, client) = canned([Answer::error(TransportError::new("hopeless").permanent())]);
    let error = get(&client).await.unwrap_err();
    assert!(error.attempts() == 1 && !error.is_retryable(), "{error}");
}

/// Answers 503 at once, and records the times of the requests.
#[derive(Default)]
struct Busy(Mutex<Vec<Instant>>);

impl Transport for Busy {
    fn send(&self, _: Request<Bytes>) -> TransportFuture<'_> {
        self.0.lock().unwrap().push(Instant::now());
        Box::pin(async {
            let mut response = http::Response::new("".into());
            *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
            Ok(response)
        })
    }
}

#[tokio::test(start_paused = true)]
async fn waits_are_random_below_a_bound_that_doubles() {
    const WAITS: [u64; 6] = [100, 200, 400, 800, 1000, 1000];
    fastrand::seed(7);
    let busy = Arc::new(Busy::default());
    let policy = RetryPolicy::default().max_attempts(7).max_delay(seconds(1));
    let client = Client::builder("key", "secret")
        .transport(Arc::clone(&busy))
        .no_retry_budget()
        .retry(policy);
    let client = client.build().unwrap();

    let mut longest = [0.0_f64; 6];
    let mut shortest = [1.0_f64; 6];
    for _ in 0..200 {
        busy.0.lock().unwrap().clear();
        assert_eq!(get(&client).await.unwrap_err().attempts(), 7);
        let moments = busy.0.lock().unwrap();
        for (wait, pair) in moments.windows(2).enumerate() {
            let bound = Duration::from_millis(WAITS[wait]);
            let share = (pair[1] - pair[0]).div_duration_f64(bound);
            longest[wait] = longest[wait].max(share);
            shortest[wait] = shortest[wait].min(share);
        }
    }
    // Timers tick once a millisecond.
    assert!(
        longest.iter().all(|share| (0.95..=1.011).contains(share)),
        "{longest:?}"
    );
    assert!(shortest.iter().all(|share| *share <= 0.05), "{shortest:?}");
}

#[tokio::test(start_paused = true)]
async fn the_service_can_ask_for_a_longer_wait() {
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    for (after, date, asked) in [
        ("7", "", Some(7)),
        ("0", "", Some(0)),
        ("Sun, 06 Nov 1994 08:49:44 GMT", date, Some(7)),
        ("Sunday, 06-Nov-94 08:49:44 GMT", date, Some(7)),
        ("Sun Nov  6 08:49:44 1994", date, Some(7)),
        ("Sun, 06 Nov 1994 08:49:30 GMT", date, Some(0)),
        ("Sun, 06 Nov 1994 08:49:44 GMT", "", Some(0)),
        ("soon", date, None),
        ("-1", date, None),
        ("", date, None),
    ] {
        let busy = || {
            status(503)
                .header("retry-after", after)
                .header("date", date)
        };
        let (_, client) = canned([busy(), Answer::new(200, NOTE)]);
        let start = Instant::now();
        get(&client).await.unwrap();
        let asked = asked.map(seconds);
        let waited = start.elapsed();
        let least = asked.unwrap_or_default();
        assert!(
            waited >= least && waited <= least + Duration::from_millis(101),
            "{after}: {waited:?}"
        );

        let (_, client) = canned([busy()]);
        let error = get(&client.with_retry(RetryPolicy::none()))
            .await
            .unwrap_err();
        assert_eq!(error.retry_after(), asked, "{after}");
    }
}

#[tokio::test(start_paused = true)]
async fn callers_with_the_same_retry_after_retry_at_different_times() {
    fastrand::seed(7);
    let calls = (0..100).map(async |_| {
        let asked = status(429).header("retry-after", "1");
        let (_, client) = canned([asked, Answer::new(200, NOTE)]);
        let start = Instant::now();
        get(&client).await.unwrap();
        start.elapsed()
    });
    let waits = join_all(calls).await;

    assert!(waits.iter().all(|wait| *wait >= seconds(1)), "{waits:?}");
    let moments: HashSet<_> = waits.iter().map(Duration::as_millis).collect();
    assert!(moments.len() > 50, "{moments:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_range_of_numbers_is_too_long() {
    let (_, client) = canned([status(429).header("retry-after", "99999999999999999999")]);
    let error = get(&client).await.unwrap_err();

    let longest = seconds(u64::MAX);
    assert_eq!((error.attempts(), error.retry_after()), (1, Some(longest)));
}

#[tokio::test(start_paused = true)]
async fn a_date_without_a_date_counts_from_now() {
    let soon = httpdate::fmt_http_date(std::time::SystemTime::now() + seconds(20));
    let (_, client) = canned([
        status(429).header("retry-after", &soon),
        Answer::new(200, NOTE),
    ]);
    let start = Instant::now();
    get(&client).await.unwrap();
    let waited = start.elapsed();
    let latest = Duration::from_millis(20_101);
    assert!(waited > seconds(10) && waited <= latest, "{waited:?}");
}

#[tokio::test(start_paused = true)]
async fn a_wait_that_would_outlast_the_call_ends_it_at_once() {
    let (_, client) = canned([status(429).header("retry-after", "30")]);
    let start = Instant::now();
    let error = get(&client).await.unwrap_err();

    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(error.status(), Some(StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(
        (error.attempts(), error.retry_after()),
        (1, Some(seconds(30)))
    );

    let (_, client) = canned([
        status(429).header("retry-after", "29"),
        Answer::new(200, NOTE),
    ]);
    get(&client).await.unwrap();
    let (_, client) = canned([
        status(429).header("retry-after", "3600"),
        Answer::new(200, NOTE),
    ]);
    get(&client.with_timeout(Duration::MAX)).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn an_attempt_has_a_timeout_of_its_own() {
    let (_, client) = canned([Answer::never(), Answer::never(), Answer::new(200, NOTE)]);
    let start = Instant::now();
    get(&client.with_attempt_timeout(seconds(2))).await.unwrap();
    let waited = start.elapsed();
    assert!(
        waited >= seconds(4) && waited < Duration::from_millis(4302),
        "{waited:?}"
    );

    let (_, client) = canned([Answer::never(), Answer::never(), Answer::never()]);
    let error = get(&client.with_attempt_timeout(seconds(2)))
        .await
        .unwrap_err();
    assert!(error.is_timeout() && error.is_attempt_timeout() && error.is_retryable());
    assert!(!error.is_call_timeout() && !error.is_connect_timeout());
    assert_eq!(
        error.to_string(),
        "GET /v1/notes/{note_id}: the attempt timed out after 2s (3 attempts)"
    );
}

#[tokio::test(start_paused = true)]
async fn a_call_that_hangs_is_retried_after_half_its_timeout_if_that_is_safe() {
    let (_, client) = canned([Answer::never(), Answer::new(200, NOTE)]);
    let start = Instant::now();
    get(&client).await.unwrap();
    let waited = start.elapsed();
    assert!(
        waited >= seconds(15) && waited < Duration::from_millis(15_102),
        "{waited:?}"
    );

    let (transport, client) = canned([Answer::never()]);
    let start = Instant::now();
    let error = client.notes().create().title("t").send().await.unwrap_err();
    assert!(error.is_call_timeout(), "{error}");
    assert_eq!(
        (start.elapsed(), transport.requests().len()),
        (seconds(30), 1)
    );
}

#[tokio::test(start_paused = true)]
async fn all_attempts_are_under_the_timeout_of_the_call() {
    let (transport, client) = canned([status(503), Answer::never()]);
    let start = Instant::now();
    let error = get(&client.with_attempt_timeout(seconds(60)))
        .await
        .unwrap_err();

    assert_eq!(start.elapsed(), seconds(30));
    assert!(error.is_timeout() && error.is_call_timeout() && !error.is_attempt_timeout());
    assert_eq!((error.attempts(), transport.requests().len()), (2, 2));
    assert_eq!(
        format!("{error:#}"),
        "GET /v1/notes/{note_id}: timed out after 30s (2 attempts): 503 Service Unavailable: body: {}"
    );
    let earlier: &Error = error.source().unwrap().downcast_ref().unwrap();
    assert_eq!(earlier.status(), Some(StatusCode::SERVICE_UNAVAILABLE));
}

#[tokio::test(start_paused = true)]
async fn settings_of_one_call_leave_the_others_alone() {
    let (transport, client) = canned([Answer::never(), Answer::never(), status(503)]);
    let once = RetryPolicy::none();
    let start = Instant::now();
    let error = get(&client.with_timeout(seconds(2)).with_retry(once))
        .await
        .unwrap_err();
    assert!(error.is_call_timeout() && start.elapsed() == seconds(2));
    let error = get(&client.with_retry(once)).await.unwrap_err();
    assert!(error.is_call_timeout() && start.elapsed() == seconds(32));
    let error = get(&client.with_retry(RetryPolicy::default().max_attempts(0)))
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), transport.requests().len()), (1, 3));
}

#[cfg(feature = "hyper")]
#[tokio::test(start_paused = true)]
async fn the_connect_timeout_of_a_call_reaches_the_connections_that_are_shared() {
    let address = format!("https://{}", crate::server::silent().await);
    let client = Client::builder("key", "secret")
        .base_url(address)
        .build()
        .unwrap();
    let start = Instant::now();
    let error = get(&client.with_connect_timeout(seconds(2)))
        .await
        .unwrap_err();

    assert!(
        error.is_connect_timeout() && error.is_timeout() && error.is_connect(),
        "{error}"
    );
    assert!(!error.is_attempt_timeout() && !error.is_call_timeout());
    assert_eq!(error.attempts(), 3);
    assert!(start.elapsed() >= seconds(6) && start.elapsed() < Duration::from_millis(6304));

    let error = get(&client).await.unwrap_err();
    assert!(error.is_call_timeout() && error.attempts() == 3);
    let earlier: &Error = error.source().unwrap().downcast_ref().unwrap();
    assert!(earlier.is_connect_timeout(), "{error}");
}
