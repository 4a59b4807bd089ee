//! A backend with which people sign up.

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use stytch_users::{Client, ErrorType};

/// Creates the app. `POST /people` reads an email address and returns the id of the new user.
pub fn app(client: Client) -> Router {
    Router::new()
        .route("/people", post(sign_up))
        .with_state(client)
}

async fn sign_up(State(client): State<Client>, email: String) -> (StatusCode, String) {
    let error = match client.users().create().email(email).send().await {
        Ok(created) => return (StatusCode::CREATED, created.user_id.to_string()),
        Err(error) => error,
    };
    let (status, message) = match error.error_type() {
        Some(ErrorType::DuplicateEmail) => (StatusCode::CONFLICT, "you have signed up already"),
        Some(ErrorType::InvalidEmail) => (StatusCode::BAD_REQUEST, "this is not an email address"),
        _ => (StatusCode::BAD_GATEWAY, "try again later"),
    };
    (status, message.to_owned())
}
