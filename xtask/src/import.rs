//! `cargo xtask import`: turns an OpenAPI document into a spec. The importer is a package of its own.

use std::process::ExitCode;

use lexopt::Parser;

use crate::{Failure, package};

/// Imports with the remaining arguments.
pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    package::run("openapi", arguments.raw_args()?)
}
