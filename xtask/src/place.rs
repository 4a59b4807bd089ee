//! Where things are: in this repository, or where an option says.

use std::env;
use std::path::{Path, PathBuf};

use lexopt::{Parser, ValueExt};

use crate::Failure;

/// The directory `name` of this repository, as a person in the current directory would write it.
pub(crate) fn of_this_repository(name: &str) -> PathBuf {
    // Asked at run time, since checkouts that share a target directory share this program too.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package
        .as_deref()
        .unwrap_or(Path::new(env!("CARGO_MANIFEST_DIR")));
    let path = package.parent().unwrap_or(Path::new(".")).join(name);
    let current = env::current_dir().ok();
    current
        .and_then(|current| path.strip_prefix(current).ok())
        .unwrap_or(&path)
        .to_owned()
}

/// The value of the option `name`, which is added to the command that a person is told to run.
pub(crate) fn directory(
    arguments: &mut Parser,
    name: &str,
    command: &mut String,
) -> Result<PathBuf, Failure> {
    let value: PathBuf = arguments.value()?.parse()?;
    let shown = value.display().to_string();
    let shown = if shown.contains(char::is_whitespace) {
        format!("'{shown}'")
    } else {
        shown
    };
    command.push_str(&format!(" --{name} {shown}"));
    Ok(value)
}
