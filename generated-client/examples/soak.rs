//! A soak test: makes a million calls, 64 at a time, to a server that fails one request in twenty.
//!
//! The server is part of the program and listens on loopback. It writes HTTP by hand, so that it can violate the
//! protocol. It resets connections, sends nothing, sends single bytes with delays, rejects and redirects requests,
//! sends wrong or endless bodies, and closes idle connections. `FAULTS` lists all faults. The seed and the order of the
//! requests determine which requests fail, and how. The server executes a request before it fails, which is the worst
//! case, except if it returns 429.
//!
//! The calls are a mix of `create`, `get` and pages of a `search`. Each call has a number, which its requests and its
//! response contain. So the program detects
//!
//! - users that were created twice, or that do not exist although the client reported success;
//! - calls that got the response to another call;
//! - calls that failed although one of their attempts had no fault. This can happen if the server closes a connection
//!   while the client sends a request on it.
//!
//! ```text
//! cargo run --release -p stytch-users --example soak            # 1,000,000 calls
//! cargo run --release -p stytch-users --example soak -- 20000   # another number of calls
//! ```
//!
//! The program exits with status 1 after a lost or duplicated user, a response that belongs to another call, a panic, or
//! a call that does not return. Failed calls are not an error, since the server makes some calls fail.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};
use stytch_users::{Client, Error, RetryPolicy};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Instant, interval, timeout};

const CALLS: usize = 1_000_000;
const CALLS_AT_A_TIME: usize = 64;
const SEED: u64 = 20_261_123;
const FAULTS_IN_100: u8 = 5;

/// Short, so that a silent server costs little time.
const ATTEMPT_TIMEOUT: Duration = Duration::from_millis(500);
const CALL_TIMEOUT: Duration = Duration::from_secs(5);
/// The time after which a call counts as not returned.
const PATIENCE: Duration = Duration::from_secs(20);
/// The time between two bytes of a slow response, long enough for a timeout of the attempt.
const BYTE_INTERVAL: Duration = Duration::from_millis(50);
/// Small, so that an endless body costs little work.
const RESPONSE_LIMIT: usize = 128 << 10;

static PANICS: AtomicUsize = AtomicUsize::new(0);

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn StdError>> {
    count_panics();
    let calls = std::env::args().nth(1).map_or(Ok(CALLS), |n| n.parse())?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let client = client(&format!("http://{}", listener.local_addr()?))?;
    let server = Arc::new(Server {
        calls: (0..calls).map(|_| Seen::default()).collect(),
        ..Server::default()
    });
    tokio::spawn(Arc::clone(&server).listen(listener));
    let soak = Arc::new(Soak {
        client,
        server,
        next_call: AtomicUsize::new(0),
        tally: Mutex::default(),
    });
    Ok(soak.run().await)
}

/// Counts panics in all threads, also in tasks of the transport.
fn count_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        print(panic);
    }));
}

/// Creates the client. Returns an error without the feature `hyper`, since the client has no transport then.
fn client(address: &str) -> Result<Client, Error> {
    let retry = RetryPolicy::default()
        .base_delay(Duration::from_millis(1))
        .max_delay(Duration::from_millis(10));
    Client::builder("project-test-soak", "secret-test-soak")
        .base_url(address)
        .timeout(CALL_TIMEOUT)
        .attempt_timeout(ATTEMPT_TIMEOUT)
        .response_limit(RESPONSE_LIMIT)
        .retry(retry)
        .build()
}

// The calls.

#[derive(Clone, Copy, PartialEq)]
enum Endpoint {
    Create,
    Get,
    Search,
}

impl Endpoint {
    fn of_call(number: usize) -> Self {
        match number % 4 {
            0 => Self::Create,
            1 => Self::Search,
            _ => Self::Get,
        }
    }
}

fn user_id(number: usize) -> String {
    format!("user-test-{number}")
}

fn email(number: usize) -> String {
    format!("{number}@example.com")
}

fn next_cursor(number: usize) -> String {
    format!("after-{number}")
}

/// Makes the call with this number, and returns whether the response belongs to it.
async fn call(client: &Client, number: usize) -> Result<bool, Error> {
    let users = client.users();
    Ok(match Endpoint::of_call(number) {
        Endpoint::Create => {
            let created = users.create().email(email(number)).send().await?;
            created.user_id.as_str() == user_id(number)
        }
        Endpoint::Get => {
            let user = users.get(user_id(number)).send().await?;
            user.user_id.as_str() == user_id(number)
        }
        Endpoint::Search => {
            let search = users.search().cursor(number.to_string());
            let page = search.send().await?;
            page.results_metadata.next_cursor == Some(next_cursor(number))
        }
    })
}

/// The outcome of a call that returned.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Success,
    /// An error of this kind, after a fault in every attempt.
    Failure(String),
    /// An error of this kind, although an attempt had no fault.
    Unexplained(String),
    /// The response belongs to another call.
    MixedUp,
    /// The client reported success of a `create`, but the user does not exist.
    Lost,
}

impl Outcome {
    fn of_call(number: usize, seen: &Seen, result: Result<bool, Error>) -> Self {
        let create = Endpoint::of_call(number) == Endpoint::Create;
        match result {
            Ok(_) if create && seen.creates() == 0 => Self::Lost,
            Ok(false) => Self::MixedUp,
            Ok(true) => Self::Success,
            Err(error) if seen.faults() < error.attempts() => Self::Unexplained(kind(&error)),
            Err(error) => Self::Failure(kind(&error)),
        }
    }
}

fn kind(error: &Error) -> String {
    let kind = match error.status() {
        Some(status) if !status.is_success() => return format!("status {}", status.as_u16()),
        _ if error.is_connect_timeout() => "connect timeout",
        _ if error.is_attempt_timeout() => "attempt timeout",
        _ if error.is_call_timeout() => "call timeout",
        _ if error.is_connect() => "no connection",
        _ if error.is_decode() => "unexpected body",
        None => "no response",
        Some(_) if error.source().is_some() => "body broken off",
        Some(_) => "body too large",
    };
    kind.to_owned()
}

struct Soak {
    client: Client,
    server: Arc<Server>,
    next_call: AtomicUsize,
    tally: Mutex<Tally>,
}

#[derive(Default)]
struct Tally {
    outcomes: BTreeMap<Outcome, usize>,
    slowest: Duration,
}

impl Soak {
    async fn run(self: Arc<Self>) -> ExitCode {
        let start = Instant::now();
        let mut workers = JoinSet::new();
        for _ in 0..CALLS_AT_A_TIME {
            workers.spawn(Arc::clone(&self).work());
        }
        // The hook counts workers that panic.
        while workers.join_next().await.is_some() {}
        self.report(start.elapsed())
    }

    /// Makes calls one after the other, until all calls have been made.
    async fn work(self: Arc<Self>) {
        let tenth = self.server.calls.len().div_ceil(10);
        loop {
            let number = self.next_call.fetch_add(1, Ordering::SeqCst);
            let Some(seen) = self.server.calls.get(number) else {
                return;
            };
            if number.is_multiple_of(tenth) {
                println!("{number} calls started, peak memory {}", peak_memory());
            }
            let start = Instant::now();
            if let Ok(result) = timeout(PATIENCE, call(&self.client, number)).await {
                self.count(Outcome::of_call(number, seen, result), start.elapsed());
            }
        }
    }

    fn count(&self, outcome: Outcome, took: Duration) {
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        *tally.outcomes.entry(outcome).or_default() += 1;
        tally.slowest = tally.slowest.max(took);
    }

    /// Prints the results, and returns the exit status of the program.
    fn report(&self, took: Duration) -> ExitCode {
        let tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = self.server.calls.len();
        let rate = calls as u128 * 1000 / took.as_millis().max(1);
        let slowest = tally.slowest;
        println!("{calls} calls in {took:.1?}, {rate} a second; the slowest took {slowest:.1?}");
        self.server.report();
        println!("peak memory, server included: {}", peak_memory());
        for (outcome, count) in &tally.outcomes {
            println!("{count:>9} {outcome:?}");
        }

        let count = |outcome| tally.outcomes.get(&outcome).copied().unwrap_or(0);
        let (lost, mixed_up) = (count(Outcome::Lost), count(Outcome::MixedUp));
        let doubled = self.server.count(|call| call.creates() > 1);
        let unreturned = calls - tally.outcomes.values().sum::<usize>();
        let panics = PANICS.load(Ordering::SeqCst);
        println!("creates: {lost} lost, {doubled} duplicated");
        println!("calls: {mixed_up} mixed up, {unreturned} not returned; panics: {panics}");
        match lost + doubled + mixed_up + unreturned + panics {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}

/// Returns the peak memory of this process, if it runs on Linux.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or("unknown", str::trim).to_owned()
}

// The server.

#[derive(Default)]
struct Server {
    calls: Vec<Seen>,
    requests: AtomicUsize,
    connections: AtomicUsize,
    most_connections: AtomicUsize,
}

/// The requests of one call that the server received.
#[derive(Default)]
struct Seen {
    creates: AtomicU8,
    faults: AtomicU8,
}

impl Seen {
    fn creates(&self) -> u32 {
        self.creates.load(Ordering::SeqCst).into()
    }

    fn faults(&self) -> u32 {
        self.faults.load(Ordering::SeqCst).into()
    }
}

impl Server {
    async fn listen(self: Arc<Self>, listener: TcpListener) {
        loop {
            match listener.accept().await {
                Ok((socket, _)) => drop(tokio::spawn(Arc::clone(&self).serve(socket))),
                Err(error) => eprintln!("the server cannot accept a connection: {error}"),
            }
        }
    }

    /// Handles requests one after the other, until either side ends the connection.
    async fn serve(self: Arc<Self>, socket: TcpStream) {
        let connections = self.connections.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_connections
            .fetch_max(connections, Ordering::SeqCst);
        let mut socket = BufReader::new(socket);
        while self.answer(&mut socket).await.is_ok() {}
        self.connections.fetch_sub(1, Ordering::SeqCst);
    }

    async fn answer(&self, socket: &mut BufReader<TcpStream>) -> io::Result<()> {
        let (head, body) = read_request(socket).await?;
        let fault = Fault::of_request(self.requests.fetch_add(1, Ordering::SeqCst));
        let Some((endpoint, number)) = understand(&head, &body) else {
            return socket.write_all(&response("404 Not Found", b"{}")).await;
        };
        if let Some(seen) = self.calls.get(number) {
            let done = endpoint == Endpoint::Create && !fault.is_some_and(Fault::is_refusal);
            seen.creates.fetch_add(done.into(), Ordering::SeqCst);
            seen.faults
                .fetch_add(fault.is_some().into(), Ordering::SeqCst);
        }
        let good = response("200 OK", &good_body(endpoint, number));
        match fault {
            None => socket.write_all(&good).await,
            Some(fault) => fault.strike(&good, socket).await,
        }
    }

    fn count(&self, filter: impl Fn(&&Seen) -> bool) -> usize {
        self.calls.iter().filter(filter).count()
    }

    fn report(&self) {
        let attempts = self.requests.load(Ordering::SeqCst);
        let retries = attempts.saturating_sub(self.calls.len());
        let faults: u32 = self.calls.iter().map(Seen::faults).sum();
        println!("{attempts} attempts reached the server, {retries} of them retries");
        println!("{faults} attempts had a fault");
        let connections = self.most_connections.load(Ordering::SeqCst);
        println!("at most {connections} connections at a time");
    }
}

async fn read_request(socket: &mut BufReader<TcpStream>) -> io::Result<(String, Vec<u8>)> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if socket.read_line(&mut head).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    socket.read_exact(&mut body).await?;
    Ok((head, body))
}

/// Returns the endpoint of a request, and the number of its call.
fn understand(head: &str, body: &[u8]) -> Option<(Endpoint, usize)> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let param = |name| body.get(name).and_then(Value::as_str);
    let mut words = head.split(' ');
    let (endpoint, number) = match (words.next()?, words.next()?) {
        ("POST", "/v1/users") => {
            let number = param("email")?.strip_suffix("@example.com")?;
            (Endpoint::Create, number)
        }
        ("POST", "/v1/users/search") => (Endpoint::Search, param("cursor")?),
        ("GET", path) => (Endpoint::Get, path.strip_prefix("/v1/users/user-test-")?),
        _ => return None,
    };
    Some((endpoint, number.parse().ok()?))
}

fn good_body(endpoint: Endpoint, number: usize) -> Vec<u8> {
    let user_id = user_id(number);
    let emails = json!([{ "email_id": "email-test-1", "email": email(number), "verified": true }]);
    let user = json!({ "user_id": user_id, "status": "active", "emails": emails });
    let metadata = json!({ "total": CALLS, "next_cursor": next_cursor(number) });
    let body = match endpoint {
        Endpoint::Create => json!({ "user_id": user_id, "status": "active", "user": user }),
        Endpoint::Get => user,
        Endpoint::Search => json!({ "results": vec![user; 10], "results_metadata": metadata }),
    };
    body.to_string().into()
}

fn response(status: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

// The faults.

#[derive(Clone, Copy)]
enum Fault {
    /// Sends these bytes of a response, and then a TCP reset.
    Reset(&'static str),
    /// Sends nothing until the client closes the connection.
    Silent,
    /// Sends a correct response in single bytes, with delays.
    Slow,
    /// Sends a response with this status, which headers can follow, and with this body.
    Answer(&'static str, &'static [u8]),
    /// Sends a user, or a page of users, with metadata that is nested 10,000 levels deep.
    Deep,
    /// Sends a response with this header and an endless body.
    Endless(&'static str),
    /// Sends a correct response, and then closes the connection although the client may keep it.
    ClosedWhileIdle,
}

use Fault::{Answer, ClosedWhileIdle, Deep, Endless, Reset, Silent, Slow};

#[rustfmt::skip]
const FAULTS: [Fault; 22] = [
    Reset(""),
    Reset("HTTP/1.1 200 OK\r\ncontent-le"),
    Reset("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n"),
    Reset("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"user_id\": "),
    Silent,
    Slow,
    Answer("429 Too Many Requests", br#"{"error_type": "too_many_requests"}"#),
    Answer("429 Too Many Requests\r\nretry-after: 0", br#"{"error_type": "too_many_requests"}"#),
    Answer("503 Service Unavailable", b"{}"),
    Answer("503 Service Unavailable\r\nretry-after: 0", b"{}"),
    Answer("502 Bad Gateway\r\ncontent-type: text/html", b"<html><h1>502 Bad Gateway</h1></html>"),
    Answer("302 Found\r\nlocation: /elsewhere", b""),
    Answer("200 OK", b""),
    Answer("200 OK", br#"{"user_id": "a", "results": [{"#),
    Answer("200 OK", br#"{"user_id": 7, "user": 7, "results": 7}"#),
    Answer("200 OK", b"null"),
    Answer("200 OK", b"[]"),
    Answer("200 OK", b"{\"user_id\": \"\xff\", \"results\": [{\"user_id\": \"\xff\"}]}"),
    Deep,
    Endless("content-length: 104857600"),
    Endless("transfer-encoding: chunked"),
    ClosedWhileIdle,
];

impl Fault {
    /// Returns the fault of the `nth` request, if it has one.
    fn of_request(nth: usize) -> Option<Self> {
        let mut rng = fastrand::Rng::with_seed(SEED.wrapping_add(nth as u64));
        let fails = rng.u8(..100) < FAULTS_IN_100;
        fails.then(|| rng.choice(FAULTS)).flatten()
    }

    /// Whether the server rejects the request without executing it.
    fn is_refusal(self) -> bool {
        matches!(self, Answer(status, _) if status.starts_with("429"))
    }

    /// Sends the fault instead of the correct response `good`. An error ends the connection.
    async fn strike(self, good: &[u8], socket: &mut BufReader<TcpStream>) -> io::Result<()> {
        match self {
            Reset(start) => {
                socket.write_all(start.as_bytes()).await?;
                socket.get_ref().set_zero_linger()?;
                Err(ErrorKind::ConnectionReset.into())
            }
            Silent => socket.read_u8().await.map(drop),
            Slow => write_slowly(good, socket).await,
            Answer(status, body) => socket.write_all(&response(status, body)).await,
            Deep => socket.write_all(&response("200 OK", &deep_body())).await,
            Endless(header) => write_endlessly(header, socket).await,
            ClosedWhileIdle => {
                socket.write_all(good).await?;
                Err(ErrorKind::ConnectionAborted.into())
            }
        }
    }
}

async fn write_slowly(bytes: &[u8], socket: &mut BufReader<TcpStream>) -> io::Result<()> {
    let mut interval = interval(BYTE_INTERVAL);
    for byte in bytes {
        interval.tick().await;
        socket.write_u8(*byte).await?;
    }
    Ok(())
}

async fn write_endlessly(header: &str, socket: &mut BufReader<TcpStream>) -> io::Result<()> {
    let head = format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n");
    socket.write_all(head.as_bytes()).await?;
    let chunk = format!("1000\r\n{}\r\n", " ".repeat(0x1000));
    loop {
        socket.write_all(chunk.as_bytes()).await?;
    }
}

fn deep_body() -> Vec<u8> {
    let nested = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let user = format!(r#""user_id": "a", "trusted_metadata": {{"nested": {nested}}}"#);
    format!(r#"{{{user}, "user": {{{user}}}, "results": [{{{user}}}]}}"#).into()
}
