//! What the programs share: the client that the environment describes, the pace of calls, and the progress bar.

mod pace;

use std::env;
use std::process::ExitCode;
use std::time::Duration;

use indicatif::style::TemplateError;
use indicatif::{ProgressBar, ProgressStyle};
use stytch_users::{Client, Error, RetryPolicy};

pub use pace::{Limits, Pace};

/// What a shell makes of a program that Ctrl-C has ended.
pub const INTERRUPTED: u8 = 130;

/// Where `cargo xtask serve` listens.
const LOCAL: &str = "http://127.0.0.1:8787";

/// After 30 s the vendor's service gives up itself.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(31);

/// Long enough for several waits that a rate limit asks for.
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

/// A progress bar on standard error, if that is a terminal. Where nobody knows how many users there are, it only counts.
///
/// # Errors
///
/// If the template is at fault.
pub fn progress(is_total_known: bool) -> Result<ProgressBar, TemplateError> {
    let template = if is_total_known {
        "{wide_bar} {pos} of {len} users, {eta} to go"
    } else {
        "{pos} users"
    };
    Ok(ProgressBar::no_length().with_style(ProgressStyle::with_template(template)?))
}

/// The status of a program, which tells its error first.
#[must_use]
pub fn status(result: Result<ExitCode, Box<dyn std::error::Error>>) -> ExitCode {
    result.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}
