//! Prints to standard output and standard error.

use std::env;
use std::fmt::Display;
use std::io::{self, IsTerminal, Write, stderr, stdout};

use codegen::Report;

use crate::Failure;

/// Prints a line of results to standard output. A closed pipe is not an error: its reader needs no more output.
pub(crate) fn say(line: impl Display) -> Result<(), Failure> {
    match writeln!(stdout().lock(), "{line}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(format!("cannot write to standard output: {error}").into())
        }
        _ => Ok(()),
    }
}

/// Prints a line of messages to standard error. Ignores errors, because no other stream could report them.
pub(crate) fn tell(line: impl Display) {
    let _ = writeln!(stderr().lock(), "{line}");
}

/// Prints faults as text, to standard error.
pub(crate) fn show(report: &Report) {
    if has_colours() {
        tell(report.to_coloured());
    } else {
        tell(report);
    }
}

/// Whether standard error is a terminal with colours, and the user has not disabled them (<https://no-color.org>).
fn has_colours() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    stderr().is_terminal()
        && !is_set("NO_COLOR")
        && env::var_os("TERM").is_none_or(|term| term != "dumb")
}
