//! Tests the errors of calls.

use serde_json::json;
use stytch_users::{Client, ErrorType};
use users_service::Options;

use crate::raw::{self, CREDENTIALS};
use crate::{assert_is, start, start_with};

/// Each line is a call and its result. `ADA` is a user with `ada@example.com`, `NOBODY` is a user that does not exist,
/// and `FIND` is a search with one operand. Another user has the number +12025550162 and the external id `customer-1`.
const MISTAKES: &str = r#"
GET /v1/users/NOBODY => 404 user_not_found
PUT /v1/users/NOBODY {} => 404 user_not_found
DELETE /v1/users/NOBODY => 404 user_not_found
PUT /v1/users/NOBODY/exchange_primary_factor {"phone_number": "+12025550163"} => 404 user_not_found
GET /v1/users/ada@example.com => 400 invalid_user_id
DELETE /v1/users/user-test-%2e%2e => 400 invalid_user_id
GET /v1/users/%ff => 400 bad_request

DELETE /v1/users/NOBODY/external_id => 404 user_not_found
GET /v1/users/NOBODY/connected_apps => 404 user_not_found
POST /v1/users/NOBODY/connected_apps/app-1/revoke => 404 user_not_found
POST /v1/users/ADA/connected_apps/app-1/revoke => 404 connected_app_not_found
DELETE /v1/users/emails/email-test-1 => 404 email_not_found
DELETE /v1/users/emails/ADA => 404 email_not_found
DELETE /v1/users/emails/ada@example.com => 404 email_not_found
DELETE /v1/users/phone_numbers/a%2Fb => 404 phone_number_not_found

POST /v1/users {"email": "ada"} => 400 invalid_email
POST /v1/users {"email": ""} => 400 invalid_email
POST /v1/users {"email": "ada@localhost"} => 400 invalid_email
POST /v1/users {"email": "Ada <ada@example.com>"} => 400 invalid_email
POST /v1/users {"phone_number": "2025550162"} => 400 invalid_phone_number
POST /v1/users {"phone_number": "+02025550162"} => 400 invalid_phone_number
POST /v1/users {"phone_number": "+1 202 555 0162"} => 400 invalid_phone_number
POST /v1/users {"phone_number": "+1234567890123456"} => 400 invalid_phone_number
POST /v1/users {"email": " <ada@example.com>"} => 400 invalid_email
POST /v1/users {"email": "ADA@example.com"} => 400 duplicate_email
POST /v1/users {"email": "new@example.com", "phone_number": "+12025550162"} => 400 duplicate_phone_number
POST /v1/users {} => 400 invalid_create_user_request
POST /v1/users {"email": null} => 400 invalid_create_user_request
POST /v1/users => 400 invalid_create_user_request
POST /v1/users { => 400 bad_request
POST /v1/users [] => 400 bad_request
POST /v1/users {"email": 1} => 400 bad_request
POST /v1/users {"email": "b@example.com", "name": "B"} => 400 bad_request
POST /v1/users {"email": "b@example.com", "name": {"first_name": 1}} => 400 bad_request
POST /v1/users {"email": "b@example.com", "create_user_as_pending": "yes"} => 400 bad_request
POST /v1/users {"email": "b@example.com", "external_id": "customer-1"} => 400 duplicate_user_external_id
POST /v1/users {"email": "b@example.com", "roles": "admin"} => 400 bad_request
PUT /v1/users/ADA {"trusted_metadata": []} => 400 bad_request
PUT /v1/users/ADA {"external_id": "customer-1"} => 400 duplicate_user_external_id
PUT /v1/users/ADA {"external_id": "b@example.com"} => 400 bad_request

PUT /v1/users/ADA/exchange_primary_factor {"phone_number": "+12025550162"} => 400 duplicate_phone_number
PUT /v1/users/ADA/exchange_primary_factor {"email_address": "@"} => 400 invalid_email
PUT /v1/users/ADA/exchange_primary_factor {"phone_number": "1"} => 400 invalid_phone_number
PUT /v1/users/ADA/exchange_primary_factor {} => 400 invalid_exchange_primary_factor_fields
PUT /v1/users/ADA/exchange_primary_factor {"email_address": "b@example.com", "phone_number": "+12025550163"} => 400 invalid_exchange_primary_factor_fields

POST /v1/users/search {"limit": 1.5} => 400 bad_request
POST /v1/users/search {"limit": 1001} => 400 user_search_invalid_limit
POST /v1/users/search {"limit": -1} => 400 user_search_invalid_limit
POST /v1/users/search {"cursor": "page 2"} => 400 user_search_invalid_cursor
POST /v1/users/search {"cursor": "MTIz"} => 400 user_search_invalid_cursor
POST /v1/users/search {"query": {"operands": []}} => 400 bad_request
POST /v1/users/search {"query": {"operator": "XOR"}} => 400 user_search_invalid_operator
FIND {"filter_name": "eye_colour", "filter_value": ["blue"]} => 400 user_search_filter_name_not_recognized
FIND {"filter_value": true} => 400 user_search_missing_filter_name
FIND {"filter_name": "status"} => 400 user_search_missing_filter_value
FIND {"filter_name": 1, "filter_value": 1} => 400 user_search_filter_name_must_be_string
FIND {"filter_name": "status", "filter_value": "gone"} => 400 user_search_invalid_status_filter
FIND {"filter_name": "status", "filter_value": 1} => 400 user_search_expected_string
FIND {"filter_name": "user_id", "filter_value": "one"} => 400 user_search_expected_array_of_string
FIND {"filter_name": "email_address", "filter_value": [1]} => 400 user_search_expected_array_of_string
FIND {"filter_name": "user_id", "filter_value": ["NOBODY", "customer-1"]} => 400 user_search_cannot_mix_internal_and_external_user_ids
FIND {"filter_name": "password_exists", "filter_value": "yes"} => 400 user_search_expected_bool
FIND {"filter_name": "created_at_less_than", "filter_value": "yesterday"} => 400 user_search_expected_timestamp
FIND {"filter_name": "created_at_between", "filter_value": []} => 400 user_search_expected_object
FIND {"filter_name": "created_at_between", "filter_value": {"greater_than": "2024-01-01T00:00:00Z"}} => 400 user_search_missing_less_than

GET /v1/user => 404 route_not_found
GET / => 404 route_not_found
GET /v1/users => 405 method_not_allowed
PATCH /v1/users/ADA {} => 405 method_not_allowed
"#;

#[tokio::test]
async fn each_mistake_has_the_status_and_type_of_the_vendor() {
    let (service, _client) = start().await;
    let ada = service.insert(json!({"emails": [{"email": "ada@example.com"}]}));
    let ada = ada.unwrap();
    let somebody =
        json!({"phone_numbers": [{"phone_number": "+12025550162"}], "external_id": "customer-1"});
    service.insert(somebody).unwrap();
    for mistake in MISTAKES.lines().filter(|line| !line.is_empty()) {
        let (call, end) = mistake.split_once(" => ").unwrap();
        let (status, kind) = end.split_once(' ').unwrap();
        let status: u16 = status.parse().unwrap();
        let (method, rest) = call.split_once(' ').unwrap();
        let (method, path, body) = if method == "FIND" {
            let body = format!(r#"{{"query": {{"operator": "AND", "operands": [{rest}]}}}}"#);
            ("POST", "/v1/users/search", body)
        } else {
            let (path, body) = rest.split_once(' ').unwrap_or((rest, ""));
            (method, path, body.to_owned())
        };
        let path = path.replace("ADA", &ada);
        let nobody = "user-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6";
        let (path, body) = (
            path.replace("NOBODY", nobody),
            body.replace("NOBODY", nobody),
        );

        let answer = raw::send(&service, method, &path, CREDENTIALS, &body).await;
        let error = answer.json();
        let told = format!("{mistake}: {error}");
        assert_eq!(answer.status, status, "{told}");
        assert_eq!(error["status_code"], status, "{told}");
        assert_eq!(error["error_type"], kind, "{told}");
        assert!(
            error["error_message"].as_str().unwrap().len() > 10,
            "{told}"
        );
        let request_id = error["request_id"].as_str().unwrap();
        assert!(request_id.starts_with("request-id-test-"), "{told}");
        let url = format!("https://stytch.com/docs/api/errors/{status}#{kind}");
        assert_eq!(error["error_url"], url, "{told}");
        assert_eq!(answer.head.contains("\r\nallow: "), status == 405, "{told}");
    }
}

#[tokio::test]
async fn a_message_contains_the_path_of_the_wrong_value() {
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
async fn only_credentials_of_a_test_project_are_accepted() {
    let (service, _client) = start().await;
    for credentials in [
        "",
        "Basic",
        "Basic !",
        "Bearer cHJvamVjdC10ZXN0LTE6c2VjcmV0",
        // project-test-1
        "Basic cHJvamVjdC10ZXN0LTE=",
        // project-test-1: with an empty secret
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
async fn a_body_of_more_than_1_mib_is_rejected() {
    let (_service, client) = start().await;
    let create = client.users().create().email("ada@example.com");
    let create = create.trusted_metadata([("long", "x".repeat(1 << 20))]);
    let error = create.send().await.unwrap_err();
    assert_is(&error, 400, "bad_request");
}

#[tokio::test]
async fn a_rejected_call_changes_nothing() {
    let (_service, client) = start_with(Options {
        users: 2,
        ..Options::default()
    })
    .await;
    let users = client.users();
    let before = users.search().send().await.unwrap().results.clone();
    // The first user has a factor of every kind.
    let email = &before[0].emails[0].email;
    let phone = &before[0].phone_numbers[0].phone_number;
    let create = users.create().email("new@example.com").phone_number(phone);
    let error = create.send().await.unwrap_err();
    assert_eq!(error.error_type(), Some(&ErrorType::DuplicatePhoneNumber));
    let create = users.create().email(email).phone_number("+12025550162");
    let error = create.send().await.unwrap_err();
    assert_eq!(error.error_type(), Some(&ErrorType::DuplicateEmail));
    assert_eq!(users.search().send().await.unwrap().results, before);
    // The rejected call also does not reserve its values.
    users
        .create()
        .email("new@example.com")
        .phone_number("+12025550162")
        .send()
        .await
        .unwrap();
}
