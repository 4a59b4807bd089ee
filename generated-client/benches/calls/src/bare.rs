//! The baseline: the calls with hyper and `serde_json` by hand.

#![allow(dead_code, reason = "the benchmark does not use the decoded values")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::AnyError;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A pooled connection and the credentials.
#[derive(Clone)]
pub struct Bare {
    client: Client<HttpConnector, Full<Bytes>>,
    server: String,
    authorization: String,
}

impl Bare {
    pub(crate) fn new(server: &str, project_id: &str, secret: &str) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        let credentials = STANDARD.encode(format!("{project_id}:{secret}"));
        Self {
            client: Client::builder(TokioExecutor::new()).build(tcp),
            server: server.to_owned(),
            authorization: format!("Basic {credentials}"),
        }
    }

    pub(crate) async fn get(&self, user_id: &str) -> Result<User, AnyError> {
        self.send(Method::GET, &format!("/v1/users/{user_id}"), Bytes::new())
            .await
    }

    pub(crate) async fn create(&self, email: &str) -> Result<Created, AnyError> {
        let body = serde_json::to_vec(&Create { email })?;
        self.send(Method::POST, "/v1/users", body.into()).await
    }

    pub(crate) async fn search(&self, limit: i64, cursor: &str) -> Result<Page, AnyError> {
        let body = serde_json::to_vec(&Search { limit, cursor })?;
        self.send(Method::POST, "/v1/users/search", body.into())
            .await
    }

    async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Bytes,
    ) -> Result<T, AnyError> {
        let request = Request::builder()
            .method(method)
            .uri(format!("http://{}{path}", self.server))
            .header(AUTHORIZATION, &self.authorization)
            .header(ACCEPT, JSON)
            .header(CONTENT_TYPE, JSON)
            .body(Full::new(body))?;
        let response = self.client.request(request).await?;
        if !response.status().is_success() {
            return Err(response.status().to_string().into());
        }
        let body = response.into_body().collect().await?.to_bytes();
        Ok(serde_json::from_slice(&body)?)
    }
}

#[derive(Serialize)]
struct Create<'a> {
    email: &'a str,
}

#[derive(Serialize)]
struct Search<'a> {
    limit: i64,
    cursor: &'a str,
}

#[derive(Deserialize)]
pub(crate) struct Created {
    request_id: String,
    status_code: u16,
    user_id: String,
    email_id: String,
    phone_id: String,
    status: String,
    user: User,
}

#[derive(Deserialize)]
pub(crate) struct Page {
    request_id: String,
    status_code: u16,
    results: Vec<User>,
    results_metadata: Metadata,
}

#[derive(Deserialize)]
pub(crate) struct Metadata {
    total: u64,
    next_cursor: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct User {
    user_id: String,
    name: Option<Name>,
    status: String,
    created_at: Option<String>,
    emails: Vec<Email>,
    phone_numbers: Vec<PhoneNumber>,
    webauthn_registrations: Vec<WebauthnRegistration>,
    providers: Vec<Provider>,
    totps: Vec<Totp>,
    crypto_wallets: Vec<CryptoWallet>,
    biometric_registrations: Vec<BiometricRegistration>,
    password: Option<Password>,
    trusted_metadata: Option<Map<String, Value>>,
    untrusted_metadata: Option<Map<String, Value>>,
    external_id: Option<String>,
    roles: Vec<String>,
    is_locked: bool,
    lock_created_at: Option<String>,
    lock_expires_at: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Name {
    first_name: String,
    middle_name: String,
    last_name: String,
}

#[derive(Deserialize)]
pub(crate) struct Email {
    email_id: String,
    email: String,
    verified: bool,
}

#[derive(Deserialize)]
pub(crate) struct PhoneNumber {
    phone_id: String,
    phone_number: String,
    verified: bool,
}

#[derive(Deserialize)]
pub(crate) struct WebauthnRegistration {
    webauthn_registration_id: String,
    domain: String,
    user_agent: String,
    verified: bool,
    authenticator_type: String,
    name: String,
}

#[derive(Deserialize)]
pub(crate) struct Provider {
    oauth_user_registration_id: String,
    provider_type: String,
    provider_subject: String,
    profile_picture_url: String,
    locale: String,
}

#[derive(Deserialize)]
pub(crate) struct Totp {
    totp_id: String,
    verified: bool,
}

#[derive(Deserialize)]
pub(crate) struct CryptoWallet {
    crypto_wallet_id: String,
    crypto_wallet_address: String,
    crypto_wallet_type: String,
    verified: bool,
}

#[derive(Deserialize)]
pub(crate) struct BiometricRegistration {
    biometric_registration_id: String,
    verified: bool,
}

#[derive(Deserialize)]
pub(crate) struct Password {
    password_id: String,
    requires_reset: bool,
}
