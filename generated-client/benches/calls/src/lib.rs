//! The same calls, made by the client and by bare hyper with `serde_json`, against a server that costs nothing.
//!
//! The bare client is the least that a program can do which makes these calls by hand: no retries, no deadlines, no errors
//! worth the name, and structs with `derive(Deserialize)`. It is what the client is measured against.

mod bare;
mod bodies;
mod server;

pub use server::listen;

use std::error::Error;
use std::hint::black_box;

use stytch_users::Client;

use bare::Bare;

/// What can go wrong on the way, which a benchmark only reports.
pub type AnyError = Box<dyn Error + Send + Sync>;

const PROJECT_ID: &str = "project-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6";
const SECRET: &str = "secret-test-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";
const USER_ID: &str = "user-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6";
const EMAIL: &str = "ada.lovelace@example.com";
/// As many users as a page can have.
const PAGE: i64 = 1000;

/// A call to make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// One user, by id.
    Get,
    /// A new user, with an email address.
    Create,
    /// A page of 1,000 users.
    Search,
}

impl Endpoint {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Get, Self::Create, Self::Search];

    /// Its name in the API.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Create => "create",
            Self::Search => "search",
        }
    }
}

/// Who makes calls.
#[derive(Clone)]
pub enum Caller {
    /// The generated client.
    Client(Client),
    /// hyper and `serde_json`, and nothing else.
    Bare(Bare),
}

impl Caller {
    /// The generated client, with the usual settings.
    ///
    /// # Errors
    ///
    /// If `server` is not the address of one.
    pub fn client(server: &str) -> Result<Self, AnyError> {
        let client = Client::builder(PROJECT_ID, SECRET).base_url(format!("http://{server}"));
        Ok(Self::Client(client.no_proxy().build()?))
    }

    /// Bare hyper.
    #[must_use]
    pub fn bare(server: &str) -> Self {
        Self::Bare(Bare::new(server, PROJECT_ID, SECRET))
    }

    /// Makes a call and decodes what comes back.
    ///
    /// # Errors
    ///
    /// If the call fails.
    pub async fn call(&self, endpoint: Endpoint) -> Result<(), AnyError> {
        match self {
            Self::Client(client) => {
                let users = client.users();
                match endpoint {
                    Endpoint::Get => drop(black_box(users.get(USER_ID).send().await?)),
                    Endpoint::Create => {
                        drop(black_box(users.create().email(EMAIL).send().await?));
                    }
                    Endpoint::Search => {
                        drop(black_box(users.search().limit(PAGE).send().await?));
                    }
                }
            }
            Self::Bare(bare) => match endpoint {
                Endpoint::Get => drop(black_box(bare.get(USER_ID).await?)),
                Endpoint::Create => drop(black_box(bare.create(EMAIL).await?)),
                Endpoint::Search => drop(black_box(bare.search(PAGE).await?)),
            },
        }
        Ok(())
    }
}
