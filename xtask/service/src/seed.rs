//! Reproducible sample users: pending and active, with and without each factor, with many names and creation times.

use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::store::Store;
use crate::user::{
    BiometricRegistration, ConnectedApp, CryptoWallet, Email, Name, OAuthProvider, Password,
    PhoneNumber, Status, Totp, User, WebAuthnRegistration,
};

/// The seed of users and of their ids.
const SEED: u64 = 14;

/// The time at which the first user was created: 2024-01-01T00:00:00Z.
const FIRST: i64 = 1_704_067_200;

/// The number of seconds in which all users were created: two years.
const SPAN: i64 = 2 * 365 * 86_400;

#[rustfmt::skip]
const FIRST_NAMES: &[&str] = &[
    "Ada", "Alan", "Barbara", "Chiara", "Dennis", "Edsger", "Frances", "Grace", "Jørgen", "Katherine", "Linus",
    "Margaret", "Niklaus", "Radia", "Sofía", "Tim", "Yukihiro", "Zoë",
];
const MIDDLE_NAMES: &[&str] = &["Augusta", "Brewster", "Goble", "Mathison", "Wybe"];
#[rustfmt::skip]
const LAST_NAMES: &[&str] = &[
    "Allen", "Berners-Lee", "Dijkstra", "Hamilton", "Hopper", "Johnson", "Liskov", "Lovelace", "Matsumoto", "Muñoz",
    "Nielsen", "Perlman", "Ritchie", "Torvalds", "Turing", "Wirth",
];
const PLANS: &[&str] = &["free", "gold", "silver"];
const PROVIDERS: &[&str] = &["GitHub", "Google", "Microsoft"];
const ROLES: &[&str] = &["admin", "editor", "reader"];
const USER_AGENTS: &[&str] = &["Example Browser/1.0", "Example App/2.1 (phone)"];

/// Creates a store with this number of users.
pub(crate) fn store(users: u32) -> Store {
    let mut rng = Rng::with_seed(SEED);
    let mut store = Store::new(rng.fork());
    for index in 0..users {
        // No two users have an id, address or number in common, so `insert` succeeds.
        let _ = store.insert(user(index, users, &mut rng));
    }
    store.be_random();
    store
}

/// Creates the user `index` of `users`. The first user has all fields and factors, the others have a part of them.
fn user(index: u32, users: u32, rng: &mut Rng) -> User {
    let some = |share: f64, rng: &mut Rng| index == 0 || rng.f64() < share;
    let first_name = pick(FIRST_NAMES, rng);
    let last_name = pick(LAST_NAMES, rng);
    let mut user = User {
        created_at: created_at(index, users),
        ..User::default()
    };
    if index > 0 && rng.f64() < 0.2 {
        user.status = Status::Pending;
    }
    let has_phone_number = some(0.4, rng);
    // Every user has a phone number or an email address.
    if !has_phone_number || some(0.7, rng) {
        let name = format!("{first_name}.{last_name}").to_lowercase();
        let ascii: String = name.chars().filter(char::is_ascii).collect();
        for domain in ["example.com", "example.org"]
            .iter()
            .take(if some(0.1, rng) { 2 } else { 1 })
        {
            user.emails.push(Email {
                email: format!("{ascii}.{index}@{domain}"),
                verified: rng.bool(),
                ..Email::default()
            });
        }
    }
    if has_phone_number {
        user.phone_numbers.push(PhoneNumber {
            // North America has no area code 999.
            phone_number: format!("+1999{index:07}"),
            verified: rng.bool(),
            ..PhoneNumber::default()
        });
    }
    if some(0.7, rng) {
        user.name = Some(Name {
            first_name: Some(first_name.to_owned()),
            middle_name: some(0.3, rng).then(|| pick(MIDDLE_NAMES, rng).to_owned()),
            last_name: some(0.9, rng).then(|| last_name.to_owned()),
        });
    }
    add_factors(&mut user, first_name, some, rng);
    if some(0.3, rng) {
        user.external_id = Some(format!("customer-{index}"));
    }
    if some(0.3, rng) {
        user.roles = vec![pick(ROLES, rng).to_owned()];
    }
    if some(0.1, rng) {
        user.connected_apps.push(ConnectedApp {
            name: "Example Calendar".to_owned(),
            description: "Shows the appointments of the day.".to_owned(),
            client_type: "third_party".to_owned(),
            scopes_granted: "openid profile".to_owned(),
            ..ConnectedApp::default()
        });
    }
    if some(0.5, rng) {
        user.trusted_metadata =
            object(json!({ "plan": pick(PLANS, rng), "seats": rng.u8(1..100) }));
    }
    if some(0.3, rng) {
        user.untrusted_metadata = object(json!({ "theme": { "dark": rng.bool() } }));
    }
    user
}

/// Adds factors that no endpoint of this API adds.
fn add_factors(
    user: &mut User,
    first_name: &str,
    some: impl Fn(f64, &mut Rng) -> bool,
    rng: &mut Rng,
) {
    if some(0.2, rng) {
        user.webauthn_registrations.push(WebAuthnRegistration {
            domain: "example.com".to_owned(),
            user_agent: pick(USER_AGENTS, rng).to_owned(),
            authenticator_type: pick(&["platform", "cross-platform", ""], rng).to_owned(),
            verified: rng.bool(),
            name: format!("{first_name}'s key"),
            ..WebAuthnRegistration::default()
        });
    }
    if some(0.3, rng) {
        let subject = rng.u64(..);
        user.providers.push(OAuthProvider {
            provider_type: pick(PROVIDERS, rng).to_owned(),
            provider_subject: subject.to_string(),
            profile_picture_url: format!("https://example.com/{subject}.png"),
            locale: pick(&["en", "da", "ja", ""], rng).to_owned(),
            ..OAuthProvider::default()
        });
    }
    if some(0.2, rng) {
        user.totps.push(Totp {
            verified: rng.bool(),
            ..Totp::default()
        });
    }
    if some(0.2, rng) {
        let (kind, address) = if rng.bool() {
            (
                "ethereum",
                format!("0x{:032x}{:08x}", rng.u128(..), rng.u32(..)),
            )
        } else {
            let letters = std::iter::repeat_with(|| rng.alphanumeric());
            ("solana", letters.take(44).collect())
        };
        user.crypto_wallets.push(CryptoWallet {
            crypto_wallet_address: address,
            crypto_wallet_type: kind.to_owned(),
            verified: rng.bool(),
            ..CryptoWallet::default()
        });
    }
    if some(0.2, rng) {
        user.biometric_registrations.push(BiometricRegistration {
            verified: rng.bool(),
            ..BiometricRegistration::default()
        });
    }
    if some(0.4, rng) {
        user.password = Some(Password {
            requires_reset: rng.bool(),
            ..Password::default()
        });
    }
}

/// Returns the creation time of the user `index`. Creation times are evenly spread.
fn created_at(index: u32, users: u32) -> Option<Timestamp> {
    let after = SPAN * i64::from(index) / i64::from(users.max(1));
    Timestamp::from_second(FIRST + after).ok()
}

fn pick<'t>(from: &[&'t str], rng: &mut Rng) -> &'t str {
    rng.choice(from.iter().copied()).unwrap_or_default()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
