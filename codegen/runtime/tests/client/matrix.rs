//! Tests of faults: the outcome of the call, and the number of requests that the service gets.

use std::net::TcpListener;
use std::time::Duration;

use client_runtime::{Client, Error, RetryPolicy};
use futures_util::future::join_all;

use crate::fault_server::{Fault, FaultServer};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Outcome {
    Success,
    NoConnection,
    NoResponse,
    BrokenOff,
    AttemptTimeout,
    Status(u16),
    TooLarge,
    Decode,
}

use Fault::{Answer, ClosedWhileIdle, Dribble, Flood, Refused, Reset, Silent};
use Outcome::{
    AttemptTimeout, BrokenOff, Decode, NoConnection, NoResponse, Status, Success, TooLarge,
};

/// The name of a fault, the outcome of a call, the number of attempts out of three, and the fault. The attempts are
/// those of a GET, of a POST that must not be retried, and of the second page of a search.
#[rustfmt::skip]
fn matrix(elsewhere: u16) -> Vec<(&'static str, Outcome, [usize; 3], Fault)> {
    vec![
        // broken connections
        ("refused",                NoConnection,   [3, 3, 3], Refused),
        ("reset before headers",   NoResponse,     [3, 1, 3], Reset("")),
        ("reset within headers",   NoResponse,     [3, 1, 3], Reset("HTTP/1.1 200 OK\r\ncont")),
        ("reset after headers",    BrokenOff,      [3, 1, 3], Reset("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n")),
        ("reset within body",      BrokenOff,      [3, 1, 3], Reset("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")),
        // responses that are not HTTP/1.1
        ("no status line",         NoResponse,     [1, 1, 1], Reset("what?\r\n\r\n")),
        ("HTTP/0.9",               NoResponse,     [1, 1, 1], Reset("HTTP/0.9 200 OK\r\n\r\n")),
        ("bad content-length",     NoResponse,     [1, 1, 1], answer("200 OK\r\ncontent-length: -1", "{}")),
        ("two content-lengths",    NoResponse,     [1, 1, 1], answer("200 OK\r\ncontent-length: 7", "{}")),
        ("101 headers",            NoResponse,     [1, 1, 1], answer(&format!("200 OK{}", "\r\nx: y".repeat(99)), "{}")),
        ("bad chunk",              BrokenOff,      [1, 1, 1], Reset("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n")),
        // slow servers
        ("never answers",          AttemptTimeout, [3, 1, 3], Silent),
        ("one byte a second",      AttemptTimeout, [3, 1, 3], Dribble),
        ("closed while idle",      Success,        [1, 1, 1], ClosedWhileIdle),
        // statuses
        ("429",                    Status(429),    [3, 3, 3], answer("429 x", "{}")),
        ("429, after 0 s",         Status(429),    [3, 3, 3], answer("429 x\r\nretry-after: 0", "{}")),
        ("429, after a past date", Status(429),    [3, 3, 3], answer(&format!("429 x\r\nretry-after: {PAST}"), "{}")),
        ("429, after an hour",     Status(429),    [1, 1, 1], answer("429 x\r\nretry-after: 3600", "{}")),
        ("429, after a far date",  Status(429),    [1, 1, 1], answer(&format!("429 x\r\nretry-after: {FAR}"), "{}")),
        ("503",                    Status(503),    [3, 1, 3], answer("503 x", "{}")),
        ("503, after 0 s",         Status(503),    [3, 1, 3], answer("503 x\r\nretry-after: 0", "{}")),
        ("503, after a past date", Status(503),    [3, 1, 3], answer(&format!("503 x\r\nretry-after: {PAST}"), "{}")),
        ("503, after an hour",     Status(503),    [1, 1, 1], answer("503 x\r\nretry-after: 3600", "{}")),
        ("503, after a far date",  Status(503),    [1, 1, 1], answer(&format!("503 x\r\nretry-after: {FAR}"), "{}")),
        ("502 in HTML",            Status(502),    [3, 1, 3], answer("502 x", "<html><h1>502")),
        ("504",                    Status(504),    [3, 1, 3], answer("504 x", "")),
        ("408",                    Status(408),    [3, 1, 3], answer("408 x", "")),
        ("500",                    Status(500),    [1, 1, 1], answer("500 x", "{}")),
        ("another host",           Status(302),    [1, 1, 1], answer(&format!("302 x\r\nlocation: http://localhost:{elsewhere}/"), "")),
        // bodies
        ("empty",                  Decode,         [1, 1, 1], ok("")),
        ("cut JSON",               Decode,         [1, 1, 1], ok(r#"{"note_id": "n1", "results": [{"#)),
        ("wrong types",            Decode,         [1, 1, 1], ok(r#"{"note_id": 7, "results": 7}"#)),
        ("null for the body",      Decode,         [1, 1, 1], ok("null")),
        ("null for an object",     Decode,         [1, 1, 1], ok(r#"{"note_id": "n1", "authors": [null], "results": [null]}"#)),
        ("duplicate keys",         Success,        [1, 1, 1], ok(r#"{"note_id": "", "note_id": "", "results": [], "results": []}"#)),
        ("duplicates, not needed", Success,        [1, 1, 1], ok(r#"{"note_id": "n1", "results": [], "x": 1, "x": 2}"#)),
        ("invalid UTF-8",          Decode,         [1, 1, 1], ok(b"{\"note_id\": \"\xff\", \"results\": [{\"note_id\": \"\xff\"}]}")),
        ("nested deep",            Decode,         [1, 1, 1], ok(&format!(r#"{{"about": {0}, "results": [{{"about": {0}}}]}}"#, deep()))),
        ("deep, but not needed",   Success,        [1, 1, 1], ok(&format!(r#"{{"x": {}, "note_id": "n1", "results": []}}"#, deep()))),
        ("100 MiB, announced",     TooLarge,       [1, 1, 1], Flood("content-length: 104857600", vec![b' '; 1 << 16])),
        ("no end, not announced",  TooLarge,       [1, 1, 1], Flood("connection: close", vec![b' '; 1 << 16])),
        ("no end, in chunks",      TooLarge,       [1, 1, 1], Flood("transfer-encoding: chunked", chunk())),
    ]
}

const PAST: &str = "Wed, 21 Oct 2015 07:28:00 GMT";
const FAR: &str = "Sat, 21 Oct 2180 07:28:00 GMT";

fn answer(status: &str, body: &str) -> Fault {
    Answer(status.into(), body.into())
}

fn ok(body: &(impl AsRef<[u8]> + ?Sized)) -> Fault {
    Answer("200 OK".into(), body.as_ref().into())
}

fn deep() -> String {
    format!(
        r#"{{"deep": {}{}}}"#,
        "[".repeat(10_000),
        "]".repeat(10_000)
    )
}

fn chunk() -> Vec<u8> {
    format!("10000\r\n{}\r\n", " ".repeat(0x10000)).into()
}

#[tokio::test]
async fn every_fault_has_its_outcome() {
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let matrix = matrix(elsewhere.local_addr().unwrap().port());

    let rows = matrix
        .into_iter()
        .map(async |(name, outcome, attempts, fault)| {
            let get = tokio::spawn(get(fault.clone()));
            let create = tokio::spawn(create(fault.clone()));
            let search = tokio::spawn(search(fault));
            let seen = [
                get.await.unwrap(),
                create.await.unwrap(),
                search.await.unwrap(),
            ];
            let expected = attempts.map(|attempts| (outcome, attempts));
            (seen != expected).then(|| format!("{name}: {seen:?}"))
        });
    let wrong: Vec<_> = join_all(rows).await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let followed = elsewhere.accept().is_ok();
    assert!(!followed, "a redirect was followed");
}

async fn get(fault: Fault) -> (Outcome, usize) {
    let (server, client) = start(&fault, false).await;
    let result = client.notes().get("n1").send().await;
    cell(&fault, &server, result.map(drop))
}

async fn create(fault: Fault) -> (Outcome, usize) {
    let (server, client) = start(&fault, false).await;
    let result = client.notes().create().title("t").send().await;
    cell(&fault, &server, result.map(drop))
}

async fn search(fault: Fault) -> (Outcome, usize) {
    let (server, client) = start(&fault, true).await;
    let mut notes = client.notes().search().into_stream();
    assert_eq!(notes.try_next().await.unwrap().unwrap().note_id, "1");
    closed(&server).await;
    let result = notes.try_next().await;
    assert_eq!(notes.cursor(), Some("b"));
    cell(&fault, &server, result.map(drop))
}

/// Creates a client with three attempts, a limit of 1 MiB, and long timeouts except for slow servers.
async fn start(fault: &Fault, page: bool) -> (FaultServer, Client) {
    let idle = matches!(fault, ClosedWhileIdle);
    let server = FaultServer::start(fault.clone(), page || idle);
    let hangs = matches!(fault, Silent | Dribble);
    let client = Client::builder("key", "secret")
        .base_url(&server.address)
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .attempt_timeout(Duration::from_secs(if hangs { 1 } else { 60 }))
        .timeout(Duration::from_secs(120))
        .response_limit(1 << 20)
        .build()
        .unwrap();
    if idle && !page {
        client.notes().get("first").send().await.unwrap();
        closed(&server).await;
    }
    (server, client)
}

/// Waits until the server has closed the connection and the client has noticed it.
async fn closed(server: &FaultServer) {
    server.closed().await;
    tokio::task::yield_now().await;
}

fn cell(fault: &Fault, server: &FaultServer, result: Result<(), Error>) -> (Outcome, usize) {
    let struck = server.struck();
    let Err(error) = result else {
        return (Success, struck);
    };
    let attempts = usize::try_from(error.attempts()).unwrap();
    let expected = if matches!(fault, Refused) {
        0
    } else {
        attempts
    };
    assert_eq!(struck, expected, "{fault:?}: {error}");
    let text = error.to_string();
    let outcome = match error.status() {
        Some(status) if !status.is_success() => Status(status.as_u16()),
        _ if error.is_connect() => NoConnection,
        _ if error.is_attempt_timeout() => AttemptTimeout,
        _ if error.is_decode() => Decode,
        _ if error.is_too_large() => TooLarge,
        _ if text.contains("the body broke off") => BrokenOff,
        _ if text.contains("no response") => NoResponse,
        _ => panic!("{fault:?}: {error}"),
    };
    (outcome, attempts)
}
