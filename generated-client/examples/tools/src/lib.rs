//! What the programs share: the client that the environment describes.

use std::env;
use std::time::Duration;

use stytch_users::{Client, Error, RetryPolicy};

/// Where `cargo xtask serve` listens.
const LOCAL: &str = "http://127.0.0.1:8787";

/// After 30 s the vendor's service gives up itself.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(31);

/// Long enough to be told by a rate limit to wait, more than once.
const TIMEOUT: Duration = Duration::from_secs(300);

/// A client for the project of `STYTCH_PROJECT_ID` and `STYTCH_SECRET` or, if neither is set, for the service that
/// `cargo xtask serve` runs. `STYTCH_URL` is for a service that is somewhere else.
///
/// It is more patient than the default: a job at night can wait until the rate limit has room for it.
///
/// # Errors
///
/// Where a variable has a value that cannot be right, or only one of the credentials is set.
pub fn client() -> Result<Client, Error> {
    let var = |name| env::var(name).ok();
    let mut client = match (var("STYTCH_PROJECT_ID"), var("STYTCH_SECRET")) {
        (None, None) => Client::builder("project-test-1", "any secret").base_url(LOCAL),
        (id, secret) => Client::builder(id.unwrap_or_default(), secret.unwrap_or_default()),
    };
    if let Some(url) = var("STYTCH_URL") {
        client = client.base_url(url);
    }
    client
        .attempt_timeout(ATTEMPT_TIMEOUT)
        .timeout(TIMEOUT)
        .retry(RetryPolicy::default().max_attempts(5))
        .build()
}
