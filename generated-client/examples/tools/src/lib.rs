//! Code that the programs share: the client, the pace of calls, and the progress bar.

mod pace;

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::style::TemplateError;
use indicatif::{ProgressBar, ProgressStyle};
use stytch_users::{Client, Error, RetryPolicy};

pub use pace::{Limits, Pace};

/// The exit status of a program that Ctrl-C ends, as shells report it.
pub const INTERRUPTED: u8 = 130;

/// The base URL of `cargo xtask serve`.
const LOCAL: &str = "http://127.0.0.1:8787";

/// The vendor's service gives up after 30 s.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(31);

/// Long enough for several waits that a rate limit asks for.
const TIMEOUT: Duration = Duration::from_secs(300);

/// Creates a client from the environment. `STYTCH_PROJECT_ID` and `STYTCH_SECRET` are the credentials. If neither is
/// set, the client calls the service of `cargo xtask serve`. `STYTCH_URL` sets another base URL.
///
/// Its timeouts are longer than the default, because a batch job can wait for the rate limit.
///
/// # Errors
///
/// Returns an error if a variable has an invalid value, or if only one credential is set.
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

/// Creates a progress bar on standard error, if that is a terminal. If the total is unknown, it only counts.
///
/// # Errors
///
/// Returns an error if the template is invalid.
pub fn progress(is_total_known: bool) -> Result<ProgressBar, TemplateError> {
    let template = if is_total_known {
        "{wide_bar} {pos} of {len} users, {eta} to go"
    } else {
        "{pos} users"
    };
    Ok(ProgressBar::no_length().with_style(ProgressStyle::with_template(template)?))
}

/// Returns the status of a program, and prints its error.
#[must_use]
pub fn status(result: Result<ExitCode, Box<dyn std::error::Error>>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
