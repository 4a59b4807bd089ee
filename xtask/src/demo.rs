//! `cargo xtask demo`: runs the client's quickstart against a local service. The demo is a package of its own.

use std::process::ExitCode;

use lexopt::{Arg, Parser};

use crate::{Failure, help, package, unexpected};

pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    match arguments.next()? {
        None => package::run("users-demo", []),
        Some(Arg::Short('h') | Arg::Long("help")) => help(),
        Some(other) => Err(unexpected(other)),
    }
}
