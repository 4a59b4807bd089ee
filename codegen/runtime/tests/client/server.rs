//! Servers on loopback.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use client_runtime::{Client, RetryPolicy};
use http::{HeaderMap, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// The start of the errors of `notes().get(…)`.
pub(crate) const GET: &str = "GET /v1/notes/{note_id}: ";

/// Returns the answers in their order, then status 500, and records the requests.
pub(crate) struct Server {
    pub(crate) client: Client,
    pub(crate) address: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// `GET /path?query`
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

impl Server {
    pub(crate) async fn answering<A: IntoResponse>(answers: impl IntoIterator<Item = A>) -> Self {
        let answers: VecDeque<Response> = answers
            .into_iter()
            .map(IntoResponse::into_response)
            .collect();
        let answers = Arc::new(Mutex::new(answers));
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let log = Arc::clone(&asked);
        let router = Router::new().fallback(move |request: Request| {
            let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
            async move {
                let (head, body) = request.into_parts();
                let body = to_bytes(body, usize::MAX).await.unwrap();
                let line = format!("{} {}", head.method, head.uri);
                log.lock().unwrap().push(Asked {
                    line,
                    headers: head.headers,
                    body,
                });
                let answer = answers.lock().unwrap().pop_front();
                answer.unwrap_or_else(|| StatusCode::INTERNAL_SERVER_ERROR.into_response())
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, router).into_future());
        Self {
            client: client(&address),
            address,
            asked,
        }
    }

    /// Returns all requests so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// Returns the only request.
    pub(crate) fn asked_once(&self) -> Asked {
        let mut asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.remove(0)
    }
}

/// Starts a server that sends these bytes to each client and disconnects. Returns its address.
pub(crate) async fn raw(answer: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            if socket.read(&mut [0; 4096]).await.is_ok() {
                let _ = socket.write_all(answer).await;
            }
        }
    });
    format!("http://{address}")
}

/// Starts a server that accepts connections and sends nothing. Returns its address, without a scheme.
pub(crate) async fn silent() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let mut sockets = Vec::new();
        while let Ok((socket, _)) = listener.accept().await {
            sockets.push(socket);
        }
    });
    address.to_string()
}

/// Creates a client that makes one attempt of each call.
pub(crate) fn client(address: &str) -> Client {
    Client::builder("key", "secret")
        .base_url(address)
        .retry(RetryPolicy::none())
        .build()
        .unwrap()
}
