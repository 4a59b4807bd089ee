//! Tests signing up with prepared responses, and with a local service.

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use downstream::app;
use serde_json::json;
use stytch_users::testing::{Answer, CannedTransport};
use stytch_users::{Client, ClientBuilder};
use tower::ServiceExt;
use users_service::Options;

fn builder() -> ClientBuilder {
    Client::builder("project-test-1", "secret-test-1")
}

async fn sign_up(client: &Client, email: &'static str) -> (StatusCode, String) {
    let request = Request::post("/people").body(Body::from(email)).unwrap();
    let response = app(client.clone()).oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1024).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn with_prepared_responses() {
    let user = json!({ "user_id": "user-test-1" });
    let transport = CannedTransport::new([
        Answer::json(200, json!({ "user_id": "user-test-1", "user": user })),
        Answer::json(400, json!({ "error_type": "duplicate_email" })),
        Answer::new(502, "<html>"),
    ]);
    let client = builder().transport(transport.clone()).build().unwrap();
    let created = (StatusCode::CREATED, "user-test-1".to_owned());
    assert_eq!(sign_up(&client, "ada@example.com").await, created);
    assert_eq!(
        sign_up(&client, "ada@example.com").await.0,
        StatusCode::CONFLICT
    );
    assert_eq!(
        sign_up(&client, "ada@example.com").await.0,
        StatusCode::BAD_GATEWAY
    );
    let requests = transport.requests();
    assert_eq!(requests.len(), 3);
    assert_eq!(requests[0].json(), json!({ "email": "ada@example.com" }));
}

#[tokio::test]
async fn with_a_service() {
    let service = users_service::start(Options::default()).await.unwrap();
    let client = builder().base_url(service.url()).build().unwrap();
    let (status, id) = sign_up(&client, "ada@example.com").await;
    assert_eq!(status, StatusCode::CREATED);
    let user = client.users().get(&id).send().await.unwrap();
    assert_eq!(user.emails[0].email, "ada@example.com");
    assert_eq!(
        sign_up(&client, "ada@example.com").await.0,
        StatusCode::CONFLICT
    );
    assert_eq!(sign_up(&client, "ada").await.0, StatusCode::BAD_REQUEST);
}
