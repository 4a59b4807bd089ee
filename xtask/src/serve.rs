//! `cargo xtask serve`: runs the local service.

use std::process::ExitCode;

use lexopt::Parser;

use crate::{Failure, package};

/// Runs the service with the remaining arguments.
pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    package::run("users-service", arguments.raw_args()?)
}
