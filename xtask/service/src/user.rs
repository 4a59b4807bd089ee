//! A user and their factors, as the service stores and returns them. Responses contain every key. Null stands for a
//! missing value.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct User {
    pub(crate) user_id: String,
    pub(crate) status: Status,
    pub(crate) emails: Vec<Email>,
    pub(crate) phone_numbers: Vec<PhoneNumber>,
    pub(crate) webauthn_registrations: Vec<WebAuthnRegistration>,
    pub(crate) providers: Vec<OAuthProvider>,
    pub(crate) totps: Vec<Totp>,
    pub(crate) crypto_wallets: Vec<CryptoWallet>,
    pub(crate) biometric_registrations: Vec<BiometricRegistration>,
    pub(crate) name: Option<Name>,
    pub(crate) created_at: Option<Timestamp>,
    pub(crate) password: Option<Password>,
    pub(crate) trusted_metadata: Map<String, Value>,
    pub(crate) untrusted_metadata: Map<String, Value>,
    pub(crate) external_id: Option<String>,
    pub(crate) is_locked: bool,
    pub(crate) lock_created_at: Option<Timestamp>,
    pub(crate) lock_expires_at: Option<Timestamp>,
    pub(crate) roles: Vec<String>,
    /// The apps are not part of the response of `get`. Several users can have the same app.
    #[serde(skip_serializing)]
    pub(crate) connected_apps: Vec<ConnectedApp>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    #[default]
    Active,
    Pending,
}

impl Status {
    pub(crate) fn read(value: &Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Name {
    pub(crate) first_name: Option<String>,
    pub(crate) middle_name: Option<String>,
    pub(crate) last_name: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Email {
    pub(crate) email_id: String,
    pub(crate) email: String,
    pub(crate) verified: bool,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct PhoneNumber {
    pub(crate) phone_id: String,
    pub(crate) phone_number: String,
    pub(crate) verified: bool,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct WebAuthnRegistration {
    pub(crate) webauthn_registration_id: String,
    pub(crate) domain: String,
    pub(crate) user_agent: String,
    pub(crate) authenticator_type: String,
    pub(crate) verified: bool,
    pub(crate) name: String,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct OAuthProvider {
    pub(crate) provider_type: String,
    pub(crate) provider_subject: String,
    pub(crate) profile_picture_url: String,
    pub(crate) locale: String,
    pub(crate) oauth_user_registration_id: String,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Totp {
    pub(crate) totp_id: String,
    pub(crate) verified: bool,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct CryptoWallet {
    pub(crate) crypto_wallet_id: String,
    pub(crate) crypto_wallet_address: String,
    pub(crate) crypto_wallet_type: String,
    pub(crate) verified: bool,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct BiometricRegistration {
    pub(crate) biometric_registration_id: String,
    pub(crate) verified: bool,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Password {
    pub(crate) password_id: String,
    pub(crate) requires_reset: bool,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct ConnectedApp {
    pub(crate) connected_app_id: String,
    pub(crate) name: String,
    pub(crate) description: String,
    pub(crate) client_type: String,
    pub(crate) scopes_granted: String,
    pub(crate) logo_url: Option<String>,
    #[serde(skip)]
    pub(crate) is_revoked: bool,
}

impl User {
    /// Returns the ids of the user and of each factor, with their kinds.
    pub(crate) fn ids_mut(&mut self) -> impl Iterator<Item = (&'static str, &mut String)> {
        let emails = self.emails.iter_mut().map(|it| &mut it.email_id);
        let phones = self.phone_numbers.iter_mut().map(|it| &mut it.phone_id);
        let webauthn = self.webauthn_registrations.iter_mut();
        let webauthn = webauthn.map(|it| &mut it.webauthn_registration_id);
        let oauth = self.providers.iter_mut();
        let oauth = oauth.map(|it| &mut it.oauth_user_registration_id);
        let totps = self.totps.iter_mut().map(|it| &mut it.totp_id);
        let wallets = self.crypto_wallets.iter_mut();
        let wallets = wallets.map(|it| &mut it.crypto_wallet_id);
        let biometric = self.biometric_registrations.iter_mut();
        let biometric = biometric.map(|it| &mut it.biometric_registration_id);
        let password = self.password.iter_mut().map(|it| &mut it.password_id);
        std::iter::once(("user", &mut self.user_id))
            .chain(emails.map(|id| ("email", id)))
            .chain(phones.map(|id| ("phone-number", id)))
            .chain(webauthn.map(|id| ("webauthn-registration", id)))
            .chain(oauth.map(|id| ("oauth-user", id)))
            .chain(totps.map(|id| ("totp", id)))
            .chain(wallets.map(|id| ("crypto-wallet", id)))
            .chain(biometric.map(|id| ("biometric-registration", id)))
            .chain(password.map(|id| ("password", id)))
    }

    /// Returns the number of factors of all kinds.
    pub(crate) fn factors(&self) -> usize {
        self.emails.len()
            + self.phone_numbers.len()
            + self.webauthn_registrations.len()
            + self.providers.len()
            + self.totps.len()
            + self.crypto_wallets.len()
            + self.biometric_registrations.len()
            + usize::from(self.password.is_some())
    }
}
