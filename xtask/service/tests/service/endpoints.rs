//! Tests each endpoint.

use serde_json::{Map, Value, json};
use stytch_users::JsonObject;
use stytch_users::types::{Attributes, ConnectedAppClientType, Name, User, UserStatus};
use users_service::Options;

use crate::raw::{self, CREDENTIALS};
use crate::{assert_is, start, start_with};

fn object(value: Value) -> JsonObject {
    value.try_into().unwrap()
}

fn map(value: Value) -> Map<String, Value> {
    object(value).into_map()
}

#[tokio::test]
async fn a_new_user_is_active_and_get_returns_it() {
    let (_service, client) = start().await;
    let created = client
        .users()
        .create()
        .email("ada@example.com")
        .phone_number("+10000000000")
        .name(Name::new().first_name("Ada").last_name("Lovelace"))
        .attributes(Attributes::new().ip_address("203.0.113.1"))
        .trusted_metadata([("plan", "gold")])
        .send()
        .await
        .unwrap();
    assert_eq!(created.meta().status(), 201);
    assert_eq!(created.request_id().len(), "request-id-test-".len() + 36);
    assert_eq!(created.meta().status_code(), 201);
    assert_eq!(created.status, UserStatus::Active);
    let user = client.users().get(&created.user_id).send().await.unwrap();
    assert_eq!(*user, created.user);
    assert_eq!(Some(&user.emails[0].email_id), created.email_id.as_ref());
    assert_eq!(
        Some(&user.phone_numbers[0].phone_id),
        created.phone_id.as_ref()
    );
    assert_eq!(user.emails[0].email, "ada@example.com");
    assert!(!user.emails[0].verified);
    assert_eq!(user.phone_numbers[0].phone_number, "+10000000000");
    let name = user.name.as_ref().unwrap();
    assert_eq!(name.first_name.as_deref(), Some("Ada"));
    assert_eq!(name.middle_name, None);
    let plan = user.trusted_metadata.as_ref().unwrap().get("plan");
    assert_eq!(plan, Some(&json!("gold")));
    let created_at = user.created_at.as_ref().unwrap().as_str();
    assert!(
        created_at.ends_with('Z') && created_at.len() == 20,
        "{created_at}"
    );
}

#[tokio::test]
async fn an_absent_factor_has_an_empty_id() {
    let (service, client) = start().await;
    let body = r#"{"email": "ada@example.com"}"#;
    let answer = raw::send(&service, "POST", "/v1/users", CREDENTIALS, body).await;
    assert_eq!(answer.json()["phone_id"], "");
    let created = client
        .users()
        .create()
        .phone_number("+12025550162")
        .send()
        .await
        .unwrap();
    assert_eq!(created.email_id, None);
}

#[tokio::test]
async fn a_body_without_a_meaning_is_ignored() {
    let (service, _client) = start().await;
    let id = service.insert(json!({})).unwrap();
    let path = format!("/v1/users/{id}");
    let answer = raw::send(&service, "DELETE", &path, CREDENTIALS, "?").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["user_id"], id);
    // Unknown keys are ignored too.
    let body = r#"{"email": "ada@example.com", "user_id": "mine", "shoe_size": 37}"#;
    let path = "/v1/users";
    let answer = raw::send(&service, "POST", path, CREDENTIALS, body).await;
    assert_eq!(answer.status, 201);
    assert_ne!(answer.json()["user_id"], "mine");
}

#[tokio::test]
async fn a_user_is_pending_on_demand() {
    let (_service, client) = start().await;
    let create = client.users().create().email("ada@example.com");
    let created = create.create_user_as_pending(true).send().await.unwrap();
    assert_eq!(created.status, UserStatus::Pending);
    assert_eq!(created.user.status, UserStatus::Pending);
}

#[tokio::test]
async fn metadata_is_merged_by_top_level_keys_and_null_removes_one() {
    let (_service, client) = start().await;
    let created = client
        .users()
        .create()
        .email("ada@example.com")
        .trusted_metadata(object(
            json!({"plan": "gold", "none": null, "seats": {"used": 1, "free": 2}}),
        ))
        .untrusted_metadata([("theme", "dark")])
        .send()
        .await
        .unwrap();
    let trusted = |user: &User| user.trusted_metadata.clone().unwrap().into_map();
    assert_eq!(
        trusted(&created.user),
        map(json!({"plan": "gold", "seats": {"used": 1, "free": 2}}))
    );
    let updated = client
        .users()
        .update(&created.user_id)
        .trusted_metadata(object(
            json!({"plan": null, "absent": null, "seats": {"used": null}, "beta": true}),
        ))
        .send()
        .await
        .unwrap();
    assert_eq!(
        trusted(&updated.user),
        map(json!({"seats": {"used": null}, "beta": true}))
    );
    let untrusted = updated.user.untrusted_metadata.clone().unwrap();
    assert_eq!(untrusted.into_map(), map(json!({"theme": "dark"})));
    let user = client.users().get(&created.user_id).send().await.unwrap();
    assert_eq!(*user, updated.user);
}

#[tokio::test]
async fn an_update_of_one_part_of_the_name_clears_the_others() {
    let (_service, client) = start().await;
    let create = client.users().create().email("ada@example.com");
    let name = Name::new().first_name("Ada").last_name("Byron");
    let id = create.name(name).send().await.unwrap().user_id.clone();
    let update = client.users().update(&id);
    let updated = update
        .name(Name::new().last_name("Lovelace"))
        .send()
        .await
        .unwrap();
    let name = updated.user.name.as_ref().unwrap();
    assert_eq!(name.first_name, None);
    assert_eq!(name.last_name.as_deref(), Some("Lovelace"));
    let unnamed = client.users().update(&id).name(Name::new());
    let unnamed = unnamed.send().await.unwrap();
    assert_eq!(unnamed.user.name, updated.user.name);
    assert_eq!(updated.user_id, id);
    assert_eq!(updated.emails, updated.user.emails);
    assert_eq!(updated.phone_numbers, updated.user.phone_numbers);
    assert_eq!(updated.crypto_wallets, updated.user.crypto_wallets);
}

#[tokio::test]
async fn the_only_factor_is_exchanged_for_one_of_either_kind() {
    let (_service, client) = start().await;
    let users = client.users();
    let created = users
        .create()
        .email("ada@example.com")
        .send()
        .await
        .unwrap();
    let id = &created.user_id;
    let exchange = || users.exchange_primary_factor(id);
    let exchanged = exchange()
        .phone_number("+12025550162")
        .send()
        .await
        .unwrap();
    assert_eq!(exchanged.user_id, *id);
    assert!(exchanged.user.emails.is_empty());
    let phone = &exchanged.user.phone_numbers[0];
    assert_eq!(phone.phone_number, "+12025550162");
    assert!(!phone.verified);
    let again = exchange()
        .phone_number("+12025550162")
        .send()
        .await
        .unwrap();
    assert_eq!(again.user, exchanged.user, "the call can be repeated");
    let exchanged = exchange()
        .email_address("ada@example.org")
        .send()
        .await
        .unwrap();
    assert!(exchanged.user.phone_numbers.is_empty());
    assert_eq!(exchanged.user.emails[0].email, "ada@example.org");
    let again = exchange().email_address("ADA@example.org").send();
    assert_eq!(
        again.await.unwrap().user,
        exchanged.user,
        "case does not matter"
    );
    assert_ne!(
        Some(&exchanged.user.emails[0].email_id),
        created.email_id.as_ref()
    );
    // Another user can have the old email address and the old phone number.
    users
        .create()
        .email("ada@example.com")
        .phone_number("+12025550162")
        .send()
        .await
        .unwrap();
}

#[tokio::test]
async fn a_user_with_another_number_of_factors_keeps_them() {
    let (service, client) = start().await;
    for user in [
        json!({}),
        json!({"emails": [{"email": "a@example.com"}], "phone_numbers": [{"phone_number": "+12025550162"}]}),
        json!({"emails": [{"email": "b@example.com"}, {"email": "c@example.com"}]}),
        json!({"emails": [{"email": "d@example.com"}], "password": {}}),
        json!({"totps": [{}]}),
    ] {
        let id = service.insert(user).unwrap();
        let exchange = client
            .users()
            .exchange_primary_factor(&id)
            .email_address("new@example.com");
        let error = exchange.send().await.unwrap_err();
        assert_is(&error, 400, "invalid_exchange_primary_factor_user");
    }
}

#[tokio::test]
async fn every_factor_can_be_deleted_once() {
    let (_service, client) = start_with(Options {
        users: 1,
        ..Options::default()
    })
    .await;
    let users = client.users();
    let found = users.search().send().await.unwrap();
    let before = &found.results[0];
    let mut expected = before.clone();

    macro_rules! deletes {
        ($method:ident, $id:expr, $missing:literal, $taken:expr) => {
            let id = $id.clone();
            let response = users.$method(&id).send().await.unwrap();
            assert_eq!(response.user_id, before.user_id);
            $taken;
            assert_eq!(response.user, expected);
            let error = users.$method(&id).send().await.unwrap_err();
            assert_is(&error, 404, $missing);
        };
    }
    deletes!(
        delete_email,
        before.emails[0].email_id,
        "email_not_found",
        expected.emails.remove(0)
    );
    deletes!(
        delete_phone_number,
        before.phone_numbers[0].phone_id,
        "phone_number_not_found",
        expected.phone_numbers.clear()
    );
    deletes!(
        delete_webauthn_registration,
        before.webauthn_registrations[0].webauthn_registration_id,
        "webauthn_registration_not_found",
        expected.webauthn_registrations.clear()
    );
    deletes!(
        delete_biometric_registration,
        before.biometric_registrations[0].biometric_registration_id,
        "biometric_registration_not_found",
        expected.biometric_registrations.clear()
    );
    deletes!(
        delete_totp,
        before.totps[0].totp_id,
        "totp_not_found",
        expected.totps.clear()
    );
    deletes!(
        delete_crypto_wallet,
        before.crypto_wallets[0].crypto_wallet_id,
        "crypto_wallet_not_found",
        expected.crypto_wallets.clear()
    );
    deletes!(
        delete_password,
        before.password.as_ref().unwrap().password_id,
        "password_not_found",
        expected.password = None
    );
    deletes!(
        delete_oauth_registration,
        before.providers[0].oauth_user_registration_id,
        "oauth_user_registration_not_found",
        expected.providers.clear()
    );
    let user = users.get(&before.user_id).send().await.unwrap();
    assert_eq!(*user, expected);
    // An endpoint does not accept the id of another kind of factor.
    let error = users
        .delete_totp(before.emails[1].email_id.as_str())
        .send()
        .await
        .unwrap_err();
    assert_is(&error, 404, "totp_not_found");
}

#[tokio::test]
async fn deleting_a_user_deletes_all_factors() {
    let (_service, client) = start().await;
    let users = client.users();
    let created = users
        .create()
        .email("ada@example.com")
        .send()
        .await
        .unwrap();
    let deleted = users.delete(&created.user_id).send().await.unwrap();
    assert_eq!(deleted.user_id, created.user_id);
    let error = users.get(&created.user_id).send().await.unwrap_err();
    assert_is(&error, 404, "user_not_found");
    let email_id = created.email_id.as_ref().unwrap();
    let error = users.delete_email(email_id).send().await.unwrap_err();
    assert_is(&error, 404, "email_not_found");
    let again = users
        .create()
        .email("ada@example.com")
        .send()
        .await
        .unwrap();
    assert_ne!(again.user_id, created.user_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn simultaneous_creates_with_one_email_address_create_one_user() {
    let (_service, client) = start().await;
    let create = |number: usize| {
        let client = client.clone();
        // Addresses that differ only in case are equal.
        let email = if number.is_multiple_of(2) {
            "ada@example.com"
        } else {
            "Ada@Example.com"
        };
        tokio::spawn(async move { client.users().create().email(email).send().await })
    };
    let mut created = 0;
    for call in (0..50).map(create).collect::<Vec<_>>() {
        match call.await.unwrap() {
            Ok(_) => created += 1,
            Err(error) => assert_is(&error, 400, "duplicate_email"),
        }
    }
    assert_eq!(created, 1);
    let found = client.users().search().send().await.unwrap();
    assert_eq!(found.results_metadata.total, 1);
}

#[tokio::test]
async fn a_test_can_insert_a_user_with_any_factors() {
    let (service, client) = start().await;
    let id = service
        .insert(json!({
            "status": "pending",
            "created_at": "2020-02-29T00:00:00Z",
            "providers": [{"provider_type": "Google", "provider_subject": "1"}],
            "crypto_wallets": [{"crypto_wallet_address": "0x1", "crypto_wallet_type": "ethereum", "verified": true}],
        }))
        .unwrap();
    let user = client.users().get(&id).send().await.unwrap();
    assert_eq!(user.status, UserStatus::Pending);
    assert_eq!(
        user.created_at.as_ref().unwrap().as_str(),
        "2020-02-29T00:00:00Z"
    );
    assert!(
        user.crypto_wallets[0]
            .crypto_wallet_id
            .as_str()
            .starts_with("crypto-wallet-test-")
    );
    let taken = json!({"user_id": id});
    assert!(
        service
            .insert(taken)
            .unwrap_err()
            .to_string()
            .contains("already")
    );
    let typo = json!({"emials": []});
    assert!(
        service
            .insert(typo)
            .unwrap_err()
            .to_string()
            .contains("emials")
    );
}

#[tokio::test]
async fn a_user_has_every_key_even_without_a_value() {
    let (service, client) = start().await;
    let created = client.users().create().email("ada@example.com");
    let user_id = created.send().await.unwrap().user_id.clone();
    let path = format!("/v1/users/{user_id}");
    let user = raw::send(&service, "GET", &path, raw::CREDENTIALS, "").await;
    let user = user.json();
    assert_eq!(user["is_locked"], json!(false));
    assert_eq!(user["roles"], json!([]));
    for key in ["external_id", "lock_created_at", "lock_expires_at"] {
        assert_eq!(user.get(key), Some(&Value::Null), "{key}");
    }
}

#[tokio::test]
async fn an_external_id_finds_the_user_until_it_is_replaced_or_deleted() {
    let (_service, client) = start().await;
    let users = client.users();
    let create = users.create().email("ada@example.com");
    let created = create.external_id("customer.9_1-1|a").send().await.unwrap();
    let id = &created.user_id;
    let user = users.get("customer.9_1-1|a").send().await.unwrap();
    assert_eq!(user.user_id, *id, "the response has the service's own id");
    assert_eq!(user.external_id.as_deref(), Some("customer.9_1-1|a"));

    let update = users.update("customer.9_1-1|a").external_id("customer-2");
    assert_eq!(update.send().await.unwrap().user_id, *id);
    let error = users.get("customer.9_1-1|a").send().await.unwrap_err();
    assert_is(&error, 400, "invalid_user_id");
    let unchanged = users.update("customer-2").external_id("customer-2");
    unchanged.send().await.unwrap();

    let deleted = users.delete_external_id("customer-2").send().await.unwrap();
    assert_eq!((&deleted.user_id, &deleted.user.external_id), (id, &None));
    users.get("customer-2").send().await.unwrap_err();
    let again = users.delete_external_id(id).send().await.unwrap();
    assert_eq!(again.user, deleted.user, "the call can be repeated");
}

#[tokio::test]
async fn an_external_id_is_unique_and_has_only_allowed_characters() {
    let (_service, client) = start().await;
    let users = client.users();
    let create = users.create().email("ada@example.com");
    create.external_id("customer-1").send().await.unwrap();
    let create = users.create().email("grace@example.com");
    let error = create.clone().external_id("customer-1").send().await;
    assert_is(&error.unwrap_err(), 400, "duplicate_user_external_id");
    for id in ["", "a b", "ä", "a/b", "ada@example.com", &"1".repeat(129)] {
        let error = create.clone().external_id(id).send().await.unwrap_err();
        assert_is(&error, 400, "bad_request");
    }
    let longest = "1".repeat(128);
    create.external_id(longest).send().await.unwrap();
}

#[tokio::test]
async fn an_absent_list_keeps_the_roles_and_an_empty_list_removes_them() {
    let (_service, client) = start().await;
    let users = client.users();
    let create = users.create().email("ada@example.com").roles(["reader"]);
    let created = create.send().await.unwrap();
    assert_eq!(created.user.roles, ["reader"]);
    let update = || users.update(&created.user_id);
    let kept = update().name(Name::new().first_name("Ada")).send().await;
    assert_eq!(kept.unwrap().user.roles, ["reader"]);
    let replaced = update().roles(["editor", "admin"]).send().await.unwrap();
    assert_eq!(replaced.user.roles, ["editor", "admin"]);
    let none: [&str; 0] = [];
    assert!(
        update()
            .roles(none)
            .send()
            .await
            .unwrap()
            .user
            .roles
            .is_empty()
    );
}

#[tokio::test]
async fn a_connected_app_is_listed_until_its_access_is_revoked() {
    let (service, client) = start().await;
    let users = client.users();
    let app = json!({"name": "Calendar", "client_type": "third_party_public", "scopes_granted": "openid email"});
    let id = service.insert(json!({ "connected_apps": [app] })).unwrap();
    let listed = users.connected_apps(&id).send().await.unwrap();
    let [app] = &listed.connected_apps[..] else {
        panic!("{listed:?}")
    };
    assert!(
        app.connected_app_id
            .as_str()
            .starts_with("connected-app-test-")
    );
    assert_eq!(
        (&*app.name, &*app.scopes_granted),
        ("Calendar", "openid email")
    );
    assert_eq!(app.client_type, ConnectedAppClientType::ThirdPartyPublic);
    assert_eq!(app.logo_url, None);

    let revoke = || users.revoke(&id, &app.connected_app_id);
    let revoked = revoke().send().await.unwrap();
    assert!(revoked.request_id().starts_with("request-id-test-"));
    let listed = users.connected_apps(&id).send().await.unwrap();
    assert!(listed.connected_apps.is_empty());
    let error = revoke().send().await.unwrap_err();
    assert_is(&error, 400, "connected_app_consent_revoked");
    let error = users.revoke(&id, "app-1").send().await.unwrap_err();
    assert_is(&error, 404, "connected_app_not_found");
}
