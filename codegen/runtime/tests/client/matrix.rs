//! What can go wrong, what becomes of the call, and how often the service sees it.

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

/// What becomes of a call, and after how many attempts.
type Cell = (Outcome, usize);

/// With three attempts to a call: a GET, a POST that must not be repeated, and the second page of a search.
#[rustfmt::skip]
fn matrix(elsewhere: u16) -> Vec<(&'static str, Fault, [Cell; 3])> {
    let ok = |body: &str| answer("200 OK", body);
    vec![
        // on the way                                                                     GET                   POST                  search
        ("refused",                   Refused,                                            [(NoConnection, 3),   (NoConnection, 3),    (NoConnection, 3)]),
        ("reset before headers",      Reset(""),                                          [(NoResponse, 3),     (NoResponse, 1),      (NoResponse, 3)]),
        ("reset within headers",      Reset("HTTP/1.1 200 OK\r\ncont"),                   [(NoResponse, 3),     (NoResponse, 1),      (NoResponse, 3)]),
        ("reset after headers",       Reset("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"), [(BrokenOff, 3),   (BrokenOff, 1),       (BrokenOff, 3)]),
        ("reset within body",         Reset("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{"), [(BrokenOff, 3),  (BrokenOff, 1),       (BrokenOff, 3)]),
        ("closed while idle",         ClosedWhileIdle,                                    [(Success, 1),        (Success, 1),         (Success, 1)]),
        ("never answers",             Silent,                                             [(AttemptTimeout, 3), (AttemptTimeout, 1),  (AttemptTimeout, 3)]),
        ("one byte a second",         Dribble,                                            [(AttemptTimeout, 3), (AttemptTimeout, 1),  (AttemptTimeout, 3)]),
        ("not HTTP",                  Reset("what?\r\n\r\n"),                             [(NoResponse, 3),     (NoResponse, 1),      (NoResponse, 3)]),
        // statuses
        ("429",                       answer("429 x", "{}"),                              [(Status(429), 3),    (Status(429), 3),     (Status(429), 3)]),
        ("429, after 0 s",            answer("429 x\r\nretry-after: 0", "{}"),            [(Status(429), 3),    (Status(429), 3),     (Status(429), 3)]),
        ("429, after a past date",    answer(&format!("429 x\r\nretry-after: {PAST}"), "{}"), [(Status(429), 3), (Status(429), 3),    (Status(429), 3)]),
        ("429, after an hour",        answer("429 x\r\nretry-after: 3600", "{}"),         [(Status(429), 1),    (Status(429), 1),     (Status(429), 1)]),
        ("429, after a far date",     answer(&format!("429 x\r\nretry-after: {FAR}"), "{}"), [(Status(429), 1), (Status(429), 1),     (Status(429), 1)]),
        ("503",                       answer("503 x", "{}"),                              [(Status(503), 3),    (Status(503), 1),     (Status(503), 3)]),
        ("503, after 0 s",            answer("503 x\r\nretry-after: 0", "{}"),            [(Status(503), 3),    (Status(503), 1),     (Status(503), 3)]),
        ("503, after a past date",    answer(&format!("503 x\r\nretry-after: {PAST}"), "{}"), [(Status(503), 3), (Status(503), 1),    (Status(503), 3)]),
        ("503, after an hour",        answer("503 x\r\nretry-after: 3600", "{}"),         [(Status(503), 1),    (Status(503), 1),     (Status(503), 1)]),
        ("503, after a far date",     answer(&format!("503 x\r\nretry-after: {FAR}"), "{}"), [(Status(503), 1), (Status(503), 1),     (Status(503), 1)]),
        ("502 in HTML",               answer("502 x", "<html><h1>502"),                   [(Status(502), 3),    (Status(502), 1),     (Status(502), 3)]),
        ("504",                       answer("504 x", ""),                                [(Status(504), 3),    (Status(504), 1),     (Status(504), 3)]),
        ("500",                       answer("500 x", "{}"),                              [(Status(500), 1),    (Status(500), 1),     (Status(500), 1)]),
        ("another host",              answer(&format!("302 x\r\nlocation: http://localhost:{elsewhere}/"), ""), [(Status(302), 1), (Status(302), 1), (Status(302), 1)]),
        // bodies
        ("empty",                     ok(""),                                             [(Decode, 1),         (Decode, 1),          (Decode, 1)]),
        ("cut JSON",                  ok(r#"{"note_id": "n1", "results": [{"#),           [(Decode, 1),         (Decode, 1),          (Decode, 1)]),
        ("wrong types",               ok(r#"{"note_id": 7, "results": 7}"#),              [(Decode, 1),         (Decode, 1),          (Decode, 1)]),
        ("null for the body",         ok("null"),                                         [(Decode, 1),         (Decode, 1),          (Decode, 1)]),
        ("null for an object",        ok(r#"{"note_id": "n1", "authors": [null], "results": [null]}"#), [(Decode, 1), (Decode, 1),    (Decode, 1)]),
        ("duplicate keys",            ok(r#"{"note_id": "", "note_id": "", "results": [], "results": []}"#), [(Decode, 1), (Decode, 1), (Decode, 1)]),
        ("duplicate unknown keys",    ok(r#"{"note_id": "n1", "results": [], "x": 1, "x": 2}"#), [(Success, 1), (Success, 1),         (Success, 1)]),
        ("invalid UTF-8",             Answer("200 OK".into(), b"{\"note_id\": \"\xff\", \"results\": [{\"note_id\": \"\xff\"}]}".into()), [(Decode, 1), (Decode, 1), (Decode, 1)]),
        ("nested deep",               ok(&format!(r#"{{"about": {0}, "results": [{{"about": {0}}}]}}"#, deep())), [(Decode, 1), (Decode, 1), (Decode, 1)]),
        ("nested deep, not needed",   ok(&format!(r#"{{"x": {}, "note_id": "n1", "results": []}}"#, deep())), [(Success, 1), (Success, 1), (Success, 1)]),
        ("100 MiB, announced",        Flood("content-length: 104857600", vec![b' '; 1 << 16]), [(TooLarge, 1),  (TooLarge, 1),        (TooLarge, 1)]),
        ("no end, not announced",     Flood("connection: close", vec![b' '; 1 << 16]),    [(TooLarge, 1),       (TooLarge, 1),        (TooLarge, 1)]),
        ("no end, in chunks",         Flood("transfer-encoding: chunked", chunk()),       [(TooLarge, 1),       (TooLarge, 1),        (TooLarge, 1)]),
    ]
}

const PAST: &str = "Wed, 21 Oct 2015 07:28:00 GMT";
const FAR: &str = "Sat, 21 Oct 2180 07:28:00 GMT";

fn answer(status: &str, body: &str) -> Fault {
    Answer(status.into(), body.into())
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

    let rows = matrix.into_iter().map(async |(name, fault, expected)| {
        let get = tokio::spawn(get(fault.clone()));
        let create = tokio::spawn(create(fault.clone()));
        let search = tokio::spawn(search(fault));
        let seen = [
            get.await.unwrap(),
            create.await.unwrap(),
            search.await.unwrap(),
        ];
        (seen != expected).then(|| format!("{name}: {seen:?}"))
    });
    let wrong: Vec<_> = join_all(rows).await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let followed = elsewhere.accept().is_ok();
    assert!(!followed, "somebody followed the redirect");
}

async fn get(fault: Fault) -> Cell {
    let (server, client) = start(&fault, false).await;
    let result = client.notes().get("n1").send().await;
    cell(&fault, &server, result.map(drop))
}

async fn create(fault: Fault) -> Cell {
    let (server, client) = start(&fault, false).await;
    let result = client.notes().create().title("t").send().await;
    cell(&fault, &server, result.map(drop))
}

async fn search(fault: Fault) -> Cell {
    let (server, client) = start(&fault, true).await;
    let mut notes = client.notes().search().into_stream();
    assert_eq!(notes.try_next().await.unwrap().unwrap().note_id, "1");
    closed(&server).await;
    let result = notes.try_next().await;
    assert_eq!(notes.cursor(), Some("b"));
    cell(&fault, &server, result.map(drop))
}

/// A client of three attempts and 1 MiB, whose timeouts only matter where they must.
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

/// Waits until the server has closed the connection, and the client been told.
async fn closed(server: &FaultServer) {
    server.closed().await;
    tokio::task::yield_now().await;
}

fn cell(fault: &Fault, server: &FaultServer, result: Result<(), Error>) -> Cell {
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
        _ if text.contains("the body is larger than 1048576 bytes") => TooLarge,
        _ if text.contains("the body broke off") => BrokenOff,
        _ if text.contains("no response") => NoResponse,
        _ => panic!("{fault:?}: {error}"),
    };
    (outcome, attempts)
}
