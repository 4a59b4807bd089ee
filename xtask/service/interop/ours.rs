//! Reads calls from standard input, makes them with the generated client, and writes the results.
//! `xtask/service/interop/run` compares them with the results of the vendor's SDKs.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use stytch_users::types::{Attributes, Name, SearchUsersQuery};
use stytch_users::{Client, Error, ErrorType, JsonObject, Response, RetryPolicy};

type Failure = Box<dyn std::error::Error>;

#[derive(Deserialize)]
struct Call {
    url: String,
    project_id: String,
    secret: String,
    endpoint: String,
    params: Map<String, Value>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    for line in io::stdin().lock().lines() {
        let outcome = make(serde_json::from_str(&line?)?).await;
        let outcome = outcome.unwrap_or_else(|failure| json!({ "failed": failure.to_string() }));
        writeln!(io::stdout(), "{outcome}")?;
    }
    Ok(())
}

async fn make(mut call: Call) -> Result<Value, Failure> {
    let client = Client::builder(&call.project_id, &call.secret)
        .base_url(&call.url)
        // A call is a single request, as with the vendor's SDKs.
        .retry(RetryPolicy::none())
        .build()?;
    let users = client.users();
    /// Passes the ids of the path, sets the optional parameters of the call, and sends the request.
    macro_rules! send {
        ($endpoint:ident $([$id:ident])* $($param:ident: $ty:ty),*) => {{
            $(let $id = call.params.remove(stringify!($id)).unwrap_or_default();)*
            let request = users.$endpoint($($id.as_str().unwrap_or_default()),*);
            $(let request = match call.params.remove(stringify!($param)) {
                Some(value) => request.$param(serde_json::from_value::<$ty>(value)?),
                None => request,
            };)*
            outcome(request.send().await)
        }};
    }
    let outcome = match call.endpoint.as_str() {
        "create" => send!(create
            email: String, name: Name, attributes: Attributes, phone_number: String, create_user_as_pending: bool,
            trusted_metadata: JsonObject, untrusted_metadata: JsonObject, external_id: String, roles: Vec<String>),
        "get" => send!(get[user_id]),
        "search" => send!(search cursor: String, limit: i64, query: SearchUsersQuery),
        "update" => send!(update[user_id]
            name: Name, attributes: Attributes, trusted_metadata: JsonObject, untrusted_metadata: JsonObject,
            external_id: String, roles: Vec<String>),
        "exchange_primary_factor" => send!(exchange_primary_factor[user_id]
            email_address: String, phone_number: String),
        "delete" => send!(delete[user_id]),
        "delete_email" => send!(delete_email[email_id]),
        "delete_phone_number" => send!(delete_phone_number[phone_id]),
        "delete_webauthn_registration" => {
            send!(delete_webauthn_registration[webauthn_registration_id])
        }
        "delete_biometric_registration" => {
            send!(delete_biometric_registration[biometric_registration_id])
        }
        "delete_totp" => send!(delete_totp[totp_id]),
        "delete_crypto_wallet" => send!(delete_crypto_wallet[crypto_wallet_id]),
        "delete_password" => send!(delete_password[password_id]),
        "delete_oauth_registration" => {
            send!(delete_oauth_registration[oauth_user_registration_id])
        }
        "delete_external_id" => send!(delete_external_id[user_id]),
        "connected_apps" => send!(connected_apps[user_id]),
        "revoke" => send!(revoke[user_id][connected_app_id]),
        other => Err(format!("unknown endpoint `{other}`").into()),
    }?;
    match call.params.keys().next() {
        Some(left) => Err(format!("`{left}` was not sent").into()),
        None => Ok(outcome),
    }
}

/// Converts the client's result to JSON, with the envelope as part of the body.
fn outcome<T: Serialize>(result: Result<Response<T>, Error>) -> Result<Value, Failure> {
    match result {
        Ok(response) => {
            let mut fields = match serde_json::to_value(&*response)? {
                Value::Object(fields) => fields,
                // The response has only the envelope.
                _ => Map::new(),
            };
            fields.insert(
                "status_code".to_owned(),
                response.meta().status().as_u16().into(),
            );
            fields.insert("request_id".to_owned(), response.request_id().into());
            Ok(json!({ "understood": fields }))
        }
        Err(error) if error.status().is_none() => Err(error.into()),
        Err(error) => Ok(json!({ "error": {
            "status_code": error.status().map(|status| status.as_u16()),
            "request_id": error.request_id(),
            "error_type": error.error_type().map(ErrorType::as_str),
            "error_message": error.message(),
            "error_url": error.url(),
        } })),
    }
}
