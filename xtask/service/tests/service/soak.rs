//! Makes many calls at a time to a service with latency and failures.

use std::collections::BTreeMap;
use std::time::Duration;

use stytch_users::types::{Name, SearchFilter, SearchUsersQuery};
use stytch_users::{Client, Error, ErrorType, Response, RetryPolicy};
use tokio::task::JoinSet;
use users_service::Options;

use crate::start_with;

/// The number of users at a time, and the number of users one after the other.
const TASKS: usize = 64;
const LIVES: usize = 10;

#[tokio::test(flavor = "multi_thread")]
async fn under_load_no_user_is_lost_duplicated_or_confused_with_another() {
    let (_service, client) = start_with(Options {
        latency: Duration::from_millis(2),
        error_rate: 0.1,
        ..Options::default()
    })
    .await;
    // The client retries some failures, and `insist` repeats the other calls.
    let client = client.with_retry(RetryPolicy::default().base_delay(Duration::from_millis(1)));
    let mut tasks = JoinSet::new();
    for task in 0..TASKS {
        let client = client.clone();
        tasks.spawn(async move {
            let mut left = Vec::new();
            for life in 0..LIVES {
                let email = format!("{task}.{life}@example.com");
                let id = live(&client, &email).await;
                if life % 2 == 0 {
                    left.push((email, id));
                } else {
                    die(&client, &id).await;
                }
            }
            left
        });
    }
    let mut left = BTreeMap::new();
    while let Some(lives) = tasks.join_next().await {
        left.extend(lives.unwrap());
    }
    assert_eq!(left.len(), TASKS * LIVES / 2);

    let page = insist(|| client.users().search().limit(1000).send()).await;
    let found = page.unwrap().into_inner().results.into_iter();
    let found: Vec<_> = found
        .map(|user| (user.emails[0].email.clone(), user.user_id.to_string()))
        .collect();
    assert_eq!(found.len(), left.len());
    assert_eq!(BTreeMap::from_iter(found), left);
}

/// Creates, gets, updates and finds a user, and asserts that it is the same user every time.
async fn live(client: &Client, email: &str) -> String {
    let users = client.users();
    // A second `create` would fail, since the email address is taken.
    let created = insist(|| users.create().email(email).send()).await.unwrap();
    let id = created.user_id.to_string();
    assert_eq!(created.user.emails[0].email, email);

    let user = insist(|| users.get(&id).send()).await.unwrap();
    assert_eq!(
        (user.user_id.as_str(), &*user.emails[0].email),
        (&*id, email)
    );

    let name = || Name::new().first_name(email);
    let updated = insist(|| users.update(&id).name(name()).send())
        .await
        .unwrap();
    assert_eq!(updated.user_id.as_str(), id);

    let filter = || SearchFilter::EmailAddress(vec![email.to_owned()]);
    let query = || SearchUsersQuery::and([filter()]);
    let page = insist(|| users.search().query(query()).send())
        .await
        .unwrap();
    assert_eq!(page.results.len(), 1);
    assert_eq!(page.results[0].user_id.as_str(), id);
    assert_eq!(page.results[0].name, Some(name()));
    id
}

async fn die(client: &Client, id: &str) {
    let deleted = insist(|| client.users().delete(id).send()).await.unwrap();
    assert_eq!(deleted.user_id.as_str(), id);
    let error = insist(|| client.users().get(id).send()).await.unwrap_err();
    assert_eq!(error.error_type(), Some(&ErrorType::UserNotFound));
}

/// Repeats a call while it fails with a simulated failure, which has no effect.
async fn insist<T, C>(call: impl Fn() -> C) -> Result<Response<T>, Error>
where
    C: Future<Output = Result<Response<T>, Error>>,
{
    loop {
        match call().await {
            Err(error)
                if error
                    .status()
                    .is_some_and(|status| status.is_server_error()) => {}
            result => return result,
        }
    }
}
