//! `cargo xtask codegen --watch`: repeats the command when a file of the spec changes. The watcher is a package of its own.

use std::env;
use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use crate::{Failure, package};

/// Watches the directory of a spec. After each change, runs this program with `arguments`.
pub(crate) fn run(
    spec: &Path,
    arguments: impl Iterator<Item = OsString>,
) -> Result<ExitCode, Failure> {
    let program = env::current_exe()?;
    let command = [spec.into(), program.into()].into_iter().chain(arguments);
    package::run("spec-watch", command)
}
