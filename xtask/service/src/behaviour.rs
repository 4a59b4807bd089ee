//! What each call does. Paths, parameters with their types and the fields of responses are the model's: when a behaviour
//! runs, its parameters have been checked; what it returns is the body without the envelope.

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

/// What a call of one endpoint does.
pub(crate) struct Behaviour {
    /// `<resource>.<name>`, as in the spec.
    pub(crate) endpoint: &'static str,
    /// The parameters that it knows.
    pub(crate) params: &'static [&'static str],
    /// The status of its success.
    pub(crate) status: StatusCode,
    pub(crate) run: fn(&mut Store, &Params) -> Result<Value, ApiError>,
}

/// An endpoint that deletes the one of a user's `$factors` whose `$id` is the parameter of that name.
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

/// The users on a page, unless the call says otherwise.
const DEFAULT_LIMIT: usize = 100;
/// The users on the largest page.
const LARGEST_LIMIT: usize = 1000;
/// The top-level keys of one metadata object.
const MOST_METADATA_KEYS: usize = 20;
/// The bytes of one metadata object as JSON without spaces.
const LARGEST_METADATA: usize = 4096;
/// The characters of the longest external id.
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

/// A user who has the new factor already is left as they are: the call can be repeated.
fn exchange_primary_factor(store: &mut Store, params: &Params) -> Result<Value, ApiError> {
    let email = params.text("email_address").map(new_email).transpose()?;
    let phone = params.text("phone_number").map(new_phone_number);
    let phone = phone.transpose()?;
    let user = change(store, params, |user| {
        if user.factors() != 1 || user.emails.len() + user.phone_numbers.len() != 1 {
            let message = "The user does not have exactly one factor that is an email address or a phone number.";
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
            let message = "The access of this app was revoked already.";
            return Err(ApiError::refused("connected_app_consent_revoked", message));
        }
        app.is_revoked = true;
        Ok(())
    })?;
    Ok(json!({}))
}

/// Whether there was something to remove.
fn remove<T>(factors: &mut Vec<T>, is_it: impl Fn(&T) -> bool) -> bool {
    let before = factors.len();
    factors.retain(|factor| !is_it(factor));
    factors.len() < before
}

/// The user whom `user_id` names, which can be an external id too.
fn user<'s>(store: &'s Store, params: &Params) -> Result<&'s User, ApiError> {
    let id = params.text("user_id").unwrap_or_default();
    match store.find(id) {
        // Other keys find users too.
        Some(user) if user.user_id == id || user.external_id.as_deref() == Some(id) => Ok(user),
        _ if id::is_user(id) => Err(ApiError::not_found("user_not_found", "user")),
        _ => {
            let message = "The id of a user is spelled `user-test-` and a UUID, and nobody has this external id.";
            Err(ApiError::refused("invalid_user_id", message))
        }
    }
}

/// Changes the user whom `user_id` names.
fn change(
    store: &mut Store,
    params: &Params,
    change: impl FnOnce(&mut User) -> Result<(), ApiError>,
) -> Result<User, ApiError> {
    let id = user(store, params)?.user_id.clone();
    let changed = store.change(&id, change)?;
    changed.ok_or_else(|| ApiError::not_found("user_not_found", "user"))
}

/// Sets what `create` and `update` can say of a user. Attributes only feed the vendor's detection of fraud.
fn describe(user: &mut User, params: &Params) -> Result<(), ApiError> {
    if let Some(given) = params.object("name") {
        let part = |key| given.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = Name {
            first_name: part("first_name"),
            middle_name: part("middle_name"),
            last_name: part("last_name"),
        };
        // One part sets all of them; a name without parts sets none.
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

/// Merges the top-level keys; one that is null is removed. What is further down is replaced with its key.
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
            "An external id has 1 to {LONGEST_EXTERNAL_ID} letters, digits and signs of `.`, `_`, `-` and `|`."
        );
        return Err(ApiError::bad_request(message));
    }
    Ok(id.to_owned())
}

/// An email address that nobody has proved to own yet.
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

/// A phone number that nobody has proved to own yet.
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
