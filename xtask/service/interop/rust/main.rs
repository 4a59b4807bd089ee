//! Reads calls from standard input, makes them with the vendor's SDK for Rust, and writes the results.

use std::error::Error;
use std::io::{BufRead, Write};

use serde::Serialize;
use serde_json::{Value, json};
use stytch::client::Vertical;
use stytch::consumer::client::Client;

type Failure = Box<dyn Error>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    for line in std::io::stdin().lock().lines() {
        let call: Value = serde_json::from_str(&line?)?;
        let outcome = make(&call)
            .await
            .unwrap_or_else(|failure| json!({ "failed": failure.to_string() }));
        writeln!(std::io::stdout(), "{outcome}")?;
    }
    Ok(())
}

async fn make(call: &Value) -> Result<Value, Failure> {
    let text = |key: &str| call[key].as_str().unwrap_or_default();
    let http = stytch::client::Client::new_with_base_url(
        text("project_id"),
        text("secret"),
        url::Url::parse(text("url"))?,
        Vertical::Consumer,
    )?;
    let users = Client::new_with_http_client(http.clone(), http).users;
    macro_rules! call {
        ($($endpoint:ident)*) => {
            match text("endpoint") {
                $(stringify!($endpoint) => {
                    outcome(users.$endpoint(serde_json::from_value(call["params"].clone())?).await)
                })*
                other => Err(format!("unknown endpoint {other}").into()),
            }
        };
    }
    call! {
        create get search update exchange_primary_factor delete delete_email delete_phone_number
        delete_webauthn_registration delete_biometric_registration delete_totp delete_crypto_wallet delete_password
        delete_oauth_registration delete_external_id connected_apps revoke
    }
}

fn outcome(result: stytch::Result<impl Serialize>) -> Result<Value, Failure> {
    match result {
        Ok(answer) => Ok(json!({ "understood": answer })),
        Err(stytch::Error::Response(error)) => Ok(json!({ "error": error })),
        Err(other) => {
            let cause = other.source().map(ToString::to_string);
            Err(format!("{other}: {}", cause.unwrap_or_default()).into())
        }
    }
}
