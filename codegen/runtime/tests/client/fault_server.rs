//! A server on loopback that misbehaves.

use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Notify;

#[derive(Clone, Debug)]
pub(crate) enum Fault {
    /// No server listens.
    Refused,
    /// Sends these bytes of a response, and then a TCP reset.
    Reset(&'static str),
    /// Sends nothing until the client disconnects.
    Silent,
    /// Sends a correct response, one byte a second.
    Dribble,
    /// Sends a response with this status, which headers can follow, and this body.
    Answer(String, Vec<u8>),
    /// Sends a response with this header, and then these bytes for ever.
    Flood(&'static str, Vec<u8>),
    /// Keeps the connection alive after a correct response, and then closes it. Later requests have no fault.
    ClosedWhileIdle,
}

/// A body that is both a note and a page with an item and a next page.
const GOOD: &str = r#"{"note_id": "n1", "results": [{"note_id": "1"}], "next_cursor": "b"}"#;

/// A body that is both a note and a page without items.
const LAST: &str = r#"{"note_id": "n1", "results": []}"#;

pub(crate) struct FaultServer {
    pub(crate) address: String,
    state: Arc<State>,
}

struct State {
    fault: Fault,
    /// The number of requests that got the fault.
    struck: AtomicUsize,
    asked: Notify,
    closed: Notify,
}

impl FaultServer {
    /// Answers each request with the fault. With `good`, answers the first one correctly.
    pub(crate) fn start(fault: Fault, good: bool) -> Self {
        let (socket, address) = unheard();
        let state = Arc::new(State {
            fault,
            struck: AtomicUsize::new(0),
            asked: Notify::new(),
            closed: Notify::new(),
        });
        if matches!(state.fault, Fault::Refused) && !good {
            tokio::spawn(keep(socket));
        } else {
            let listener = socket.listen(16).unwrap();
            tokio::spawn(serve(listener, good, Arc::clone(&state)));
        }
        Self { address, state }
    }

    /// Returns the number of requests that got the fault.
    pub(crate) fn struck(&self) -> usize {
        self.state.struck.load(Ordering::SeqCst)
    }

    /// Waits for a request that gets the fault.
    pub(crate) async fn asked(&self) {
        self.state.asked.notified().await;
    }

    /// Waits until either side has closed a connection.
    pub(crate) async fn closed(&self) {
        self.state.closed.notified().await;
    }
}

/// Returns a socket and its address, at which no server listens.
pub(crate) fn unheard() -> (TcpSocket, String) {
    let socket = at("127.0.0.1:0".parse().unwrap());
    let address = format!("http://{}", socket.local_addr().unwrap());
    (socket, address)
}

fn at(address: SocketAddr) -> TcpSocket {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind(address).unwrap();
    socket
}

/// Reserves the address of a socket for ever.
async fn keep(_socket: TcpSocket) {
    pending::<()>().await;
}

async fn serve(listener: TcpListener, good: bool, state: Arc<State>) {
    if good {
        let first = next_request(&listener).await;
        if matches!(state.fault, Fault::Refused) {
            let address = listener.local_addr().unwrap();
            drop(listener);
            let socket = at(address);
            answer(first, &state).await;
            return keep(socket).await;
        }
        answer(first, &state).await;
    }
    loop {
        let mut socket = next_request(&listener).await;
        let state = Arc::clone(&state);
        state.struck.fetch_add(1, Ordering::SeqCst);
        state.asked.notify_one();
        tokio::spawn(async move {
            // The client may disconnect before the end.
            let _ = strike(&mut socket, &state.fault).await;
            drop(socket);
            state.closed.notify_one();
        });
    }
}

/// Returns the connection with the next request.
async fn next_request(listener: &TcpListener) -> TcpStream {
    loop {
        let (mut socket, _) = listener.accept().await.unwrap();
        if read_request(&mut socket).await.is_ok() {
            return socket;
        }
    }
}

async fn answer(mut socket: TcpStream, state: &State) {
    let kept = matches!(state.fault, Fault::ClosedWhileIdle);
    let header = if kept { "" } else { "connection: close\r\n" };
    let response = response("200 OK", header, GOOD.as_bytes());
    socket.write_all(&response).await.unwrap();
    drop(socket);
    state.closed.notify_one();
}

async fn strike(socket: &mut TcpStream, fault: &Fault) -> io::Result<()> {
    match fault {
        Fault::Refused => {}
        Fault::Reset(start) => {
            socket.write_all(start.as_bytes()).await?;
            socket.set_zero_linger()?;
        }
        Fault::Silent => {
            socket.read_u8().await?;
        }
        Fault::Dribble => {
            let mut second = tokio::time::interval(Duration::from_secs(1));
            for byte in response("200 OK", "", LAST.as_bytes()) {
                second.tick().await;
                socket.write_all(&[byte]).await?;
            }
        }
        Fault::Answer(status, body) => {
            socket
                .write_all(&response(status, "connection: close\r\n", body))
                .await?;
        }
        Fault::Flood(header, part) => {
            let head = format!("HTTP/1.1 200 OK\r\n{header}\r\n\r\n");
            socket.write_all(head.as_bytes()).await?;
            loop {
                socket.write_all(part).await?;
            }
        }
        Fault::ClosedWhileIdle => {
            socket
                .write_all(&response("200 OK", "", LAST.as_bytes()))
                .await?;
        }
    }
    Ok(())
}

pub(crate) fn response(status: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\n{header}content-length: {length}\r\n\r\n");
    [head.as_bytes(), body].concat()
}

/// Reads a request to the end of its body, and returns its head.
pub(crate) async fn read_request(socket: &mut (impl AsyncRead + Unpin)) -> io::Result<String> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        head.push(char::from(socket.read_u8().await?));
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    socket.read_exact(&mut body).await?;
    Ok(head)
}
