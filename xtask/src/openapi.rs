//! `cargo xtask import` and `cargo xtask openapi`: a spec from an OpenAPI document, and the other way round. A package of its own
//! does both.

use std::ffi::OsString;
use std::process::ExitCode;

use lexopt::Parser;

use crate::{Failure, package};

/// Runs `command` of the package with the remaining arguments.
pub(crate) fn run(command: &str, mut arguments: Parser) -> Result<ExitCode, Failure> {
    let command = [OsString::from(command)];
    package::run("openapi", command.into_iter().chain(arguments.raw_args()?))
}
