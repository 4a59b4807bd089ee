//! The same calls, made by the client and by a baseline, to a server that returns constant responses.
//!
//! The baseline makes the calls by hand with hyper and `serde_json`. It has structs with `derive(Deserialize)`, and
//! neither retries nor timeouts nor detailed errors.

mod bare;
mod bodies;
mod server;

pub use bodies::Form;
pub use server::listen;

use std::error::Error;
use std::hint::black_box;

use stytch_users::Client;

use bare::Bare;

/// Any error, which a benchmark only reports.
pub type AnyError = Box<dyn Error + Send + Sync>;

const PROJECT_ID: &str = "project-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6";
const SECRET: &str = "secret-test-AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";
const USER_ID: &str = "user-test-16d9ba61-97a1-4ba4-9720-b03761dc50c6";
const EMAIL: &str = "ada.lovelace@example.com";
/// The most users on a page.
const PAGE: i64 = 1000;

/// The endpoints that the benchmarks call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// Gets one user by id.
    Get,
    /// Creates a user with an email address.
    Create,
    /// Finds a page of 1,000 users, in this form.
    Search(Form),
}

impl Endpoint {
    /// All endpoints of the benchmarks.
    pub const ALL: [Self; 6] = [
        Self::Get,
        Self::Create,
        Self::Search(Form::Ordered),
        Self::Search(Form::Shuffled),
        Self::Search(Form::Unknown),
        Self::Search(Form::Pretty),
    ];

    /// Returns the name of the endpoint in the API, with the form of the body unless the order is that of the spec.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Create => "create",
            Self::Search(Form::Ordered) => "search",
            Self::Search(Form::Shuffled) => "search-shuffled",
            Self::Search(Form::Unknown) => "search-unknown",
            Self::Search(Form::Pretty) => "search-pretty",
        }
    }
}

/// A client or the baseline.
#[derive(Clone)]
pub enum Caller {
    /// The generated client.
    Client(Client),
    /// The baseline.
    Bare(Bare),
}

impl Caller {
    /// Creates a generated client with the default settings.
    ///
    /// # Errors
    ///
    /// Returns an error if `server` is not a valid address.
    pub fn client(server: &str) -> Result<Self, AnyError> {
        let client = Client::builder(PROJECT_ID, SECRET).base_url(format!("http://{server}"));
        Ok(Self::Client(client.no_proxy().build()?))
    }

    /// Creates the baseline.
    #[must_use]
    pub fn bare(server: &str) -> Self {
        Self::Bare(Bare::new(server, PROJECT_ID, SECRET))
    }

    /// Makes a call and decodes the response.
    ///
    /// # Errors
    ///
    /// Returns an error if the call fails.
    pub async fn call(&self, endpoint: Endpoint) -> Result<(), AnyError> {
        match self {
            Self::Client(client) => {
                let users = client.users();
                match endpoint {
                    Endpoint::Get => drop(black_box(users.get(USER_ID).send().await?)),
                    Endpoint::Create => {
                        drop(black_box(users.create().email(EMAIL).send().await?));
                    }
                    Endpoint::Search(_) => {
                        let search = users.search().limit(PAGE).cursor(endpoint.name());
                        drop(black_box(search.send().await?));
                    }
                }
            }
            Self::Bare(bare) => match endpoint {
                Endpoint::Get => drop(black_box(bare.get(USER_ID).await?)),
                Endpoint::Create => drop(black_box(bare.create(EMAIL).await?)),
                Endpoint::Search(_) => {
                    drop(black_box(bare.search(PAGE, endpoint.name()).await?));
                }
            },
        }
        Ok(())
    }
}
