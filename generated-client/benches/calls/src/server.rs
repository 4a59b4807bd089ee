//! A server that returns constant responses.

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::io;

use axum::Router;
use axum::routing::{get, post};
use bytes::Bytes;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::{Endpoint, bodies};

/// Serves connections of `listener` until the runtime ends.
///
/// # Errors
///
/// Returns an error if the listener fails.
pub async fn listen(listener: TcpListener) -> io::Result<()> {
    let answer = |body: String| {
        let body = Bytes::from(body);
        move || ready(body.clone())
    };
    let router = Router::new()
        .route("/v1/users/{user_id}", get(answer(bodies::user())))
        .route("/v1/users", post(answer(bodies::created())))
        .route("/v1/users/search", post(search()));
    axum::serve(listener, router).await
}

/// Returns a handler for `search`. The cursor selects the form of the page.
fn search() -> impl Fn(Bytes) -> Ready<Bytes> + Clone {
    let pages = Endpoint::ALL
        .into_iter()
        .filter_map(|endpoint| match endpoint {
            Endpoint::Search(form) => Some((endpoint.name(), Bytes::from(bodies::page(form)))),
            Endpoint::Get | Endpoint::Create => None,
        });
    let pages: HashMap<_, _> = pages.collect();
    move |request: Bytes| {
        let request: Value = serde_json::from_slice(&request).unwrap_or_default();
        let cursor = request.get("cursor").and_then(Value::as_str);
        let page = cursor.and_then(|cursor| pages.get(cursor));
        ready(page.cloned().unwrap_or_default())
    }
}
