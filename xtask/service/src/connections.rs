//! The connections: how many there may be at a time, and how long each may stay silent.

use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How long the head of a request may take to arrive, and then its body.
pub(crate) const READ_TIMEOUT: Duration = Duration::from_secs(30);

/// The most connections at a time. Further ones wait in the queue of the operating system.
const MOST: usize = 256;

/// How long to wait where no connection can be accepted, for example because the process has too many files open.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// Serves all connections. Whoever drops this future ends them.
pub(crate) async fn serve(listener: TcpListener, router: Router) {
    let mut connections = JoinSet::new();
    loop {
        while connections.len() >= MOST {
            connections.join_next().await;
        }
        match listener.accept().await {
            Ok((socket, _)) => drop(connections.spawn(serve_one(socket, router.clone()))),
            Err(error) => {
                eprintln!("cannot accept a connection, and try again in a second: {error}");
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
    // A connection that breaks off concerns its client alone, who knows of it.
    let _ = http
        .serve_connection(TokioIo::new(socket), TowerToHyperService::new(router))
        .await;
}
