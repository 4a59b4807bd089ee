//! The emitted client of an API of facts, over real HTTP.

mod constraints;
mod scalars;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::Request;
use fact_book::Client;

/// A server that answers all requests with `answer`, a client for it, and the received requests: a line and a body
/// each.
async fn serve(answer: &'static str) -> (Client, Arc<Mutex<Vec<String>>>) {
    let arrived = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&arrived);
    let app = Router::new().fallback(move |request: Request| async move {
        let (parts, body) = request.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        let price = parts.headers.get("x-price").map(|price| price.to_str().unwrap());
        let price = price.map_or_else(String::new, |price| format!("[{price}] "));
        let line = format!("{} {} {price}{body}", parts.method, parts.uri);
        log.lock().unwrap().push(line.trim_end().to_owned());
        answer
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    let client = Client::builder().base_url(url).build().unwrap();
    (client, arrived)
}
