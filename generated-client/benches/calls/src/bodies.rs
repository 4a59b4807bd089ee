//! The bodies of the responses: users with all factors except two, as in a typical application.

const ENVELOPE: &str =
    r#""request_id":"request-id-test-b05c992f-ebdc-489d-a754-c7e70ba13141","status_code":200"#;

/// The form of a page of 1,000 users, 1.4 MB without spaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The fields have the order of the spec.
    Ordered,
    /// The fields of each user have another order.
    Shuffled,
    /// The fields have another order, and each user has five fields that the spec does not know.
    Unknown,
    /// Like `Unknown`, with a line and an indentation for each value.
    Pretty,
}

/// Returns the body of `get`, 1.6 KB.
pub(crate) fn user() -> String {
    format!("{{{ENVELOPE},{}}}", object(&fields(0)))
}

/// Returns the body of `create`.
pub(crate) fn created() -> String {
    let fields = object(&fields(0));
    let ids = r#""user_id":"user-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6","email_id":"email-test-81bf03a8-86e1-4d95-bd44-bb3495224953","phone_id":"","status":"active""#;
    format!(r#"{{{ENVELOPE},{ids},"user":{{{fields}}}}}"#)
}

/// Returns the body of `search`.
pub(crate) fn page(form: Form) -> String {
    let users: Vec<_> = (0..crate::PAGE)
        .map(|number| {
            let mut fields = fields(number);
            if matches!(form, Form::Unknown | Form::Pretty) {
                fields.extend(unknown_fields(number));
            }
            if form != Form::Ordered {
                shuffle(&mut fields, number);
            }
            format!("{{{}}}", object(&fields))
        })
        .collect();
    let results = users.join(",");
    let metadata = r#"{"total":100000,"next_cursor":"JZSvKmTxhRRQIgUYDhhWzhxwYBZu"}"#;
    let page = format!(r#"{{{ENVELOPE},"results":[{results}],"results_metadata":{metadata}}}"#);
    if form == Form::Pretty {
        indented(&page)
    } else {
        page
    }
}

/// Joins keys and values to the text between the braces of an object.
fn object(fields: &[(&str, String)]) -> String {
    let fields: Vec<_> = fields
        .iter()
        .map(|(key, value)| format!(r#""{key}":{value}"#))
        .collect();
    fields.join(",")
}

/// Returns the fields of a user in the order of the spec.
fn fields(number: i64) -> Vec<(&'static str, String)> {
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
        r#"[{{"webauthn_registration_id":"{}","domain":"example.com","user_agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36","authenticator_type":"platform","verified":true,"name":"Work laptop"}}]"#,
        id("webauthn-registration")
    );
    let providers = format!(
        r#"[{{"oauth_user_registration_id":"{}","provider_type":"Google","provider_subject":"10769150350006150715113082367","profile_picture_url":"https://lh3.googleusercontent.com/a/AAcHTteL{number}","locale":"en"}}]"#,
        id("oauth-user")
    );
    let password = format!(
        r#"{{"password_id":"{}","requires_reset":false}}"#,
        id("password")
    );
    vec![
        ("user_id", format!(r#""{}""#, id("user"))),
        ("status", r#""active""#.to_owned()),
        ("emails", emails),
        ("phone_numbers", phone_numbers),
        ("webauthn_registrations", webauthn_registrations),
        ("providers", providers),
        (
            "totps",
            format!(r#"[{{"totp_id":"{}","verified":true}}]"#, id("totp")),
        ),
        ("crypto_wallets", "[]".to_owned()),
        ("biometric_registrations", "[]".to_owned()),
        (
            "name",
            r#"{"first_name":"Ada","middle_name":"","last_name":"Lovelace"}"#.to_owned(),
        ),
        ("created_at", r#""2026-03-04T05:06:07Z""#.to_owned()),
        ("password", password),
        (
            "trusted_metadata",
            r#"{"plan":"gold","seats":12,"features":["export","audit"]}"#.to_owned(),
        ),
        ("untrusted_metadata", r#"{"theme":"dark"}"#.to_owned()),
        ("external_id", format!(r#""customer-{number}""#)),
        ("roles", r#"["stytch_user"]"#.to_owned()),
        ("is_locked", "false".to_owned()),
        ("lock_created_at", "null".to_owned()),
        ("lock_expires_at", "null".to_owned()),
    ]
}

/// Returns five fields that the spec does not know, one of each kind of value.
fn unknown_fields(number: i64) -> [(&'static str, String); 5] {
    [
        (
            "last_seen_at",
            format!(r#""2026-11-{:02}T05:06:07Z""#, number % 30 + 1),
        ),
        ("sign_in_count", number.to_string()),
        ("is_test_user", "true".to_owned()),
        ("locale_tags", r#"["en","fr","de"]"#.to_owned()),
        (
            "risk",
            r#"{"score":0.25,"reasons":["new device"],"reviewed_at":null}"#.to_owned(),
        ),
    ]
}

/// Changes the order of the fields. Each number gives the same order every time.
fn shuffle(fields: &mut [(&str, String)], number: i64) {
    let mut state = number.unsigned_abs().wrapping_add(1);
    for last in (1..fields.len()).rev() {
        // Knuth's generator for MMIX.
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        fields.swap(last, (state >> 33) as usize % (last + 1));
    }
}

/// Writes each value of a JSON text into a line of its own, indented by two spaces for each level.
fn indented(json: &str) -> String {
    let mut text = String::new();
    let mut level = 0;
    let mut is_string = false;
    let line = |text: &mut String, level| {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", level));
    };
    for character in json.chars() {
        // The bodies have no escapes.
        is_string ^= character == '"';
        match character {
            _ if is_string => text.push(character),
            '{' | '[' => {
                level += 1;
                text.push(character);
                line(&mut text, level);
            }
            '}' | ']' => {
                level -= 1;
                line(&mut text, level);
                text.push(character);
            }
            ',' => {
                text.push(character);
                line(&mut text, level);
            }
            ':' => text.push_str(": "),
            _ => text.push(character),
        }
    }
    text
}
