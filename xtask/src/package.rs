//! Programs of other packages, so that no other command waits for a web server to be built.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

use crate::Failure;

/// Builds the program of a package and runs it with these arguments.
pub(crate) fn run(
    package: &str,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<ExitCode, Failure> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["run", "--quiet", "--package", package, "--"]);
    command.args(arguments);
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
