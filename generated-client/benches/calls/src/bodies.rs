//! The bodies of the responses: users with all factors except two, as in a typical application.

const ENVELOPE: &str =
    r#""request_id":"request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141","status_code":200"#;

/// Returns the body of `get`, 1.4 KB.
pub(crate) fn user() -> String {
    format!("{{{ENVELOPE},{}}}", fields(0))
}

/// Returns the body of `create`.
pub(crate) fn created() -> String {
    let fields = fields(0);
    let ids = r#""user_id":"user-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6","email_id":"email-test-81bf03a8-86e1-4d95-bd44-bb3495224953","phone_id":"","status":"active""#;
    format!(r#"{{{ENVELOPE},{ids},"user":{{{fields}}}}}"#)
}

/// Returns the body of `search`, 1.3 MB.
pub(crate) fn page() -> String {
    let users: Vec<_> = (0..crate::PAGE)
        .map(|number| format!("{{{}}}", fields(number)))
        .collect();
    let results = users.join(",");
    let metadata = r#"{"total":100000,"next_cursor":"JZSvKmTxhRRQIgUYDhhWzhxwYBZu"}"#;
    format!(r#"{{{ENVELOPE},"results":[{results}],"results_metadata":{metadata}}}"#)
}

fn fields(number: i64) -> String {
    let id = |kind: &str| format!("{kind}-test-81bf03a8-86e1-4d95-bd44-{number:012x}");
    let emails = format!(
        r#"[{{"email_id":"{}","email":"ada.lovelace.{number}@example.com","verified":true}}]"#,
        id("email")
    );
    let phone_numbers = format!(
        r#"[{{"phone_id":"{}","phone_number":"+12025550162","verified":true}}]"#,
        id("phone-number")
    );
    let webauthn_registrations = format!(
        r#"[{{"webauthn_registration_id":"{}","domain":"example.com","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36","verified":true,"authenticator_type":"platform","name":"Work laptop"}}]"#,
        id("webauthn-registration")
    );
    let providers = format!(
        r#"[{{"oauth_user_registration_id":"{}","provider_type":"Google","provider_subject":"10769150350006150715113082367","profile_picture_url":"https://lh3.googleusercontent.com/a/AAcHTteL{number}","locale":"en"}}]"#,
        id("oauth-user")
    );
    let totps = format!(r#"[{{"totp_id":"{}","verified":true}}]"#, id("totp"));
    let password = format!(
        r#"{{"password_id":"{}","requires_reset":false}}"#,
        id("password")
    );
    format!(
        r#""user_id":"{}","name":{{"first_name":"Ada","middle_name":"","last_name":"Lovelace"}},"status":"active","created_at":"2026-03-04T05:06:07Z","emails":{emails},"phone_numbers":{phone_numbers},"webauthn_registrations":{webauthn_registrations},"providers":{providers},"totps":{totps},"crypto_wallets":[],"biometric_registrations":[],"password":{password},"trusted_metadata":{{"plan":"gold","seats":12,"features":["export","audit"]}},"untrusted_metadata":{{"theme":"dark"}}"#,
        id("user")
    )
}
