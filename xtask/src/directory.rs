//! Directories of this repository, and directories from options.

use std::env;
use std::path::{Path, PathBuf};

use lexopt::{Parser, ValueExt};

use crate::Failure;

/// Returns the directory `name` of this repository, relative to the current directory if that contains it.
pub(crate) fn of_this_repository(name: &str) -> PathBuf {
    // Read at run time, since checkouts with a common target directory share this program.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package
        .as_deref()
        .unwrap_or(Path::new(env!("CARGO_MANIFEST_DIR")));
    let path = package.parent().unwrap_or(Path::new(".")).join(name);
    let current = env::current_dir().ok();
    match current.and_then(|current| path.strip_prefix(current).ok()) {
        Some(path) if path.as_os_str().is_empty() => ".".into(),
        Some(path) => path.to_owned(),
        None => path,
    }
}

/// Returns the value of the option `name`, and adds the option to `command`, which a message suggests.
pub(crate) fn of_option(
    arguments: &mut Parser,
    name: &str,
    command: &mut String,
) -> Result<PathBuf, Failure> {
    let value: PathBuf = arguments.value()?.parse()?;
    if value.as_os_str().is_empty() {
        return Err(format!("`--{name}` needs a directory; for the current one, write `.`").into());
    }
    let shown = quoted(&value.display().to_string());
    command.push_str(&format!(" --{name} {shown}"));
    Ok(value)
}

/// Quotes the text as one word of a shell.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "-_./".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}
