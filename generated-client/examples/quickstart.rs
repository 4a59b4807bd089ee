//! Creates, gets, updates, finds and deletes a user.
//!
//! ```text
//! cargo xtask demo                                 # starts a local service
//! cargo run -p stytch-users --example quickstart   # uses the service of `cargo xtask serve`
//! ```
//!
//! With `STYTCH_PROJECT_ID` and `STYTCH_SECRET` in the environment, the example calls the vendor's service. Use a test
//! project. `STYTCH_URL` sets another base URL.

use std::env;
use std::process::ExitCode;

use stytch_users::types::{Name, SearchFilter, SearchUsersQuery, UserId};
use stytch_users::{Client, Error, ErrorType};

/// The base URL of `cargo xtask serve`.
const LOCAL: &str = "http://127.0.0.1:8787";

#[tokio::main]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), Error> {
    let var = |name| env::var(name).ok();
    let mut client = match (var("STYTCH_PROJECT_ID"), var("STYTCH_SECRET")) {
        (None, None) => Client::builder("project-test-1", "any secret").base_url(LOCAL),
        (id, secret) => Client::builder(id.unwrap_or_default(), secret.unwrap_or_default()),
    };
    if let Some(url) = var("STYTCH_URL") {
        client = client.base_url(url);
    }
    run(&client.build()?).await
}

/// The email address of the user.
const EMAIL: &str = "ada@example.com";

/// Makes the calls, and prints their results.
pub(crate) async fn run(client: &Client) -> Result<(), Error> {
    let users = client.users();

    let created = users.create().email(EMAIL).send().await?;
    let id = &created.user_id;
    println!("create: {id} is {}", created.status);

    // The user is deleted even if a call fails.
    let result = get_to_know(client, id).await;
    users.delete(id).send().await?;
    result?;

    match users.get(id).send().await {
        Err(error) if error.error_type() == Some(&ErrorType::UserNotFound) => {
            println!("delete: the user no longer exists");
            Ok(())
        }
        result => result.map(|user| println!("delete: {} still exists", user.user_id)),
    }
}

async fn get_to_know(client: &Client, id: &UserId) -> Result<(), Error> {
    let users = client.users();

    let user = users.get(id).send().await?;
    if let Some(created_at) = &user.created_at {
        println!("get:    created at {created_at}");
    }

    let name = Name::new().first_name("Ada").last_name("Lovelace");
    let updated = users.update(id).name(name).send().await?;
    if let Some(Name {
        first_name: Some(first_name),
        last_name: Some(last_name),
        ..
    }) = &updated.user.name
    {
        println!("update: the name is {first_name} {last_name}");
    }

    let query = SearchUsersQuery::and([SearchFilter::EmailAddress(vec![EMAIL.to_owned()])]);
    let mut found = users.search().query(query).into_stream();
    while let Some(user) = found.try_next().await? {
        println!("search: {} has the address {EMAIL}", user.user_id);
    }
    Ok(())
}
