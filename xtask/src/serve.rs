//! `cargo xtask serve`: the local service. It is a package of its own, so that no other command waits for a web server to
//! be built.

use std::env;
use std::process::{Command, ExitCode};

use lexopt::Parser;

use crate::Failure;

/// Builds the service and runs it with the arguments that are left.
pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", "users-service", "--"]);
    command.args(arguments.raw_args()?);
    execute(command)
}

/// In the place of this process: whoever stops the one stops the other.
#[cfg(unix)]
fn execute(mut command: Command) -> Result<ExitCode, Failure> {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn execute(mut command: Command) -> Result<ExitCode, Failure> {
    let status = command.status()?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}
