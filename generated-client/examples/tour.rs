//! The first example of the repository's README: a test compares the two.

use stytch_users::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::new("project-test-…", "secret-test-…")?;
    let users = client.users();

    let created = users.create().email("ada@example.com").send().await?;
    println!("{} (request {})", created.user_id, created.request_id());

    let mut everybody = users.search().limit(1000).into_stream();
    while let Some(user) = everybody.try_next().await? {
        println!("{}: {}", user.user_id, user.status);
    }
    Ok(())
}
