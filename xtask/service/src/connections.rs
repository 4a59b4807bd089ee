//! Serves connections, with a limit on their number and on the time without data.

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// The longest time in which the head of a request must arrive, and then its body.
pub(crate) const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// The most connections at a time. Further connections wait in the queue of the operating system.
const MOST: usize = 256;

/// The delay after a connection could not be accepted, for example because the process has too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// Serves all connections. Dropping this future closes them.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        while connections.len() >= MOST {
            connections.join_next().await;
        }
        match listener.accept().await {
            Ok((socket, _)) => drop(connections.spawn(serve_one(socket, router.clone()))),
            Err(error) => {
                eprintln!("cannot accept a connection, retrying in 1 s: {error}");
                sleep(ACCEPT_PAUSE).await;
            }
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn serve_one(socket: TcpStream, router: Router) {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(READ_TIMEOUT);
    // A broken connection is not an error of the service, and the client notices it.
    let _ = http
        .serve_connection(TokioIo::new(socket), TowerToHyperService::new(router))
        .await;
}
