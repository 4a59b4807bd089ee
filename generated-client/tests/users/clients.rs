//! Tests the base URL of clients, and that no output contains the secret.

use std::collections::VecDeque;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use stytch_users::transport::{Transport, TransportError, TransportFuture};
use stytch_users::{Client, RetryPolicy};

const LIVE: &str = "https://api.stytch.com";
const TEST: &str = "https://test.stytch.com";

/// Records the URL of each request, and returns the next prepared response, or a connection error.
#[derive(Default)]
struct Stub {
    asked: Mutex<Vec<String>>,
    answers: Mutex<VecDeque<Option<(u16, &'static str)>>>,
}

impl Transport for Stub {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        self.asked.lock().unwrap().push(request.uri().to_string());
        let answer = self.answers.lock().unwrap().pop_front().flatten();
        Box::pin(async move {
            let Some((status, body)) = answer else {
                return Err(TransportError::new("the wire is cut").connecting());
            };
            Ok(Response::builder()
                .status(status)
                .body(body.into())
                .unwrap())
        })
    }
}

#[tokio::test]
async fn the_project_id_picks_the_server_unless_a_base_url_is_set() {
    let proxy = Some("https://proxy.example.com/stytch/");
    for (project_id, base_url, server) in [
        ("project-live-1", None, LIVE),
        ("project-test-1", None, TEST),
        ("Project-Live-1", None, TEST),
        ("project-live", None, TEST),
        ("my-project-live-1", None, TEST),
        ("project-live-1", proxy, "https://proxy.example.com/stytch"),
        ("project-test-1", Some(LIVE), LIVE),
    ] {
        let transport = Arc::new(Stub::default());
        let mut builder = Client::builder(project_id, "secret")
            .retry(RetryPolicy::none())
            .transport(Arc::clone(&transport));
        if let Some(url) = base_url {
            builder = builder.base_url(url);
        }
        builder
            .build()
            .unwrap()
            .users()
            .get("u1")
            .send()
            .await
            .unwrap_err();

        let asked = transport.asked.lock().unwrap();
        assert_eq!(*asked, [format!("{server}/v1/users/u1")], "{project_id}");
    }
}

/// Tests cannot send requests to the real servers, but `Debug` shows the server of a client.
#[cfg(feature = "hyper")]
#[test]
fn a_client_with_the_usual_settings_picks_the_server_too() {
    for (project_id, server) in [("project-live-1", LIVE), ("project-test-1", TEST)] {
        let client = Client::new(project_id, "secret").unwrap();
        assert!(
            format!("{client:?}").contains(&format!("{server:?}")),
            "{client:?}"
        );
    }
}

#[tokio::test]
async fn no_output_contains_the_secret() {
    let secretless = |value: &dyn Debug| {
        for text in [format!("{value:?}"), format!("{value:#?}")] {
            for secret in ["hunter2", "aHVudGVyMg"] {
                assert!(!text.contains(secret), "{text}");
            }
        }
    };
    let transport = Stub::default();
    transport.answers.lock().unwrap().extend([
        Some((401, r#"{"error_type": "unauthorized_credentials"}"#)),
        Some((200, "[]")),
        None,
    ]);
    let builder = Client::builder("project-test-1", "hunter2").transport(transport);
    secretless(&builder);
    let client = builder.build().unwrap();
    secretless(&client);
    let users = client.users();
    secretless(&users);

    let requests: [&dyn Debug; 15] = [
        &users.create(),
        &users.get("u1"),
        &users.search(),
        &users.search().into_stream(),
        &users.update("u1"),
        &users.exchange_primary_factor("u1"),
        &users.delete("u1"),
        &users.delete_email("e1"),
        &users.delete_phone_number("p1"),
        &users.delete_webauthn_registration("w1"),
        &users.delete_biometric_registration("b1"),
        &users.delete_totp("t1"),
        &users.delete_crypto_wallet("c1"),
        &users.delete_password("p1"),
        &users.delete_oauth_registration("o1"),
    ];
    requests.into_iter().for_each(secretless);

    for text in [
        "401 Unauthorized: unauthorized_credentials",
        "200 OK: not as expected",
        "no connection",
    ] {
        let error = users.get("u1").send().await.unwrap_err();
        let text = format!("GET /v1/users/{{user_id}}: {text}");
        assert!(error.to_string().starts_with(&text), "{error}");
        secretless(&error);
        assert!(!format!("{error} {error:#}").contains("hunter2"));
    }
    let refused = users.get("").send().await.unwrap_err();
    assert!(refused.is_invalid_request());
    secretless(&refused);
    secretless(
        &Client::builder("project:test", "hunter2")
            .build()
            .unwrap_err(),
    );
}

#[cfg(any(feature = "hyper", feature = "reqwest"))]
#[test]
fn debug_shows_no_personal_data() {
    let user: stytch_users::types::User = serde_json::from_value(crate::bodies::user()).unwrap();
    let client = Client::builder("project-test-1", "secret")
        .transport(Stub::default())
        .build()
        .unwrap();
    let create = client
        .users()
        .create()
        .email("ada@example.com")
        .phone_number("+10000000000")
        .trusted_metadata([("plan", "pro")]);
    let shown = format!("{user:?} {create:?}");
    for personal in ["ada@", "+10000000000", "Ada", "plan"] {
        assert!(!shown.contains(personal), "{personal}: {shown}");
    }
    assert!(shown.contains("email: Some(<redacted>)"), "{shown}");
}

#[cfg(all(feature = "blocking", feature = "hyper"))]
#[test]
fn a_blocking_client_makes_the_same_calls() {
    let answers = [
        stytch_users::testing::Answer::json(200, serde_json::json!({"user_id": "u1"})),
        stytch_users::testing::Answer::json(
            200,
            serde_json::json!({"results": [{"user_id": "u2"}], "results_metadata": {}}),
        ),
    ];
    let transport = stytch_users::testing::CannedTransport::new(answers);
    let client = Client::builder("project-test-1", "secret")
        .transport(transport)
        .build_blocking()
        .unwrap();

    let user = client.wait(client.users().get("u1").send()).unwrap();
    let found: Vec<_> = client.iter(client.users().search().into_stream()).collect();

    assert_eq!(user.user_id, "u1");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].as_ref().unwrap().user_id, "u2");
    assert!(stytch_users::blocking::Client::new("project-test-1", "secret").is_ok());
}
