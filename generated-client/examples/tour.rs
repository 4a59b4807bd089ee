//! The tour of the repository's README: a test compares the two.

use stytch_users::types::{SearchFilter, SearchUsersQuery};
use stytch_users::{Client, Error, ErrorType};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::new("project-test-…", "secret-test-…")?;
    let created = client
        .users()
        .create()
        .email("ada@example.com")
        .send()
        .await?;
    println!("{} (request {})", created.user_id, created.request_id());

    let verified = SearchUsersQuery::and([SearchFilter::EmailVerified(true)]);
    let mut users = client
        .users()
        .search()
        .limit(1000)
        .query(verified)
        .into_stream();
    while let Some(user) = users.try_next().await? {
        println!("{}: {}", user.user_id, user.status);
    }

    match client.users().delete(&created.user_id).send().await {
        Err(error) if error.error_type() == Some(&ErrorType::UserNotFound) => Ok(()),
        result => result.map(|_| ()),
    }
}
