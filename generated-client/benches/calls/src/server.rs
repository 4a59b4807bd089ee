//! A server that returns constant responses.

use std::io;

use axum::Router;
use axum::routing::{get, post};
use bytes::Bytes;
use tokio::net::TcpListener;

use crate::bodies;

/// Serves connections of `listener` until the runtime ends.
///
/// # Errors
///
/// Returns an error if the listener fails.
pub async fn listen(listener: TcpListener) -> io::Result<()> {
    let answer = |body: String| {
        let body = Bytes::from(body);
        move || std::future::ready(body)
    };
    let router = Router::new()
        .route("/v1/users/{user_id}", get(answer(bodies::user())))
        .route("/v1/users", post(answer(bodies::created())))
        .route("/v1/users/search", post(answer(bodies::page())));
    axum::serve(listener, router).await
}
