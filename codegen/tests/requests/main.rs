//! The emitted client of an API with many features of requests, over real HTTP and with canned answers.

mod access;
mod charges;
mod labels;
mod letters;
mod scans;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use sorting_office::testing::{Answer, CannedTransport, SentRequest};
use sorting_office::{Client, ClientBuilder};

/// A received request.
struct Arrived {
    line: String,
    headers: axum::http::HeaderMap,
    body: String,
}

impl Arrived {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

fn builder() -> ClientBuilder {
    Client::builder("client-1", "key 1&")
}

/// The URL of a server that answers every request with `{}`, and the received requests.
async fn server() -> (String, Arc<Mutex<Vec<Arrived>>>) {
    let arrived = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&arrived);
    let app = Router::new().fallback(move |request: Request| async move {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        log.lock().unwrap().push(Arrived {
            line: format!("{} {}", parts.method, parts.uri),
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        });
        "{}"
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    (url, arrived)
}

/// A client for such a server, and the received requests.
async fn serve() -> (Client, Arc<Mutex<Vec<Arrived>>>) {
    let (url, arrived) = server().await;
    (builder().base_url(url).build().unwrap(), arrived)
}

/// Returns the only request.
fn only(arrived: &Mutex<Vec<Arrived>>) -> Arrived {
    let mut arrived = arrived.lock().unwrap();
    assert_eq!(arrived.len(), 1);
    arrived.remove(0)
}

/// A client with these answers, and its requests.
fn canned(answers: impl IntoIterator<Item = Answer>) -> (Client, CannedTransport) {
    let transport = CannedTransport::new(answers);
    let client = builder().transport(transport.clone()).build().unwrap();
    (client, transport)
}

fn only_sent(transport: &CannedTransport) -> SentRequest {
    let [sent] = <[_; 1]>::try_from(transport.requests()).unwrap();
    sent
}
