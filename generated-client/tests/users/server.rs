//! Servers on loopback, and clients that call them.

use std::collections::VecDeque;
use std::io::ErrorKind;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use stytch_users::{Client, RetryPolicy};
use tokio::net::TcpListener;

pub(crate) const PROJECT_ID: &str = "project-test-1";
pub(crate) const SECRET: &str = "hunter2";

/// Returns prepared responses one after the other, then status 500, and records all requests.
pub(crate) struct Server {
    pub(crate) address: String,
    pub(crate) client: Client,
    asked: Arc<Mutex<Vec<Asked>>>,
}

/// A recorded request.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    /// `<method> <path and query>`
    pub(crate) line: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Asked {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

impl Server {
    pub(crate) async fn answering(answers: impl IntoIterator<Item = (u16, Value)>) -> Self {
        let answers: VecDeque<_> = answers.into_iter().collect();
        let answers = Arc::new(Mutex::new(answers));
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let log = Arc::clone(&asked);
        let router = Router::new().fallback(move |request: Request| {
            let (answers, log) = (Arc::clone(&answers), Arc::clone(&log));
            async move {
                let (head, body) = request.into_parts();
                let asked = Asked {
                    line: format!("{} {}", head.method, head.uri),
                    headers: head.headers,
                    body: to_bytes(body, usize::MAX).await.unwrap(),
                };
                log.lock().unwrap().push(asked);
                let answer = answers.lock().unwrap().pop_front();
                let (status, body) = answer.unwrap_or((500, json!({})));
                (StatusCode::from_u16(status).unwrap(), body.to_string())
            }
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
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

    /// Returns the only request so far.
    pub(crate) fn asked_once(&self) -> Asked {
        let mut asked = self.asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        asked.remove(0)
    }
}

/// A server that expects no connection.
pub(crate) struct Unreached {
    pub(crate) client: Client,
    listener: std::net::TcpListener,
}

impl Unreached {
    pub(crate) fn new() -> Self {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.set_nonblocking(true).unwrap();
        Self {
            client: client(&listener.local_addr().unwrap().to_string()),
            listener,
        }
    }

    /// Whether no client has connected: a connection would wait in the queue of the listener.
    pub(crate) fn is_unreached(&self) -> bool {
        matches!(self.listener.accept(), Err(error) if error.kind() == ErrorKind::WouldBlock)
    }
}

/// Creates a client with the built-in transport, or with reqwest if the feature `hyper` is disabled.
fn client(address: &str) -> Client {
    #[cfg(not(feature = "hyper"))]
    return reqwest_client(address);
    #[cfg(feature = "hyper")]
    Client::builder(PROJECT_ID, SECRET)
        .retry(RetryPolicy::none())
        .base_url(format!("http://{address}"))
        .build()
        .unwrap()
}

#[cfg(feature = "reqwest")]
pub(crate) fn reqwest_client(address: &str) -> Client {
    let transport = reqwest::Client::builder()
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .unwrap();
    Client::builder(PROJECT_ID, SECRET)
        .retry(RetryPolicy::none())
        .base_url(format!("http://{address}"))
        .transport(transport)
        .build()
        .unwrap()
}
