//! Tests parameters in the body, and their rules.

use serde_json::{Value, json};
use stytch_users::JsonObject;
use stytch_users::types::{Attributes, Name};

use crate::bodies;
use crate::server::{Asked, Server, Unreached};

#[tokio::test]
async fn create_sends_every_parameter() {
    let server = Server::answering([(200, bodies::created()[0].0.clone())]).await;
    server
        .client
        .users()
        .create()
        .email("ada@example.com")
        .name(
            Name::new()
                .first_name("Ada")
                .middle_name("King")
                .last_name("Lovelace"),
        )
        .attributes(
            Attributes::new()
                .ip_address("203.0.113.7")
                .user_agent("Mozilla/5.0"),
        )
        .phone_number("+10000000000")
        .create_user_as_pending(false)
        .trusted_metadata([("plan", "gold")])
        .untrusted_metadata(JsonObject::default())
        .external_id("customer-1")
        .roles(["admin"])
        .send()
        .await
        .unwrap();

    assert_eq!(
        server.asked_once().json(),
        json!({
            "email": "ada@example.com",
            "name": {"first_name": "Ada", "middle_name": "King", "last_name": "Lovelace"},
            "attributes": {"ip_address": "203.0.113.7", "user_agent": "Mozilla/5.0"},
            "phone_number": "+10000000000",
            "create_user_as_pending": false,
            "trusted_metadata": {"plan": "gold"},
            "untrusted_metadata": {},
            "external_id": "customer-1",
            "roles": ["admin"],
        })
    );
}

#[tokio::test]
async fn update_sends_the_set_parameters_and_null_only_to_remove_a_key_of_metadata() {
    let server = Server::answering([(200, bodies::updated()[0].0.clone())]).await;
    server
        .client
        .users()
        .update("user-test-1")
        .name(Name::new().last_name("King"))
        .attributes(Attributes::new())
        .trusted_metadata([("plan", json!("silver")), ("trial", Value::Null)])
        .untrusted_metadata(JsonObject::try_from(json!({"theme": {"dark": true}})).unwrap())
        .external_id("customer-2")
        .roles(Vec::<String>::new())
        .send()
        .await
        .unwrap();

    assert_eq!(
        server.asked_once().json(),
        json!({
            "name": {"last_name": "King"},
            "attributes": {},
            "trusted_metadata": {"plan": "silver", "trial": null},
            "untrusted_metadata": {"theme": {"dark": true}},
            "external_id": "customer-2",
            "roles": [],
        })
    );
}

#[tokio::test]
async fn metadata_is_json_and_only_an_object() {
    let server = Server::answering([(200, bodies::created()[0].0.clone())]).await;
    let create = || server.client.users().create().email("ada@example.com");
    let json = create().trusted_metadata(json!({"plan": "pro"}));
    json.send().await.unwrap();
    assert_eq!(
        server.asked_once().json()["trusted_metadata"],
        json!({"plan": "pro"})
    );

    let list = create().trusted_metadata(json!(["pro"]));
    let error = list.send().await.unwrap_err();
    assert!(error.is_invalid_request());
    assert_eq!(
        error.to_string(),
        "POST /v1/users: nothing was sent: the body cannot be written as JSON: `trusted_metadata`: expected a JSON object, \
         not an array"
    );
    server.asked_once();
}

#[tokio::test]
async fn a_call_that_breaks_a_rule_is_never_sent() {
    let server = Unreached::new();
    let users = server.client.users();
    let exchange = users.exchange_primary_factor("user-test-1");
    let create = users
        .create()
        .name(Name::new().first_name("Ada"))
        .create_user_as_pending(true);

    for (result, fault) in [
        (
            create.send().await.map(drop),
            "at least one of `email`, `phone_number` must be set",
        ),
        (
            exchange.clone().send().await.map(drop),
            "exactly one of `email_address`, `phone_number` must be set",
        ),
        (
            exchange
                .email_address("ada@example.com")
                .phone_number("+10000000000")
                .send()
                .await
                .map(drop),
            "exactly one of `email_address`, `phone_number` must be set",
        ),
    ] {
        let error = result.unwrap_err();
        assert!(error.is_invalid_request());
        let text = error.to_string();
        assert!(
            text.ends_with(&format!(": nothing was sent: {fault}")),
            "{text}"
        );
    }
    assert!(server.is_unreached());
}

#[tokio::test]
async fn either_factor_is_enough() {
    let [(created, _), ..] = bodies::created();
    let [(changed, _), ..] = bodies::changed_user();
    let server = Server::answering(
        [&created, &created, &changed, &changed].map(|answer| (200, answer.clone())),
    )
    .await;
    let users = server.client.users();
    let exchange = users.exchange_primary_factor("user-test-1");
    users
        .create()
        .email("ada@example.com")
        .send()
        .await
        .unwrap();
    users
        .create()
        .phone_number("+10000000000")
        .send()
        .await
        .unwrap();
    exchange
        .clone()
        .email_address("ada@example.com")
        .send()
        .await
        .unwrap();
    exchange.phone_number("+10000000000").send().await.unwrap();

    let bodies: Vec<_> = server.asked().iter().map(Asked::json).collect();
    assert_eq!(
        bodies,
        [
            json!({"email": "ada@example.com"}),
            json!({"phone_number": "+10000000000"}),
            json!({"email_address": "ada@example.com"}),
            json!({"phone_number": "+10000000000"}),
        ]
    );
}
