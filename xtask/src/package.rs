//! Runs programs of other packages. Only these commands wait for the build of their dependencies.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::process::{Command, ExitCode, Stdio};

use crate::{Failure, print};

/// Builds the program of `package` and runs it with `arguments`.
pub(crate) fn run(
    package: &str,
    arguments: impl IntoIterator<Item = OsString>,
) -> Result<ExitCode, Failure> {
    if !build(package)? {
        return Ok(ExitCode::FAILURE);
    }
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", package, "--"]);
    command.args(arguments);
    execute(command)
}

fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Builds `package`, and returns whether the build succeeded.
///
/// Prints cargo's progress, since the first build takes minutes. Omits the last line, which cargo prints even if
/// nothing has changed.
fn build(package: &str) -> Result<bool, Failure> {
    let mut build = cargo()
        .args(["build", "--package", package])
        .stderr(Stdio::piped())
        .spawn()?;
    let progress = build.stderr.take().into_iter().map(BufReader::new);
    for line in progress.flat_map(|progress| progress.split(b'\n')) {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        if !line.trim_start().starts_with("Finished ") {
            print::tell(line);
        }
    }
    Ok(build.wait()?.success())
}

/// Replaces this process, so a signal to it reaches the program.
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
