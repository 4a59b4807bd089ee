//! Tests the fields of responses by their Rust names.

use serde_json::{Map, Value, from_value, json, to_string, to_value};
use stytch_users::Client;
use stytch_users::testing::{Answer, CannedTransport};
use stytch_users::types::{
    AuthenticatorType, CryptoWalletType, OAuthProviderType, User, UserId, UserStatus,
};

use crate::bodies;
use crate::server::Server;

async fn get(user: Value) -> Result<stytch_users::Response<User>, stytch_users::Error> {
    let server = Server::answering([(200, user)]).await;
    server.client.users().get("user-test-1").send().await
}

#[tokio::test]
async fn every_field_of_a_user_can_be_read() {
    let user = get(bodies::user()).await.unwrap();

    assert_eq!(user.user_id, UserId::from("user-test-1"));
    assert_eq!(user.status, UserStatus::Active);
    assert_eq!(
        user.created_at.as_ref().unwrap().as_str(),
        "2021-12-29T12:33:09Z"
    );

    let [email, other] = &user.emails[..] else {
        panic!("{:?}", user.emails)
    };
    assert_eq!(email.email_id.as_str(), "email-test-1");
    assert_eq!((&*email.email, email.verified), ("ada@example.com", true));
    assert_eq!((&*other.email, other.verified), ("ada@example.org", false));

    let phone_number = &user.phone_numbers[0];
    assert_eq!(phone_number.phone_id.as_str(), "phone-number-test-1");
    assert_eq!(
        (&*phone_number.phone_number, phone_number.verified),
        ("+10000000000", true)
    );

    let webauthn = &user.webauthn_registrations[0];
    assert_eq!(
        webauthn.webauthn_registration_id.as_str(),
        "webauthn-registration-test-1"
    );
    assert_eq!(
        (&*webauthn.domain, &*webauthn.user_agent),
        ("example.com", "Mozilla/5.0")
    );
    assert_eq!(
        webauthn.authenticator_type,
        AuthenticatorType::CrossPlatform
    );
    assert_eq!((webauthn.verified, &*webauthn.name), (true, "Blue key"));

    let provider = &user.providers[0];
    assert_eq!(provider.provider_type, OAuthProviderType::GitHub);
    assert_eq!(provider.provider_subject, "1815");
    assert_eq!(provider.profile_picture_url, "https://example.com/ada.png");
    assert_eq!(provider.locale, "en-GB");
    assert_eq!(
        provider.oauth_user_registration_id.as_str(),
        "oauth-user-test-1"
    );

    let totp = &user.totps[0];
    assert_eq!(
        (totp.totp_id.as_str(), totp.verified),
        ("totp-test-1", true)
    );

    let wallet = &user.crypto_wallets[0];
    assert_eq!(wallet.crypto_wallet_id.as_str(), "crypto-wallet-test-1");
    assert_eq!(wallet.crypto_wallet_address, "0x6df2");
    assert_eq!(wallet.crypto_wallet_type, CryptoWalletType::Ethereum);
    assert!(wallet.verified);

    let biometric = &user.biometric_registrations[0];
    assert_eq!(
        biometric.biometric_registration_id.as_str(),
        "biometric-registration-test-1"
    );
    assert!(biometric.verified);

    let name = user.name.as_ref().unwrap();
    assert_eq!(name.first_name.as_deref(), Some("Ada"));
    assert_eq!(name.middle_name.as_deref(), Some("King"));
    assert_eq!(name.last_name.as_deref(), Some("Lovelace"));

    let password = user.password.as_ref().unwrap();
    assert_eq!(
        (password.password_id.as_str(), password.requires_reset),
        ("password-test-1", true)
    );

    assert_eq!(
        user.trusted_metadata.as_ref().unwrap().get("plan"),
        Some(&json!("gold"))
    );
    assert_eq!(
        user.untrusted_metadata.as_ref().unwrap().get("theme"),
        Some(&json!("dark"))
    );

    assert_eq!(user.external_id.as_deref(), Some("customer-1"));
    assert_eq!(user.roles, ["admin"]);
    assert!(user.is_locked);
    let lock = (&user.lock_created_at, &user.lock_expires_at);
    assert_eq!(lock.0.as_ref().unwrap().as_str(), "2026-01-01T00:00:00Z");
    assert_eq!(lock.1.as_ref().unwrap().as_str(), "2026-01-01T01:00:00Z");
}

/// The reader expects the fields of nested objects in the order of their type.
#[tokio::test]
async fn every_field_is_read_in_the_order_of_its_type_and_in_another() {
    let user: User = from_value(bodies::user()).unwrap();
    let (of_type, by_name) = (to_string(&user).unwrap(), bodies::user().to_string());
    assert_ne!(of_type, by_name);
    let body = format!(r#"{{"results":[{of_type},{by_name}],"results_metadata":{{}}}}"#);
    let answer = Answer::new(200, body);
    let client = Client::builder("project-test-1", "secret-test-1")
        .transport(CannedTransport::new([answer]))
        .build()
        .unwrap();
    let page = client.users().search().send().await.unwrap();
    assert_eq!(page.results, [user.clone(), user]);
}

#[tokio::test]
async fn enums_have_variants_for_known_values_and_keep_unknown_values() {
    let mut user = bodies::user();
    user["status"] = json!("on leave");
    user["webauthn_registrations"] = ["platform", "cross-platform", "", "hybrid"]
        .map(|kind| json!({"webauthn_registration_id": "w", "authenticator_type": kind}))
        .into();
    user["providers"] = ["Google", "GitHub", "Sesame"]
        .map(|kind| json!({"oauth_user_registration_id": "o", "provider_type": kind}))
        .into();
    user["crypto_wallets"] = ["ethereum", "solana", "shells"]
        .map(|kind| json!({"crypto_wallet_id": "c", "crypto_wallet_type": kind}))
        .into();
    let user = get(user).await.unwrap().into_inner();

    assert!(matches!(&user.status, UserStatus::Unrecognized(_)));
    assert_eq!(user.status.as_str(), "on leave");
    let kinds = user
        .webauthn_registrations
        .into_iter()
        .map(|registration| registration.authenticator_type);
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            AuthenticatorType::Platform,
            AuthenticatorType::CrossPlatform,
            AuthenticatorType::Unspecified,
            AuthenticatorType::from("hybrid"),
        ]
    );
    let kinds = user
        .providers
        .into_iter()
        .map(|provider| provider.provider_type);
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            OAuthProviderType::Google,
            OAuthProviderType::GitHub,
            OAuthProviderType::from("Sesame")
        ]
    );
    let kinds = user
        .crypto_wallets
        .into_iter()
        .map(|wallet| wallet.crypto_wallet_type);
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        [
            CryptoWalletType::Ethereum,
            CryptoWalletType::Solana,
            CryptoWalletType::from("shells")
        ]
    );
}

#[tokio::test]
async fn a_missing_id_is_empty_and_the_rest_of_the_response_is_read() {
    for (parent, id) in [
        ("", "user_id"),
        ("/emails/1", "email_id"),
        ("/phone_numbers/0", "phone_id"),
        ("/webauthn_registrations/0", "webauthn_registration_id"),
        ("/providers/0", "oauth_user_registration_id"),
        ("/totps/0", "totp_id"),
        ("/crypto_wallets/0", "crypto_wallet_id"),
        ("/biometric_registrations/0", "biometric_registration_id"),
        ("/password", "password_id"),
    ] {
        let with = |change: fn(&mut Map<String, Value>, &str)| {
            let mut user = bodies::user();
            let object = user.pointer_mut(parent).unwrap().as_object_mut().unwrap();
            assert!(object.contains_key(id));
            change(object, id);
            get(user)
        };
        let missing = with(|object, id| drop(object.remove(id))).await.unwrap();
        let empty = with(|object, id| object[id] = json!("")).await.unwrap();

        assert_eq!(missing.into_inner(), empty.into_inner(), "{id}");
    }
}

#[tokio::test]
async fn create_update_and_search_return_more_than_the_user() {
    let [created, updated, found] =
        [bodies::created(), bodies::updated(), bodies::found()].map(|[(full, _), ..]| (201, full));
    let server = Server::answering([created, updated, found]).await;
    let users = server.client.users();

    let created = users
        .create()
        .email("ada@example.com")
        .send()
        .await
        .unwrap();
    assert_eq!(created.meta().status().as_u16(), 201);
    assert_eq!(created.user_id.as_str(), "user-test-1");
    assert_eq!(created.email_id, Some("email-test-1".into()));
    assert_eq!(created.phone_id, Some("phone-number-test-1".into()));
    assert_eq!(created.status, UserStatus::Active);
    bodies::assert_read(&to_value(&created.user).unwrap(), &bodies::user());

    let updated = users.update(&created.user_id).send().await.unwrap();
    assert_eq!(updated.user_id, created.user_id);
    assert_eq!(updated.emails, created.user.emails);
    assert_eq!(updated.phone_numbers, created.user.phone_numbers);
    assert_eq!(updated.crypto_wallets, created.user.crypto_wallets);
    assert_eq!(updated.user, created.user);

    let found = users.search().send().await.unwrap();
    assert_eq!(found.results, [created.into_inner().user]);
    assert_eq!(found.results_metadata.total, 1300);
    assert_eq!(found.results_metadata.next_cursor.as_deref(), Some("c2"));
}

#[tokio::test]
async fn create_returns_no_id_for_an_absent_factor() {
    let [(mut answer, _), ..] = bodies::created();
    for absent in [json!(""), json!(null)] {
        answer["phone_id"] = absent;
        let server = Server::answering([(200, answer.clone())]).await;
        let create = server.client.users().create().email("ada@example.com");

        assert_eq!(create.send().await.unwrap().phone_id, None);
    }
}

#[tokio::test]
async fn endpoints_that_change_a_user_return_the_user() {
    let [(answer, _), ..] = bodies::changed_user();
    let server = Server::answering(vec![(200, answer); 10]).await;
    let users = server.client.users();
    let deleted = users.delete("user-test-1").send().await.unwrap();
    assert_eq!(deleted.user_id.as_str(), "user-test-1");

    macro_rules! check {
        ($($call:expr,)*) => {$(
            let changed = $call.send().await.unwrap();
            assert_eq!(changed.user_id, changed.user.user_id);
            assert_eq!(changed.user.emails.len(), 2);
        )*};
    }
    check!(
        users
            .exchange_primary_factor("user-test-1")
            .phone_number("+10000000000"),
        users.delete_email("email-test-1"),
        users.delete_phone_number("phone-number-test-1"),
        users.delete_webauthn_registration("webauthn-registration-test-1"),
        users.delete_biometric_registration("biometric-registration-test-1"),
        users.delete_totp("totp-test-1"),
        users.delete_crypto_wallet("crypto-wallet-test-1"),
        users.delete_password("password-test-1"),
        users.delete_oauth_registration("oauth-user-test-1"),
    );
}
