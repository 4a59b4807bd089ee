//! Bodies of responses, with all fields, with fewer fields and with unknown fields, and the expected values.
//!
//! [`assert_read`] ignores fields that the spec gains later, if they are empty.

use serde_json::{Value, json};

/// A body and the expected value.
pub(crate) type Answer = (Value, Value);

/// Asserts that `expected` was read, and that every field beyond it is empty.
#[track_caller]
pub(crate) fn assert_read(read: &Value, expected: &Value) {
    assert!(is_read(read, expected), "read {read}\nnot {expected}");
}

fn is_read(read: &Value, expected: &Value) -> bool {
    match (read, expected) {
        (Value::Object(read), Value::Object(expected)) => {
            expected.keys().all(|key| read.contains_key(key))
                && read.iter().all(|(key, value)| match expected.get(key) {
                    Some(expected) => is_read(value, expected),
                    None => is_empty(value),
                })
        }
        (Value::Array(read), Value::Array(expected)) => {
            read.len() == expected.len()
                && read
                    .iter()
                    .zip(expected)
                    .all(|(read, expected)| is_read(read, expected))
        }
        _ => read == expected,
    }
}

/// Whether the value is the value of an absent field.
fn is_empty(value: &Value) -> bool {
    [json!(null), json!(""), json!(false), json!(0), json!([])].contains(value)
}

/// Returns a user with every field.
pub(crate) fn user() -> Value {
    json!({
        "user_id": "user-test-1",
        "status": "active",
        "emails": [
            {"email_id": "email-test-1", "email": "ada@example.com", "verified": true},
            {"email_id": "email-test-2", "email": "ada@example.org", "verified": false},
        ],
        "phone_numbers": [{"phone_id": "phone-number-test-1", "phone_number": "+10000000000", "verified": true}],
        "webauthn_registrations": [{
            "webauthn_registration_id": "webauthn-registration-test-1",
            "domain": "example.com",
            "user_agent": "Mozilla/5.0",
            "authenticator_type": "cross-platform",
            "verified": true,
            "name": "Blue key",
        }],
        "providers": [{
            "provider_type": "GitHub",
            "provider_subject": "1815",
            "profile_picture_url": "https://example.com/ada.png",
            "locale": "en-GB",
            "oauth_user_registration_id": "oauth-user-test-1",
        }],
        "totps": [{"totp_id": "totp-test-1", "verified": true}],
        "crypto_wallets": [{
            "crypto_wallet_id": "crypto-wallet-test-1",
            "crypto_wallet_address": "0x6df2",
            "crypto_wallet_type": "ethereum",
            "verified": true,
        }],
        "biometric_registrations": [{"biometric_registration_id": "biometric-registration-test-1", "verified": true}],
        "name": {"first_name": "Ada", "middle_name": "King", "last_name": "Lovelace"},
        "created_at": "2021-12-29T12:33:09Z",
        "password": {"password_id": "password-test-1", "requires_reset": true},
        "trusted_metadata": {"plan": "gold", "seats": [1, null]},
        "untrusted_metadata": {"theme": "dark"},
        "external_id": "customer-1",
        "roles": ["admin"],
        "is_locked": true,
        "lock_created_at": "2026-01-01T00:00:00Z",
        "lock_expires_at": "2026-01-01T01:00:00Z",
    })
}

/// Returns the expected value of a user whose body has only the id.
fn blank_user() -> Value {
    json!({
        "user_id": "user-test-1", "status": "", "emails": [], "phone_numbers": [], "webauthn_registrations": [],
        "providers": [], "totps": [], "crypto_wallets": [], "biometric_registrations": [], "roles": [],
        "is_locked": false,
    })
}

/// Returns a user with every field, with only the id, with null in all other fields, and with sparse or unknown parts.
fn users() -> [Answer; 4] {
    let absent = json!({"user_id": "user-test-1"});
    let null = json!({
        "user_id": "user-test-1", "status": null, "emails": null, "phone_numbers": null,
        "webauthn_registrations": null, "providers": null, "totps": null, "crypto_wallets": null,
        "biometric_registrations": null, "name": null, "created_at": null, "password": null, "trusted_metadata": null,
        "untrusted_metadata": null, "external_id": null, "roles": null, "is_locked": null, "lock_created_at": null,
        "lock_expires_at": null,
    });
    let odd = json!({
        "user_id": "user-test-1",
        "status": "on leave",
        "shoe_size": 37,
        "hobbies": ["chess"],
        "emails": [{"email_id": "e", "domain": {"mx": []}}],
        "phone_numbers": [{"phone_id": "p", "phone_number": null, "verified": null}],
        "webauthn_registrations": [
            {"webauthn_registration_id": "w", "authenticator_type": "hybrid"},
            {"webauthn_registration_id": "w", "domain": null, "user_agent": null, "authenticator_type": null,
                "verified": null, "name": null},
        ],
        "providers": [
            {"oauth_user_registration_id": "o", "provider_type": "Sesame"},
            {"oauth_user_registration_id": "o", "provider_type": null, "provider_subject": null,
                "profile_picture_url": null, "locale": null},
        ],
        "totps": [{"totp_id": "t"}, {"totp_id": "t", "verified": null}],
        "crypto_wallets": [
            {"crypto_wallet_id": "c", "crypto_wallet_type": "shells"},
            {"crypto_wallet_id": "c", "crypto_wallet_address": null, "crypto_wallet_type": null, "verified": null},
        ],
        "biometric_registrations": [
            {"biometric_registration_id": "b"},
            {"biometric_registration_id": "b", "verified": null},
        ],
        "name": {"first_name": null, "nickname": "A"},
        "password": {"password_id": "w", "requires_reset": null},
        "trusted_metadata": {},
    });
    let odd_read = json!({
        "user_id": "user-test-1",
        "status": "on leave",
        "emails": [{"email_id": "e", "email": "", "verified": false}],
        "phone_numbers": [{"phone_id": "p", "phone_number": "", "verified": false}],
        "webauthn_registrations": [
            {"webauthn_registration_id": "w", "domain": "", "user_agent": "", "authenticator_type": "hybrid",
                "verified": false, "name": ""},
            {"webauthn_registration_id": "w", "domain": "", "user_agent": "", "authenticator_type": "",
                "verified": false, "name": ""},
        ],
        "providers": [
            {"oauth_user_registration_id": "o", "provider_type": "Sesame", "provider_subject": "",
                "profile_picture_url": "", "locale": ""},
            {"oauth_user_registration_id": "o", "provider_type": "", "provider_subject": "", "profile_picture_url": "",
                "locale": ""},
        ],
        "totps": [{"totp_id": "t", "verified": false}, {"totp_id": "t", "verified": false}],
        "crypto_wallets": [
            {"crypto_wallet_id": "c", "crypto_wallet_address": "", "crypto_wallet_type": "shells", "verified": false},
            {"crypto_wallet_id": "c", "crypto_wallet_address": "", "crypto_wallet_type": "", "verified": false},
        ],
        "biometric_registrations": [
            {"biometric_registration_id": "b", "verified": false},
            {"biometric_registration_id": "b", "verified": false},
        ],
        "name": {},
        "password": {"password_id": "w", "requires_reset": false},
        "trusted_metadata": {},
    });
    [
        (user(), user()),
        (absent, blank_user()),
        (null, blank_user()),
        (odd, odd_read),
    ]
}

/// Returns bodies with the id of a user, the user, a copy of these fields of the user, and an unknown field.
fn user_and(fields: &[&str]) -> [Answer; 4] {
    let repeated = |user: Value| {
        let mut answer = json!({"user_id": "user-test-1"});
        for &field in fields {
            if let Some(value) = user.get(field) {
                answer[field] = value.clone();
            }
        }
        answer["user"] = user;
        answer
    };
    users().map(|(sent, read)| {
        let mut sent = repeated(sent);
        sent["hint"] = json!([{}]);
        (sent, repeated(read))
    })
}

/// Returns bodies of `get`.
pub(crate) fn bare_user() -> [Answer; 4] {
    users()
}

/// Returns bodies of the endpoints that delete or exchange a factor.
pub(crate) fn changed_user() -> [Answer; 4] {
    user_and(&[])
}

/// Returns bodies of `update`.
pub(crate) fn updated() -> [Answer; 4] {
    user_and(&["emails", "phone_numbers", "crypto_wallets"])
}

/// Returns bodies of `create`.
pub(crate) fn created() -> [Answer; 4] {
    user_and(&["status"]).map(|(mut sent, mut read)| {
        for answer in [&mut sent, &mut read] {
            answer["email_id"] = json!("email-test-1");
            answer["phone_id"] = json!("phone-number-test-1");
        }
        (sent, read)
    })
}

/// Returns bodies of `delete`.
pub(crate) fn deleted() -> [Answer; 4] {
    changed_user().map(|(sent, _)| (sent, json!({"user_id": "user-test-1"})))
}

/// Returns bodies of `connected_apps`.
pub(crate) fn connected_apps() -> [Answer; 4] {
    let app = json!({
        "connected_app_id": "connected-app-test-1",
        "name": "Calendar",
        "description": "Shows the appointments of the day.",
        "client_type": "third_party",
        "scopes_granted": "openid profile",
        "logo_url": "https://example.com/calendar.png",
    });
    let none = json!({"connected_apps": []});
    let odd = json!({"connected_app_id": "c", "client_type": "robot", "logo_url": null, "hint": 1});
    let odd_read = json!({
        "connected_app_id": "c", "name": "", "description": "", "client_type": "robot", "scopes_granted": "",
    });
    [
        (
            json!({"connected_apps": [app]}),
            json!({"connected_apps": [app]}),
        ),
        (json!({}), none.clone()),
        (json!({"connected_apps": null}), none),
        (
            json!({"connected_apps": [odd]}),
            json!({"connected_apps": [odd_read]}),
        ),
    ]
}

/// Returns bodies of `revoke`. The client reads only the envelope.
pub(crate) fn revoked() -> [Answer; 4] {
    [
        json!({}),
        json!({"user_id": "user-test-1"}),
        json!({"hint": null}),
        json!({"a": [{}]}),
    ]
    .map(|sent| (sent, json!(null)))
}

/// Returns bodies of `search`.
pub(crate) fn found() -> [Answer; 4] {
    let [full, sparse @ ..] = users();
    let page =
        json!({"results": [full.0], "results_metadata": {"total": 1300, "next_cursor": "c2"}});
    let (sent, read): (Vec<_>, Vec<_>) = sparse.into_iter().unzip();
    let blank = json!({"results": [], "results_metadata": {"total": 0}});
    [
        (page.clone(), page),
        (json!({"results_metadata": {}}), blank.clone()),
        (
            json!({"results": null, "results_metadata": {"total": null, "next_cursor": null}}),
            blank,
        ),
        (
            json!({
                "results": sent,
                "results_metadata": {"total": -1, "took": 0.3},
                "hint": "all",
            }),
            json!({"results": read, "results_metadata": {"total": -1}}),
        ),
    ]
}
