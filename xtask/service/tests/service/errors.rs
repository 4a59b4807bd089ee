//! What calls are refused with.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::json;
use stytch_users::{Client, ErrorType};
use users_service::Options;

use crate::raw::{self, CREDENTIALS};
use crate::{assert_is, start, start_with};

const NOBODY: &str = "user-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6";

#[tokio::test]
async fn each_mistake_has_the_status_and_type_of_the_vendor() {
    let (service, _client) = start().await;
    let ada = json!({"emails": [{"email": "ada@example.com"}]});
    let ada = service.insert(ada).unwrap();
    service
        .insert(json!({"phone_numbers": [{"phone_number": "+12025550162"}]}))
        .unwrap();
    let ada_at = |rest: &str| format!("/v1/users/{ada}{rest}");
    let nobody_at = |rest: &str| format!("/v1/users/{NOBODY}{rest}");
    let search = || "/v1/users/search".to_owned();
    let create = || "/v1/users".to_owned();
    let operand =
        |operand: &str| format!(r#"{{"query": {{"operator": "AND", "operands": [{operand}]}}}}"#);
    let filter = |name: &str, value: &str| {
        operand(&format!(
            r#"{{"filter_name": "{name}", "filter_value": {value}}}"#
        ))
    };
    let body = |body: &str| body.to_owned();
    let mut seen = BTreeSet::from([
        // Of these there are tests of their own.
        "internal_server_error".to_owned(),
        "too_many_requests".to_owned(),
        "unauthorized_credentials".to_owned(),
        // Loopback needs no TLS.
        "use_https".to_owned(),
    ]);
    for (method, path, body, status, kind) in [
        ("GET", nobody_at(""), body(""), 404, "user_not_found"),
        ("PUT", nobody_at(""), body("{}"), 404, "user_not_found"),
        ("DELETE", nobody_at(""), body(""), 404, "user_not_found"),
        (
            "PUT",
            nobody_at("/exchange_primary_factor"),
            body(r#"{"phone_number": "+12025550163"}"#),
            404,
            "user_not_found",
        ),
        (
            "GET",
            body("/v1/users/ada@example.com"),
            body(""),
            400,
            "invalid_user_id",
        ),
        (
            "DELETE",
            body("/v1/users/user-test-%2e%2e"),
            body(""),
            400,
            "invalid_user_id",
        ),
        (
            "DELETE",
            body("/v1/users/emails/email-test-1"),
            body(""),
            404,
            "email_not_found",
        ),
        (
            "DELETE",
            format!("/v1/users/emails/{ada}"),
            body(""),
            404,
            "email_not_found",
        ),
        (
            "DELETE",
            body("/v1/users/phone_numbers/a%2Fb"),
            body(""),
            404,
            "phone_number_not_found",
        ),
        (
            "POST",
            create(),
            body(r#"{"email": "ada"}"#),
            400,
            "invalid_email",
        ),
        (
            "POST",
            create(),
            body(r#"{"email": ""}"#),
            400,
            "invalid_email",
        ),
        (
            "POST",
            create(),
            body(r#"{"email": "Ada <ada@example.com>"}"#),
            400,
            "invalid_email",
        ),
        (
            "POST",
            create(),
            body(r#"{"phone_number": "2025550162"}"#),
            400,
            "invalid_phone_number",
        ),
        (
            "POST",
            create(),
            body(r#"{"phone_number": "+1 202 555 0162"}"#),
            400,
            "invalid_phone_number",
        ),
        (
            "POST",
            create(),
            body(r#"{"email": "ADA@example.com"}"#),
            400,
            "duplicate_email",
        ),
        (
            "POST",
            create(),
            body(r#"{"phone_number": "+12025550162"}"#),
            400,
            "duplicate_phone_number",
        ),
        (
            "PUT",
            ada_at("/exchange_primary_factor"),
            body(r#"{"phone_number": "+12025550162"}"#),
            400,
            "duplicate_phone_number",
        ),
        (
            "PUT",
            ada_at("/exchange_primary_factor"),
            body(r#"{"email_address": "@"}"#),
            400,
            "invalid_email",
        ),
        (
            "PUT",
            ada_at("/exchange_primary_factor"),
            body("{}"),
            400,
            "invalid_exchange_primary_factor_fields",
        ),
        (
            "PUT",
            ada_at("/exchange_primary_factor"),
            body(r#"{"email_address": "b@example.com", "phone_number": "+12025550163"}"#),
            400,
            "invalid_exchange_primary_factor_fields",
        ),
        (
            "POST",
            create(),
            body("{}"),
            400,
            "invalid_create_user_request",
        ),
        (
            "POST",
            create(),
            body(r#"{"email": null}"#),
            400,
            "invalid_create_user_request",
        ),
        (
            "POST",
            create(),
            body(""),
            400,
            "invalid_create_user_request",
        ),
        ("POST", create(), body("{"), 400, "bad_request"),
        ("POST", create(), body("[]"), 400, "bad_request"),
        (
            "POST",
            create(),
            body(r#"{"email": 1}"#),
            400,
            "bad_request",
        ),
        (
            "POST",
            create(),
            body(r#"{"email": "b@example.com", "name": "B"}"#),
            400,
            "bad_request",
        ),
        (
            "POST",
            create(),
            body(r#"{"email": "b@example.com", "name": {"first_name": 1}}"#),
            400,
            "bad_request",
        ),
        (
            "POST",
            create(),
            body(r#"{"email": "b@example.com", "create_user_as_pending": "yes"}"#),
            400,
            "bad_request",
        ),
        (
            "PUT",
            ada_at(""),
            body(r#"{"trusted_metadata": []}"#),
            400,
            "bad_request",
        ),
        (
            "POST",
            search(),
            body(r#"{"limit": 1.5}"#),
            400,
            "bad_request",
        ),
        (
            "POST",
            search(),
            body(r#"{"limit": 1001}"#),
            400,
            "user_search_invalid_limit",
        ),
        (
            "POST",
            search(),
            body(r#"{"limit": -1}"#),
            400,
            "user_search_invalid_limit",
        ),
        (
            "POST",
            search(),
            body(r#"{"cursor": "page 2"}"#),
            400,
            "user_search_invalid_cursor",
        ),
        (
            "POST",
            search(),
            body(r#"{"query": {"operands": []}}"#),
            400,
            "bad_request",
        ),
        (
            "POST",
            search(),
            body(r#"{"query": {"operator": "XOR"}}"#),
            400,
            "user_search_invalid_operator",
        ),
        (
            "POST",
            search(),
            filter("eye_colour", r#"["blue"]"#),
            400,
            "user_search_filter_name_not_recognized",
        ),
        (
            "POST",
            search(),
            operand(r#"{"filter_value": true}"#),
            400,
            "user_search_missing_filter_name",
        ),
        (
            "POST",
            search(),
            operand(r#"{"filter_name": "status"}"#),
            400,
            "user_search_missing_filter_value",
        ),
        (
            "POST",
            search(),
            operand(r#"{"filter_name": 1, "filter_value": 1}"#),
            400,
            "user_search_filter_name_must_be_string",
        ),
        (
            "POST",
            search(),
            filter("status", r#""gone""#),
            400,
            "user_search_invalid_status_filter",
        ),
        (
            "POST",
            search(),
            filter("status", "1"),
            400,
            "user_search_expected_string",
        ),
        (
            "POST",
            search(),
            filter("user_id", r#""one""#),
            400,
            "user_search_expected_array_of_string",
        ),
        (
            "POST",
            search(),
            filter("email_address", "[1]"),
            400,
            "user_search_expected_array_of_string",
        ),
        (
            "POST",
            search(),
            filter("password_exists", r#""yes""#),
            400,
            "user_search_expected_bool",
        ),
        (
            "POST",
            search(),
            filter("created_at_less_than", r#""yesterday""#),
            400,
            "user_search_expected_timestamp",
        ),
        (
            "POST",
            search(),
            filter("created_at_between", "[]"),
            400,
            "user_search_expected_object",
        ),
        (
            "POST",
            search(),
            filter(
                "created_at_between",
                r#"{"greater_than": "2024-01-01T00:00:00Z"}"#,
            ),
            400,
            "user_search_missing_less_than",
        ),
        ("GET", body("/v1/user"), body(""), 404, "route_not_found"),
        ("GET", body("/"), body(""), 404, "route_not_found"),
        ("GET", create(), body(""), 405, "method_not_allowed"),
        ("PATCH", ada_at(""), body("{}"), 405, "method_not_allowed"),
    ] {
        let answer = raw::send(&service, method, &path, CREDENTIALS, &body).await;
        let error = answer.json();
        let told = format!("{method} {path} {body}: {error}");
        assert_eq!(answer.status, status, "{told}");
        assert_eq!(error["status_code"], status, "{told}");
        assert_eq!(error["error_type"], kind, "{told}");
        assert!(
            error["error_message"].as_str().unwrap().len() > 10,
            "{told}"
        );
        assert!(
            error["request_id"]
                .as_str()
                .unwrap()
                .starts_with("request-id-test-"),
            "{told}"
        );
        let url = format!("https://stytch.com/docs/api/errors/{status}#{kind}");
        assert_eq!(error["error_url"], url, "{told}");
        assert_eq!(answer.head.contains("\r\nallow: "), status == 405, "{told}");
        seen.insert(kind.to_owned());
    }
    let spec = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec"));
    let model = codegen::model(&codegen::read(spec).unwrap()).unwrap();
    for kind in &model.error_types {
        assert!(
            seen.contains(&kind.value),
            "no call ends with `{}`, which the spec knows",
            kind.value
        );
    }
}

#[tokio::test]
async fn a_message_names_the_place_of_the_mistake() {
    let (service, _client) = start().await;
    let body = r#"{"query": {"operator": "AND", "operands": [
        {"filter_name": "created_at_between", "filter_value": {"greater_than": "2024-01-01T00:00:00Z", "less_than": 5}}
    ]}}"#;
    let answer = raw::send(&service, "POST", "/v1/users/search", CREDENTIALS, body).await;
    assert_eq!(
        answer.json()["error_message"],
        "`query.operands.0.filter_value.less_than` must be a timestamp in RFC 3339 format"
    );
}

#[tokio::test]
async fn only_credentials_of_a_test_project_are_taken() {
    let (service, _client) = start().await;
    for credentials in [
        "",
        "Basic",
        "Basic !",
        "Bearer cHJvamVjdC10ZXN0LTE6c2VjcmV0",
        // project-test-1
        "Basic cHJvamVjdC10ZXN0LTE=",
        // project-test-1: with nothing after it
        "Basic cHJvamVjdC10ZXN0LTE6",
    ] {
        let answer = raw::send(&service, "POST", "/v1/users/search", credentials, "{}").await;
        assert_eq!(answer.status, 401, "{credentials}");
        assert_eq!(
            answer.json()["error_type"],
            "unauthorized_credentials",
            "{credentials}"
        );
    }
    let live = Client::builder("project-live-1", "secret")
        .base_url(service.url())
        .build()
        .unwrap();
    let error = live.users().search().send().await.unwrap_err();
    assert_is(&error, 401, "unauthorized_credentials");
    for project in ["project-test-", "project-test-7c2e1b2a"] {
        let client = Client::builder(project, "any secret: even this").base_url(service.url());
        client
            .build()
            .unwrap()
            .users()
            .search()
            .send()
            .await
            .unwrap();
    }
}

#[tokio::test]
async fn a_body_of_more_than_a_mebibyte_is_refused() {
    let (_service, client) = start().await;
    let create = client.users().create().email("ada@example.com");
    let create = create.trusted_metadata([("long", "x".repeat(1 << 20))]);
    let error = create.send().await.unwrap_err();
    assert_is(&error, 400, "bad_request");
}

#[tokio::test]
async fn a_call_that_is_refused_changes_nothing() {
    let (_service, client) = start_with(Options {
        users: 2,
        ..Options::default()
    })
    .await;
    let users = client.users();
    let before = users.search().send().await.unwrap().results.clone();
    let (email, phone) = (&before[1].emails, &before[0].phone_numbers[0].phone_number);
    let create = users.create().email("new@example.com").phone_number(phone);
    let error = create.send().await.unwrap_err();
    assert_eq!(error.error_type(), Some(&ErrorType::DuplicatePhoneNumber));
    let taken = email
        .first()
        .map_or("zo.hamilton.0@example.com", |it| &it.email);
    users
        .create()
        .email(taken)
        .phone_number("+12025550162")
        .send()
        .await
        .unwrap_err();
    assert_eq!(users.search().send().await.unwrap().results, before);
    // Nor does it keep what it had asked for.
    users
        .create()
        .email("new@example.com")
        .phone_number("+12025550162")
        .send()
        .await
        .unwrap();
}
