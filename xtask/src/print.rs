//! What people and programs read.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write, stderr, stdout};

use codegen::Report;

use crate::Failure;

/// A line of what was asked for, on standard output. Whoever has closed that wants to read no more, which is no failure.
pub(crate) fn say(line: impl Display) -> Result<(), Failure> {
    match writeln!(stdout().lock(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("cannot write to standard output: {error}").into())
        }
        _ => Ok(()),
    }
}

/// A line beside that, on standard error. Where that fails there is nowhere left to say so.
pub(crate) fn tell(line: impl Display) {
    let _ = writeln!(stderr().lock(), "{line}");
}

/// Faults, for people.
pub(crate) fn show(report: &Report) {
    if has_colours() {
        tell(report.to_coloured());
    } else {
        tell(report);
    }
}

/// Whether standard error is a terminal whose owner likes colours (<https://no-color.org>).
fn has_colours() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    stderr().is_terminal()
        && !is_set("NO_COLOR")
        && env::var_os("TERM").is_none_or(|term| term != "dumb")
}
