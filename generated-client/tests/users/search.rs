//! Tests searches: filters, queries and pages.

use futures_util::TryStreamExt;
use serde_json::{Value, from_value, json};
use stytch_users::types::{
    CreatedAtBetween, SearchFilter, SearchOperator, SearchUsersQuery, User, UserStatus,
};
use stytch_users::{ErrorType, Timestamp};

use crate::bodies;
use crate::server::{Asked, Server};

const EARLY: &str = "2021-12-29T12:33:09Z";
const LATE: &str = "2022-12-29T12:33:09Z";

/// Sends `query`, and returns the query that the server receives.
async fn arrived(query: SearchUsersQuery) -> Value {
    let server = Server::answering([(200, bodies::found()[0].0.clone())]).await;
    server
        .client
        .users()
        .search()
        .query(query)
        .send()
        .await
        .unwrap();
    let mut body = server.asked_once().json();
    let query = body["query"].take();
    assert_eq!(body, json!({"query": null}));
    query
}

#[tokio::test]
async fn every_filter_arrives_under_its_name_with_its_value() {
    use SearchFilter as F;
    let strings = || vec!["a".to_owned(), "b".to_owned()];
    let filters = [
        F::CreatedAtGreaterThan(EARLY.into()),
        F::CreatedAtLessThan(Timestamp::from(LATE)),
        F::CreatedAtBetween(CreatedAtBetween::new(EARLY, LATE)),
        F::Status(UserStatus::Pending),
        F::UserId(vec!["a".into(), "b".into()]),
        F::PhoneNumber(strings()),
        F::PhoneId(vec!["a".into()]),
        F::EmailAddress(strings()),
        F::EmailId(vec!["a".into()]),
        F::OAuthProvider(strings()),
        F::WebAuthnRegistrationId(vec!["a".into()]),
        F::CryptoWalletId(vec!["a".into()]),
        F::CryptoWalletAddress(strings()),
        F::TotpId(vec![]),
        F::FullNameFuzzy("ada".into()),
        F::PhoneNumberFuzzy("+1".into()),
        F::EmailAddressFuzzy("ada@".into()),
        F::PhoneVerified(true),
        F::EmailVerified(false),
        F::WebAuthnRegistrationVerified(true),
        F::CryptoWalletVerified(false),
        F::TotpVerified(true),
        F::PasswordExists(false),
    ];
    let operands = json!([
        {"filter_name": "created_at_greater_than", "filter_value": EARLY},
        {"filter_name": "created_at_less_than", "filter_value": LATE},
        {"filter_name": "created_at_between", "filter_value": {"greater_than": EARLY, "less_than": LATE}},
        {"filter_name": "status", "filter_value": "pending"},
        {"filter_name": "user_id", "filter_value": ["a", "b"]},
        {"filter_name": "phone_number", "filter_value": ["a", "b"]},
        {"filter_name": "phone_id", "filter_value": ["a"]},
        {"filter_name": "email_address", "filter_value": ["a", "b"]},
        {"filter_name": "email_id", "filter_value": ["a"]},
        {"filter_name": "oauth_provider", "filter_value": ["a", "b"]},
        {"filter_name": "webauthn_registration_id", "filter_value": ["a"]},
        {"filter_name": "crypto_wallet_id", "filter_value": ["a"]},
        {"filter_name": "crypto_wallet_address", "filter_value": ["a", "b"]},
        {"filter_name": "totp_id", "filter_value": []},
        {"filter_name": "full_name_fuzzy", "filter_value": "ada"},
        {"filter_name": "phone_number_fuzzy", "filter_value": "+1"},
        {"filter_name": "email_address_fuzzy", "filter_value": "ada@"},
        {"filter_name": "phone_verified", "filter_value": true},
        {"filter_name": "email_verified", "filter_value": false},
        {"filter_name": "webauthn_registration_verified", "filter_value": true},
        {"filter_name": "crypto_wallet_verified", "filter_value": false},
        {"filter_name": "totp_verified", "filter_value": true},
        {"filter_name": "password_exists", "filter_value": false},
    ]);
    let query = SearchUsersQuery::and(filters.clone());
    let arrived = arrived(query.clone()).await;

    assert_eq!(arrived, json!({"operator": "AND", "operands": operands}));
    assert_eq!(from_value::<SearchUsersQuery>(arrived).unwrap(), query);
    for (filter, operand) in filters.into_iter().zip(operands.as_array().unwrap()) {
        let name = operand["filter_name"].as_str().unwrap();
        assert_eq!(filter.filter_name(), name);
        assert_eq!(
            SearchFilter::other(name, operand["filter_value"].clone()),
            filter
        );
    }
}

#[tokio::test]
async fn a_filter_without_a_variant_of_its_own_can_be_sent() {
    let filter = SearchFilter::other("logins_between", json!({"least": 3, "most": [null]}));
    assert_eq!(filter.filter_name(), "logins_between");
    assert_eq!(
        arrived(SearchUsersQuery::or([filter])).await,
        json!({
            "operator": "OR",
            "operands": [{"filter_name": "logins_between", "filter_value": {"least": 3, "most": [null]}}],
        })
    );
}

#[tokio::test]
async fn a_query_is_an_operator_and_operands_if_any() {
    let email = || SearchFilter::EmailVerified(true);
    let operand = json!({"filter_name": "email_verified", "filter_value": true});
    for (query, expected) in [
        (
            SearchUsersQuery::new(SearchOperator::And),
            json!({"operator": "AND", "operands": []}),
        ),
        (
            SearchUsersQuery::or([]),
            json!({"operator": "OR", "operands": []}),
        ),
        (
            SearchUsersQuery::new("XOR").operands([email(), email()]),
            json!({"operator": "XOR", "operands": [operand, operand]}),
        ),
    ] {
        assert_eq!(arrived(query).await, expected);
    }
}

/// Returns a page of users with these ids.
fn page(ids: &[&str], next_cursor: Option<&str>) -> (u16, Value) {
    let results: Vec<_> = ids.iter().map(|id| json!({"user_id": id})).collect();
    let metadata = json!({"total": -1, "next_cursor": next_cursor});
    (
        200,
        json!({"results": results, "results_metadata": metadata}),
    )
}

async fn three_pages() -> Server {
    Server::answering([
        page(&["1", "2"], Some("a cursor/2=")),
        page(&["3"], Some("c3")),
        page(&["4", "5"], None),
    ])
    .await
}

#[tokio::test]
async fn a_stream_walks_all_pages_and_stops_after_the_last() {
    let server = three_pages().await;
    let query = SearchUsersQuery::and([SearchFilter::EmailVerified(true)]);
    let mut everyone = server
        .client
        .users()
        .search()
        .limit(2)
        .query(query)
        .into_stream();
    let mut ids = Vec::new();
    while let Some(user) = everyone.try_next().await.unwrap() {
        ids.push(user.user_id.to_string());
    }

    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
    let query = json!({
        "operator": "AND",
        "operands": [{"filter_name": "email_verified", "filter_value": true}],
    });
    let asked = server.asked();
    assert!(
        asked
            .iter()
            .all(|asked| asked.line == "POST /v1/users/search")
    );
    assert_eq!(
        asked.iter().map(Asked::json).collect::<Vec<_>>(),
        [
            json!({"limit": 2, "query": query}),
            json!({"limit": 2, "query": query, "cursor": "a cursor/2="}),
            json!({"limit": 2, "query": query, "cursor": "c3"}),
        ]
    );
}

#[tokio::test]
async fn a_stream_can_be_collected_from_any_cursor_in_a_task() {
    let server = three_pages().await;
    let everyone = server.client.users().search().cursor("c1").into_stream();
    let everyone: Vec<User> = tokio::spawn(everyone.try_collect()).await.unwrap().unwrap();

    assert_eq!(everyone.len(), 5);
    let cursors: Vec<_> = server
        .asked()
        .iter()
        .map(|asked| asked.json()["cursor"].clone())
        .collect();
    assert_eq!(cursors, ["c1", "a cursor/2=", "c3"]);
}

#[tokio::test]
async fn an_error_between_pages_comes_after_the_users_before_it_and_ends_the_stream() {
    let refusal = json!({"error_type": "too_many_requests"});
    let server =
        Server::answering([page(&["1"], Some("c2")), (429, refusal), page(&["2"], None)]).await;
    let mut everyone = server.client.users().search().into_stream();

    assert_eq!(
        everyone.try_next().await.unwrap().unwrap().user_id.as_str(),
        "1"
    );
    let error = everyone.try_next().await.unwrap_err();
    assert_eq!(error.error_type(), Some(&ErrorType::TooManyRequests));
    assert!(error.is_retryable());
    assert!(everyone.try_next().await.unwrap().is_none());
    assert_eq!(server.asked().len(), 2);
}
