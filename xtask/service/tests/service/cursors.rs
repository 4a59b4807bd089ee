//! Tests the pages of a search.

use stytch_users::types::{SearchFilter, SearchOperator, SearchUsersQuery};
use users_service::Options;

use crate::raw::{self, CREDENTIALS};
use crate::{assert_is, start, start_with};

async fn with_users(users: u32) -> (users_service::Running, stytch_users::Client) {
    start_with(Options {
        users,
        ..Options::default()
    })
    .await
}

#[tokio::test]
async fn a_page_has_100_users_by_default_and_at_most_1000() {
    let (_service, client) = with_users(1001).await;
    let search = || client.users().search();
    let page = search().send().await.unwrap();
    assert_eq!(page.results.len(), 100);
    assert_eq!(page.results_metadata.total, 1001);
    assert!(page.results_metadata.next_cursor.is_some());
    assert_eq!(search().limit(0).send().await.unwrap().results.len(), 100);
    assert_eq!(search().limit(1).send().await.unwrap().results.len(), 1);
    let page = search().limit(1000).send().await.unwrap();
    assert_eq!(page.results.len(), 1000);
    let cursor = page.results_metadata.next_cursor.clone().unwrap();
    let page = search().limit(1000).cursor(cursor).send().await.unwrap();
    assert_eq!(page.results.len(), 1);
    assert_eq!(page.results_metadata.next_cursor, None);
    assert_eq!(page.results_metadata.total, 1001);
    let error = search().limit(1001).send().await.unwrap_err();
    assert_is(&error, 400, "user_search_invalid_limit");
}

#[tokio::test]
async fn a_full_page_without_further_users_is_the_last() {
    let (_service, client) = with_users(10).await;
    let page = client.users().search().limit(10).send().await.unwrap();
    assert_eq!(page.results.len(), 10);
    assert_eq!(page.results_metadata.next_cursor, None);
}

#[tokio::test]
async fn without_users_there_is_one_empty_page() {
    let (_service, client) = start().await;
    let page = client.users().search().send().await.unwrap();
    assert!(page.results.is_empty());
    assert_eq!(page.results_metadata.total, 0);
    assert_eq!(page.results_metadata.next_cursor, None);
}

#[tokio::test]
async fn a_query_without_operands_finds_all_users() {
    let (_service, client) = with_users(20).await;
    for operator in [SearchOperator::And, SearchOperator::Or] {
        let query = SearchUsersQuery::new(operator);
        let page = client.users().search().query(query).send().await.unwrap();
        assert_eq!(page.results_metadata.total, 20);
    }
}

#[tokio::test]
async fn an_empty_query_finds_all_users() {
    let (service, _client) = with_users(20).await;
    let body = r#"{"query": {}}"#;
    let answer = raw::send(&service, "POST", "/v1/users/search", CREDENTIALS, body).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.json()["results"].as_array().unwrap().len(), 20);
    assert_eq!(answer.json()["results_metadata"]["total"], 20);
}

#[tokio::test]
async fn a_cursor_stays_valid_while_users_come_and_go() {
    let (_service, client) = with_users(30).await;
    let users = client.users();
    let everybody = users.search().send().await.unwrap().results.clone();
    let page = users.search().limit(10).send().await.unwrap();
    let cursor = page.results_metadata.next_cursor.clone().unwrap();
    // The last user of the page, whose number the cursor contains; the next user; an earlier user of the page.
    for gone in [9, 10, 2] {
        users.delete(&everybody[gone].user_id).send().await.unwrap();
    }
    let mut expected: Vec<_> = everybody[11..]
        .iter()
        .map(|user| user.user_id.clone())
        .collect();
    for email in ["new@example.com", "newer@example.com"] {
        let created = users.create().email(email).send().await.unwrap();
        expected.push(created.user_id.clone());
    }
    let mut rest = Vec::new();
    let mut stream = users.search().limit(4).cursor(cursor).into_stream();
    while let Some(user) = stream.try_next().await.unwrap() {
        rest.push(user.user_id);
    }
    assert_eq!(rest, expected);
}

#[tokio::test]
async fn a_cursor_can_be_used_with_another_query() {
    let (_service, client) = with_users(200).await;
    let users = client.users();
    let everybody = users
        .search()
        .limit(1000)
        .send()
        .await
        .unwrap()
        .results
        .clone();
    let page = users.search().limit(50).send().await.unwrap();
    let cursor = page.results_metadata.next_cursor.clone().unwrap();
    let query = SearchUsersQuery::and([SearchFilter::PasswordExists(true)]);
    let found = users
        .search()
        .limit(1000)
        .cursor(cursor)
        .query(query)
        .send()
        .await
        .unwrap();
    let expected: Vec<_> = everybody[50..]
        .iter()
        .filter(|user| user.password.is_some())
        .cloned()
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(found.results, expected);
}

#[tokio::test]
async fn the_same_number_of_users_gives_the_same_users() {
    let (_one, client) = with_users(50).await;
    let (_other, other) = with_users(50).await;
    let users = client.users().search().send().await.unwrap();
    assert_eq!(
        users.results,
        other.users().search().send().await.unwrap().results
    );
    // The ids of users that are created later differ.
    let create =
        |client: &stytch_users::Client| client.users().create().email("ada@example.com").send();
    let (one, other) = (
        create(&client).await.unwrap(),
        create(&other).await.unwrap(),
    );
    assert_ne!(one.user_id, other.user_id);
}
