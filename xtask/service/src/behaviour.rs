//! The implementation of each endpoint. Paths, parameters with their types, and the fields of responses come from the
//! model. The service checks the parameters before it runs an implementation. The result is the body without the
//! envelope.

use axum::http::StatusCode;
use email_address::{EmailAddress, Options};
use serde_json::{Map, Value, json};

use crate::cursor;
use crate::error::ApiError;
use crate::filter::Query;
use crate::id;
use crate::params::Params;
use crate::store::{Store, normal};
use crate::user::{Email, Name, PhoneNumber, Status, User};

/// The implementation of one endpoint.
pub(crate) struct Behaviour {
    /// `<resource>.<name>`, as in the spec.
    pub(crate) endpoint: &'static str,
    /// The parameters that it reads.
    pub(crate) params: &'static [&'static str],
    /// The status of a success.
    pub(crate) status: StatusCode,
    pub(crate) run: fn(&mut Store, &Params) -> Result<Value, ApiError>,
}

/// Implements an endpoint that deletes the factor, in `$factors` of a user, whose `$id` is equal to the parameter
/// `$id`.
macro_rules! deletes {
    ($endpoint:literal, $factors:ident, $id:ident, $missing:literal) => {
        Behaviour {
            endpoint: $endpoint,
            params: &[stringify!($id)],
            status: StatusCode::OK,
            run: |store, params| {
                let id = params.text(stringify!($id));
                delete_factor(store, id, $missing, |user, id| {
                    remove(&mut user.$factors, |factor| factor.$id == id)
                })
            },
        }
    };
}

pub(crate) const BEHAVIOURS: &[Behaviour] = &[
    Behaviour {
        endpoint: "users.create",
        params: &[
            "email",
            "name",
            "attributes",
            "phone_number",
            "create_user_as_pending",
            "trusted_metadata",
            "untrusted_metadata",
            "external_id",
            "roles",
        ],
        status: StatusCode::CREATED,
        run: create,
    },
    Behaviour {
        endpoint: "users.get",
        params: &["user_id"],
        status: StatusCode::OK,
        run: get,
    },
    Behaviour {
        endpoint: "users.search",
        params: &["cursor", "limit", "query"],
        status: StatusCode::OK,
        run: search,
    },
    Behaviour {
        endpoint: "users.update",
        params: &[
            "user_id",
            "name",
            "attributes",
            "trusted_metadata",
            "untrusted_metadata",
            "external_id",
            "roles",
        ],
        status: StatusCode::OK,
        run: update,
    },
    Behaviour {
        endpoint: "users.exchange_primary_factor",
        params: &["user_id", "email_address", "phone_number"],
        status: StatusCode::OK,
        run: exchange_primary_factor,
    },
    Behaviour {
        endpoint: "users.delete",
        params: &["user_id"],
        status: StatusCode::OK,
        run: delete,
    },
    deletes!("users.delete_email", emails, email_id, "email_not_found"),
    deletes!(
        "users.delete_phone_number",
        phone_numbers,
        phone_id,
        "phone_number_not_found"
    ),
    deletes!(
        "users.delete_webauthn_registration",
        webauthn_registrations,
        webauthn_registration_id,
        "webauthn_registration_not_found"
    ),
    deletes!(
        "users.delete_biometric_registration",
        biometric_registrations,
        biometric_registration_id,
        "biometric_registration_not_found"
    ),
    deletes!("users.delete_totp", totps, totp_id, "totp_not_found"),
    deletes!(
        "users.delete_crypto_wallet",
        crypto_wallets,
        crypto_wallet_id,
        "crypto_wallet_not_found"
    ),
    Behaviour {
        endpoint: "users.delete_password",
        params: &["password_id"],
        status: StatusCode::OK,
        run: |store, params| {
            let id = params.text("password_id");
            delete_factor(store, id, "password_not_found", |user, id| {
                let password = user.password.take_if(|it| it.password_id == id);
                password.is_some()
            })
        },
    },
    deletes!(
        "users.delete_oauth_registration",
        providers,
        oauth_user_registration_id,
        "oauth_user_registration_not_found"
    ),
    Behaviour {
        endpoint: "users.delete_external_id",
        params: &["user_id"],
        status: StatusCode::OK,
        run: delete_external_id,
    },
    Behaviour {
        endpoint: "users.connected_apps",
        params: &["user_id"],
        status: StatusCode::OK,
        run: connected_apps,
    },
    Behaviour {
        endpoint: "users.revoke",
        params: &["user_id", "connected_app_id"],
        status: StatusCode::OK,
        run: revoke,
    },
];

/// The default number of users on a page.
const DEFAULT_LIMIT: usize = 100;
/// The most users on a page.
const LARGEST_LIMIT: usize = 1000;
/// The most top-level keys of a metadata object.
const MOST_METADATA_KEYS: usize = 20;
/// The largest metadata object, in bytes of JSON without spaces.
const LARGEST_METADATA: usize = 4096;
/// The longest external id, in characters.
const LONGEST_EXTERNAL_ID: usize = 128;

fn create(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let mut user = User::default();
    if let Some(address) = params.text("email") {
        user.emails.push(new_email(address)?);
    }
    if let Some(number) = params.text("phone_number") {
        user.phone_numbers.push(new_phone_number(number)?);
    }
    let pending = params
        .get("create_user_as_pending")
        .and_then(Value::as_bool);
    if pending == Some(true) {
        user.status = Status::Pending;
    }
    describe(&mut user, params)?;
    let user = store.insert(user)?;
    let email = user.emails.first().map(|it| it.email_id.as_str());
    let phone = user.phone_numbers.first().map(|it| it.phone_id.as_str());
    Ok(json!({
        "user_id": user.user_id,
        "email_id": email.unwrap_or_default(),
        "phone_id": phone.unwrap_or_default(),
        "status": user.status,
        "user": user,
    }))
}

fn get(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    Ok(json!(user(store, params)?))
}

fn search(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let limit = match params.get("limit").and_then(Value::as_i64) {
        None | Some(0) => DEFAULT_LIMIT,
        Some(limit) => usize::try_from(limit)
            .ok()
            .filter(|limit| *limit <= LARGEST_LIMIT)
            .ok_or_else(|| {
                let message = format!("A page has at most {LARGEST_LIMIT} users, not {limit}.");
                ApiError::refused("user_search_invalid_limit", message)
            })?,
    };
    let after = match params.text("cursor") {
        None | Some("") => 0,
        Some(cursor) => cursor::read(cursor).ok_or_else(|| {
            let message = "The cursor is not one that a search returned.";
            ApiError::refused("user_search_invalid_cursor", message)
        })?,
    };
    let query = Query::read(params.get("query"))?;
    let (mut total, mut last, mut is_last_page) = (0_u64, 0, true);
    let mut page = Vec::new();
    for (number, user) in store.iter().filter(|(_, user)| query.finds(user)) {
        total += 1;
        if number > after && page.len() < limit {
            page.push(user);
            last = number;
        } else if number > after {
            is_last_page = false;
        }
    }
    Ok(json!({
        "results": page,
        "results_metadata": {
            "total": total,
            "next_cursor": (!is_last_page).then(|| cursor::write(last)),
        },
    }))
}

fn update(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let user = change(store, params, |user| describe(user, params))?;
    Ok(json!({
        "user_id": user.user_id,
        "emails": user.emails,
        "phone_numbers": user.phone_numbers,
        "crypto_wallets": user.crypto_wallets,
        "user": user,
    }))
}

/// Exchanges the only factor of a user. Does not change a user who already has the new factor, so the call can be
/// repeated.
fn exchange_primary_factor(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let email = params.text("email_address").map(new_email).transpose()?;
    let phone = params.text("phone_number").map(new_phone_number);
    let phone = phone.transpose()?;
    let user = change(store, params, |user| {
        if user.factors() != 1 || user.emails.len() + user.phone_numbers.len() != 1 {
            let message = "The user must have exactly one factor, and it must be an email address or a phone number.";
            let kind = "invalid_exchange_primary_factor_user";
            return Err(ApiError::refused(kind, message));
        }
        if let Some(email) = email {
            user.emails
                .retain(|it| normal(&it.email) == normal(&email.email));
            user.phone_numbers.clear();
            if user.emails.is_empty() {
                user.emails.push(email);
            }
        }
        if let Some(phone) = phone {
            user.phone_numbers
                .retain(|it| it.phone_number == phone.phone_number);
            user.emails.clear();
            if user.phone_numbers.is_empty() {
                user.phone_numbers.push(phone);
            }
        }
        Ok(())
    })?;
    Ok(json!({ "user_id": user.user_id, "user": user }))
}

fn delete(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let id = user(store, params)?.user_id.clone();
    store.remove(&id);
    Ok(json!({ "user_id": id }))
}

fn delete_factor(
    store: &mut Store,
    id: Option<&str>,
    missing: &'static str,
    delete: impl FnOnce(&mut User, &str) -> bool,
) -> Result<Value, ApiError> {
    let missing = || ApiError::not_found(missing, "factor of this kind");
    let id = id.unwrap_or_default();
    let changed = store.change(id, |user| {
        delete(user, id).then_some(()).ok_or_else(missing)
    })?;
    let user = changed.ok_or_else(missing)?;
    Ok(json!({ "user_id": user.user_id, "user": user }))
}

fn delete_external_id(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let user = change(store, params, |user| {
        user.external_id = None;
        Ok(())
    })?;
    Ok(json!({ "user_id": user.user_id, "user": user }))
}

fn connected_apps(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let apps = user(store, params)?.connected_apps.iter();
    let apps: Vec<_> = apps.filter(|app| !app.is_revoked).collect();
    Ok(json!({ "connected_apps": apps }))
}

fn revoke(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let id = params.text("connected_app_id").unwrap_or_default();
    change(store, params, |user| {
        let mut apps = user.connected_apps.iter_mut();
        let app = apps.find(|app| app.connected_app_id == id);
        let app =
            app.ok_or_else(|| ApiError::not_found("connected_app_not_found", "connected app"))?;
        if app.is_revoked {
            let message = "The access of this app has already been revoked.";
            return Err(ApiError::refused("connected_app_consent_revoked", message));
        }
        app.is_revoked = true;
        Ok(())
    })?;
    Ok(json!({}))
}

/// Removes the matching factors, and returns whether one existed.
fn remove<T>(factors: &mut Vec<T>, is_it: impl Fn(&T) -> bool) -> bool {
    let before = factors.len();
    factors.retain(|factor| !is_it(factor));
    factors.len() < before
}

/// Returns the user with the id or external id `user_id`.
fn user<'s>(store: &'s Store, params: &Params) -> Result<&'s User, ApiError> {
    let id = params.text("user_id").unwrap_or_default();
    match store.find(id) {
        // `find` also accepts other keys.
        Some(user) if user.user_id == id || user.external_id.as_deref() == Some(id) => Ok(user),
        _ if id::is_user(id) => Err(ApiError::not_found("user_not_found", "user")),
        _ => {
            let message =
                "The id is not `user-test-` and a UUID, and no user has it as external id.";
            Err(ApiError::refused("invalid_user_id", message))
        }
    }
}

/// Changes the user with the id or external id `user_id`.
fn change(
    store: &mut Store,
    params: &Params,
    change: impl FnOnce(&mut User) -> Result<(), ApiError>,
) -> Result<User, ApiError> {
    let id = user(store, params)?.user_id.clone();
    let changed = store.change(&id, change)?;
    changed.ok_or_else(|| ApiError::not_found("user_not_found", "user"))
}

/// Sets the fields that `create` and `update` have in common. Ignores attributes, which the vendor uses to detect
/// fraud.
fn describe(user: &mut User, params: &Params) -> Result<(), ApiError> {
    if let Some(given) = params.object("name") {
        let part = |key| given.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = Name {
            first_name: part("first_name"),
            middle_name: part("middle_name"),
            last_name: part("last_name"),
        };
        // A name with one part clears the others. A name without parts changes nothing.
        if name != Name::default() {
            user.name = Some(name);
        }
    }
    if let Some(id) = params.text("external_id") {
        user.external_id = Some(new_external_id(id)?);
    }
    if let Some(roles) = params.get("roles").and_then(Value::as_array) {
        let roles = roles.iter().filter_map(Value::as_str);
        user.roles = roles.map(str::to_owned).collect();
    }
    for (metadata, given) in [
        (&mut user.trusted_metadata, "trusted_metadata"),
        (&mut user.untrusted_metadata, "untrusted_metadata"),
    ] {
        if let Some(given) = params.object(given) {
            merge(metadata, given)?;
        }
    }
    Ok(())
}

/// Merges top-level keys: replaces their values, and removes keys whose new value is null.
fn merge(metadata: &mut Map<String, Value>, given: &Map<String, Value>) -> Result<(), ApiError> {
    for (key, value) in given {
        if value.is_null() {
            metadata.remove(key);
        } else {
            metadata.insert(key.clone(), value.clone());
        }
    }
    if metadata.len() > MOST_METADATA_KEYS {
        let message = format!("Metadata has at most {MOST_METADATA_KEYS} top-level keys.");
        return Err(ApiError::refused("metadata_too_many_keys", message));
    }
    if json!(metadata).to_string().len() > LARGEST_METADATA {
        let message = format!("Metadata has at most {LARGEST_METADATA} bytes of JSON.");
        return Err(ApiError::refused("metadata_too_large", message));
    }
    Ok(())
}

fn new_external_id(id: &str) -> Result<String, ApiError> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "._-|".contains(c);
    if !(1..=LONGEST_EXTERNAL_ID).contains(&id.len()) || !id.chars().all(is_allowed) {
        let message = format!(
            "An external id has 1 to {LONGEST_EXTERNAL_ID} characters: ASCII letters, digits, `.`, `_`, `-` and `|`."
        );
        return Err(ApiError::bad_request(message));
    }
    Ok(id.to_owned())
}

/// Creates an email address that is not verified.
fn new_email(address: &str) -> Result<Email, ApiError> {
    let bare = Options::default()
        .with_required_tld()
        .without_display_text()
        .without_domain_literal();
    let parsed = EmailAddress::parse_with_options(address, bare);
    if !parsed.is_ok_and(|it| it.email() == address) {
        let message = "The email address is malformed.";
        return Err(ApiError::refused("invalid_email", message));
    }
    Ok(Email {
        email: address.to_owned(),
        ..Email::default()
    })
}

/// Creates a phone number that is not verified.
fn new_phone_number(number: &str) -> Result<PhoneNumber, ApiError> {
    let is_e164 = number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && !digits.starts_with('0')
            && digits.bytes().all(|digit| digit.is_ascii_digit())
    });
    if !is_e164 {
        let message = "The phone number is not in E.164 format (`+1XXXXXXXXXX`).";
        return Err(ApiError::refused("invalid_phone_number", message));
    }
    Ok(PhoneNumber {
        phone_number: number.to_owned(),
        ..PhoneNumber::default()
    })
}
