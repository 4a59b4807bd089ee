//! Calls against a server that writes odd HTTP. Each call must end in a value or an error, and in time.
//!
//! The server is part of the program and listens on loopback. The seed and the number of the call determine its output:
//! odd status lines, interim responses, too many headers, contradicting lengths, broken chunks, bytes after the end. It
//! writes all at once or byte by byte. Then it closes the connection early, resets it, stays silent, or writes bytes
//! for ever.
//!
//! ```text
//! cargo run --release -p client-runtime --example oddities               # for an hour
//! cargo run --release -p client-runtime --example oddities -- 60 7       # for 60 seconds, with the seed 7
//! cargo run --release -p client-runtime --example oddities -- 0 7 1234   # call 1234 of the seed 7 alone
//! ```
//!
//! The program ends with status 1 if a call returned too late, if anything panicked, or, on Linux, if the process took
//! more than 256 MiB at its peak. It names the late calls.
//!
//! It does not compare values. The server answers some requests twice. If the second answer arrives after the client
//! has sent the next request on the connection, an HTTP/1.1 client cannot notice.

use std::collections::BTreeMap;
use std::error::Error as StdError;
use std::io::{self, ErrorKind};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use client_runtime::{Client, Error, RetryPolicy};
use fastrand::Rng;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::{JoinSet, yield_now};
use tokio::time::{Instant, timeout};

const SECONDS: u64 = 3600;
const SEED: u64 = 20_261_126;
const CALLS_AT_A_TIME: usize = 256;

const CALL_TIMEOUT: Duration = Duration::from_millis(500);
/// The time after which a call is late, with a reserve for a busy machine.
const PATIENCE: Duration = Duration::from_secs(10);
const RESPONSE_LIMIT: usize = 64 << 10;
/// The most memory of the process, in KiB.
const MOST_MEMORY: u64 = 256 << 10;

static PANICS: AtomicUsize = AtomicUsize::new(0);

#[tokio::main]
async fn main() -> Result<ExitCode, Box<dyn StdError>> {
    count_panics();
    let arguments = std::env::args().skip(1).map(|argument| argument.parse());
    let mut arguments = arguments.collect::<Result<Vec<u64>, _>>()?.into_iter();
    let seconds = arguments.next().unwrap_or(SECONDS);
    let seed = arguments.next().unwrap_or(SEED);
    let only = arguments.next();

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", listener.local_addr()?);
    tokio::spawn(listen(listener, seed));
    let run = Arc::new(Run {
        client: client(&address)?,
        next_call: AtomicU64::new(0),
        tally: Mutex::default(),
    });
    let start = Instant::now();
    if let Some(number) = only {
        run.call(number).await;
    } else {
        let end = start + Duration::from_secs(seconds);
        let mut workers = JoinSet::new();
        for _ in 0..CALLS_AT_A_TIME {
            workers.spawn(Arc::clone(&run).work(end));
        }
        // The hook counts workers that panic.
        while workers.join_next().await.is_some() {}
    }
    println!("seed {seed}, {:.1?}", start.elapsed());
    Ok(run.report())
}

/// Counts panics in all tasks, also those of the transport.
fn count_panics() {
    let print = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        PANICS.fetch_add(1, Ordering::SeqCst);
        print(panic);
    }));
}

/// Creates a client. Returns an error without the feature `hyper`, because the client then has no transport.
fn client(address: &str) -> Result<Client, Error> {
    Client::builder("key", "secret")
        .base_url(address)
        .timeout(CALL_TIMEOUT)
        .response_limit(RESPONSE_LIMIT)
        .retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
        .build()
}

// The calls.

struct Run {
    client: Client,
    next_call: AtomicU64,
    tally: Mutex<Tally>,
}

#[derive(Default)]
struct Tally {
    /// The number of calls for each outcome.
    ends: BTreeMap<&'static str, usize>,
    /// The numbers of the calls that did not return in time.
    late: Vec<u64>,
    slowest: Duration,
}

impl Run {
    async fn work(self: Arc<Self>, end: Instant) {
        while Instant::now() < end {
            self.call(self.next_call.fetch_add(1, Ordering::SeqCst))
                .await;
        }
    }

    async fn call(&self, number: u64) {
        let id = number.to_string();
        let start = Instant::now();
        let result = timeout(PATIENCE, self.client.notes().get(&id).send()).await;
        let end = match &result {
            Err(_) => "not in time",
            Ok(Ok(_)) => "value",
            Ok(Err(error)) => kind(error),
        };
        let mut tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        *tally.ends.entry(end).or_default() += 1;
        tally.slowest = tally.slowest.max(start.elapsed());
        if result.is_err() {
            tally.late.push(number);
        }
    }

    fn report(&self) -> ExitCode {
        let tally = self.tally.lock().unwrap_or_else(PoisonError::into_inner);
        for (end, count) in &tally.ends {
            println!("{count:>9} {end}");
        }
        let calls = tally.ends.values().sum::<usize>();
        let (panics, memory) = (PANICS.load(Ordering::SeqCst), peak_memory());
        println!("{calls} calls; the slowest took {:.1?}", tally.slowest);
        println!("peak memory, server included: {memory} KiB; panics: {panics}");
        if tally.late.is_empty() && panics == 0 && memory <= MOST_MEMORY {
            return ExitCode::SUCCESS;
        }
        println!("late calls: {:?}", tally.late);
        ExitCode::FAILURE
    }
}

fn kind(error: &Error) -> &'static str {
    match error.status() {
        Some(status) if !status.is_success() => "error of the service",
        _ if error.is_timeout() => "timeout",
        _ if error.is_connect() => "no connection",
        _ if error.is_decode() => "unexpected body",
        None => "no response",
        Some(_) => "body broken off or too large",
    }
}

/// Returns the peak memory of this process, in KiB. 0 if the system does not report it.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|peak| peak.trim().strip_suffix(" kB")?.parse().ok());
    peak.unwrap_or(0)
}

// The server.

async fn listen(listener: TcpListener, seed: u64) {
    loop {
        match listener.accept().await {
            Ok((socket, _)) => drop(tokio::spawn(serve(socket, seed))),
            Err(error) => eprintln!("the server cannot accept a connection: {error}"),
        }
    }
}

/// Answers one request after the other, until either side ends the connection.
async fn serve(socket: TcpStream, seed: u64) -> io::Result<()> {
    socket.set_nodelay(true)?;
    let mut socket = BufReader::new(socket);
    loop {
        let number = read_request(&mut socket).await?;
        let rng = &mut Rng::with_seed(seed.wrapping_add(number));
        Answer::new(number, rng).play(rng, &mut socket).await?;
    }
}

/// Returns the number of the call. Requests have no bodies.
async fn read_request(socket: &mut BufReader<TcpStream>) -> io::Result<u64> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if socket.read_line(&mut head).await? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
    }
    let path = head.split(' ').nth(1);
    let number = path.and_then(|path| path.strip_prefix("/v1/notes/")?.parse().ok());
    number.ok_or_else(|| ErrorKind::InvalidData.into())
}

/// The output of the server, and its pace.
struct Answer {
    bytes: Vec<u8>,
    pace: Pace,
    end: End,
}

#[derive(Clone, Copy)]
enum Pace {
    AtOnce,
    InPieces,
    ByteByByte,
}

#[derive(Clone, Copy)]
enum End {
    /// The server waits for another request.
    Kept,
    Closed,
    Reset,
    /// The server writes no more until the client disconnects.
    Silent,
    /// The server writes these bytes again and again until the client disconnects.
    Endless(&'static [u8]),
}

impl Answer {
    fn new(number: u64, rng: &mut Rng) -> Self {
        let mut bytes = Vec::new();
        interim(rng, &mut bytes);
        bytes.extend(one_in(8, rng, &STATUS_LINES).unwrap_or(b"HTTP/1.1 200 OK"));
        headers(rng, &mut bytes);
        framed(&body(number, rng), rng, &mut bytes);
        bytes.extend(one_in(8, rng, &EXTRAS).unwrap_or(b""));
        if rng.u8(..) < 16 {
            bytes.truncate(rng.usize(..=bytes.len()));
        }
        Self {
            bytes,
            pace: one_in(2, rng, &[&Pace::InPieces, &Pace::ByteByByte])
                .copied()
                .unwrap_or(Pace::AtOnce),
            end: one_in(4, rng, &ENDS).copied().unwrap_or(End::Kept),
        }
    }

    /// An error ends the connection.
    async fn play(self, rng: &mut Rng, socket: &mut BufReader<TcpStream>) -> io::Result<()> {
        let mut rest = self.bytes.as_slice();
        while !rest.is_empty() {
            let length = match self.pace {
                Pace::AtOnce => rest.len(),
                Pace::InPieces => rng.usize(1..=rest.len()),
                // Each byte costs a system call, so only the last ones are sent one by one.
                Pace::ByteByByte if rest.len() > 2_000 => rest.len() - 2_000,
                Pace::ByteByByte => 1,
            };
            let (piece, after) = rest.split_at(length);
            socket.write_all(piece).await?;
            yield_now().await;
            rest = after;
        }
        match self.end {
            End::Kept => Ok(()),
            End::Closed => Err(ErrorKind::ConnectionAborted.into()),
            End::Reset => {
                socket.get_ref().set_zero_linger()?;
                Err(ErrorKind::ConnectionReset.into())
            }
            End::Silent => socket.read_u8().await.map(drop),
            End::Endless(bytes) => loop {
                socket.write_all(bytes).await?;
            },
        }
    }
}

/// Returns one of these, in one case out of `n`.
fn one_in<'t, T: ?Sized>(n: u8, rng: &mut Rng, of: &[&'t T]) -> Option<&'t T> {
    let it = rng.choice(of).copied();
    it.filter(|_| rng.u8(..n) == 0)
}

const STATUS_LINES: [&[u8]; 17] = [
    b"HTTP/0.9 200 OK",
    b"HTTP/1.0 200 OK",
    b"HTTP/2.0 200 OK",
    b"http/1.1 200 ok",
    b"HTTP/1.1 200",
    b"HTTP/1.1  200  OK",
    b"HTTP/1.1 20",
    b"HTTP/1.1 099 Low",
    b"HTTP/1.1 999 High",
    b"HTTP/1.1 204 No Content",
    b"HTTP/1.1 205 Reset Content",
    b"HTTP/1.1 304 Not Modified",
    b"HTTP/1.1 302 Found\r\nlocation: /v1/notes/0",
    b"HTTP/1.1 503 \xff\xfe",
    b"HTTP/1.1 200 \0",
    b"<html>",
    b"",
];

const EXTRAS: [&[u8]; 5] = [
    b"\r\n",
    b"\0",
    b"garbage",
    b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n{\"note_id\": \"stray\"}",
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\n\r\n",
];

const ENDS: [&End; 8] = [
    &End::Closed,
    &End::Closed,
    &End::Reset,
    &End::Silent,
    &End::Endless(b" "),
    &End::Endless(b"1000\r\n"),
    &End::Endless(b"x: y\r\n"),
    &End::Endless(b"HTTP/1.1 100 Continue\r\n\r\n"),
];

/// Writes interim responses.
fn interim(rng: &mut Rng, bytes: &mut Vec<u8>) {
    const INTERIM: [&[u8]; 4] = [
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nlink: </a>\r\ncontent-length: 5\r\n\r\n",
        b"HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: odd\r\n\r\n",
        b"\r\n",
    ];
    if let Some(interim) = one_in(8, rng, &INTERIM) {
        let times = *rng.choice(&[1, 2, 1_000]).unwrap_or(&1);
        bytes.extend(interim.repeat(times));
    }
}

/// Ends the status line, and writes headers that do not concern the length.
fn headers(rng: &mut Rng, bytes: &mut Vec<u8>) {
    const HEADERS: [&[u8]; 14] = [
        b"retry-after: 0",
        b"retry-after: -1",
        b"retry-after: 99999999999999999999",
        b"retry-after: Thu, 01 Jan 1970 00:00:00 GMT",
        b"connection: close",
        b"connection: keep-alive, close, odd",
        b"content-encoding: gzip",
        b"content-type: text/html; charset=\xff",
        b"x-request-id: \xf0\x9f\x98\x80",
        b"no colon",
        b": no name",
        b"fold: ed\r\n over two lines",
        b"na\0me: value",
        b"space : before the colon",
    ];
    bytes.extend(b"\r\n");
    if let Some(header) = one_in(4, rng, &HEADERS) {
        let line_end = one_in(8, rng, &[&b"\n"[..], b"\r"]).unwrap_or(b"\r\n");
        bytes.extend([header, line_end].concat());
    }
    if rng.u8(..) < 16 {
        let count = *rng.choice(&[2, 99, 100, 101, 5_000]).unwrap_or(&2);
        bytes.extend(b"x: y\r\n".repeat(count));
    }
    if rng.u8(..) < 4 {
        let length = *rng.choice(&[1_000, 100_000, 1_000_000]).unwrap_or(&1);
        bytes.extend([b"long: ", &*b"x".repeat(length), b"\r\n"].concat());
    }
}

fn body(number: u64, rng: &mut Rng) -> Vec<u8> {
    let note = format!(r#"{{"note_id": "{number}", "request_id": "r1"}}"#);
    match rng.u8(..32) {
        0 => Vec::new(),
        1 => b"null".to_vec(),
        2 => b"[".repeat(10_000),
        3 => [b" ".repeat(rng.usize(..2 * RESPONSE_LIMIT)), note.into()].concat(),
        4 => (0..rng.u8(..)).map(|_| rng.u8(..)).collect(),
        _ => note.into(),
    }
}

/// Writes the headers of the length, and the body.
fn framed(body: &[u8], rng: &mut Rng, bytes: &mut Vec<u8>) {
    const LENGTHS: [&[u8]; 12] = [
        b"content-length:",
        b"content-length: -1",
        b"content-length: +5",
        b"content-length: 0x10",
        b"content-length: 5, 5",
        b"content-length: 5\r\ncontent-length: 6",
        b"content-length: 0",
        b"content-length: 1000000",
        b"content-length: 18446744073709551615",
        b"content-length: 18446744073709551616",
        b"transfer-encoding: gzip, chunked",
        b"transfer-encoding: identity",
    ];
    let length = format!("content-length: {}", body.len()).into_bytes();
    match rng.u8(..8) {
        0 => bytes.extend(one_in(1, rng, &LENGTHS).unwrap_or(b"")),
        1 => bytes.extend([&*length, b"\r\n", &*length].concat()),
        2 | 3 => {
            let both = rng.u8(..8) == 0;
            bytes.extend(if both { &*length } else { b"x: y" });
            bytes.extend(b"\r\ntransfer-encoding: chunked\r\n\r\n");
            return chunks(body, rng, bytes);
        }
        4 if rng.bool() => bytes.extend(b"x: until the connection ends"),
        _ => bytes.extend(length),
    }
    bytes.extend(b"\r\n\r\n");
    bytes.extend(body);
}

fn chunks(body: &[u8], rng: &mut Rng, bytes: &mut Vec<u8>) {
    const BROKEN: [&[u8]; 8] = [
        b"zz\r\n",
        b"-1\r\n",
        b"\r\n",
        b"5\r\nabc",
        b"5;a=\"\r\n\"\r\nabcde\r\n",
        b"FFFFFFFFFFFFFFFF\r\n",
        b"10000000000000000\r\n",
        b"00000000000000000000000000000000000000000000000000001\r\na\r\n",
    ];
    let mut rest = body;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rng.usize(1..=rest.len()));
        bytes.extend(one_in(32, rng, &BROKEN).unwrap_or(b""));
        bytes.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        bytes.extend([chunk, b"\r\n"].concat());
        rest = after;
    }
    let trailers = one_in(8, rng, &[&1, &101, &5_000]).copied().unwrap_or(0);
    bytes.extend([b"0\r\n", &*b"x: y\r\n".repeat(trailers), b"\r\n"].concat());
}
