//! `cargo xtask serve`: the local service.

use std::process::ExitCode;

use lexopt::Parser;

use crate::{Failure, package};

/// The service reads the arguments that are left.
pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    package::run("users-service", arguments.raw_args()?)
}
