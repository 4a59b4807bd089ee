//! `cargo xtask codegen --watch`: runs a command now, and again whenever a file of a spec changes.
//!
//! The arguments are the directory of the spec, the command and its arguments. If the command fails, it runs again
//! after the next change.

use std::env;
use std::error::Error;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use notify::{Event, RecursiveMode, Watcher};

/// Editors write a file in several steps, which end within this time.
const SETTLED: Duration = Duration::from_millis(50);

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let (Some(directory), Some(program)) = (arguments.next(), arguments.next()) else {
        return Err("give the directory of a spec and a command".into());
    };
    let directory = PathBuf::from(directory);
    let arguments: Vec<OsString> = arguments.collect();
    let (sender, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(sender)?;
    // The watcher starts before the first run, so it misses no change.
    watcher
        .watch(&directory, RecursiveMode::NonRecursive)
        .map_err(|error| format!("cannot watch {}: {error}", directory.display()))?;
    loop {
        Command::new(&program).args(&arguments).status()?;
        eprintln!("watching {}; Ctrl-C stops", directory.display());
        wait_for_change(&events)?;
    }
}

/// Returns once a file of the spec has changed and no more changes follow.
fn wait_for_change(events: &Receiver<notify::Result<Event>>) -> Result<(), Box<dyn Error>> {
    while !is_change(&events.recv()??) {}
    while events.recv_timeout(SETTLED).is_ok() {}
    Ok(())
}

/// Whether the event is a change of a spec. Reading a file is an event too.
fn is_change(event: &Event) -> bool {
    let mut paths = event.paths.iter();
    !event.kind.is_access() && paths.any(|path| path.extension().is_some_and(|end| end == "yaml"))
}
