//! Reads and writes single files that are not part of a crate.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::disk::{at, read};
use super::staging::{Change, Staging};

/// Writes `text` to the file `path` atomically. Returns `false` if the file already has these contents.
///
/// If another run has locked the directory, waits for it to end. Calls `tell` with a message about the wait, and about
/// files of a killed run that it removes.
///
/// # Errors
///
/// Returns an error if the file cannot be read or written.
pub fn write(path: &Path, text: &str, tell: &dyn Fn(&str)) -> io::Result<bool> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let staging = Staging::of(directory, tell)?;
    let mut changes = Vec::new();
    match read(path, text.len())? {
        Some(found) if found == text.as_bytes() => {}
        Some(_) => changes.push(staging.replacement(path, text)?),
        None => {
            staging.add(Path::new(path.file_name().unwrap_or_default()), text)?;
            changes = staging.additions()?;
        }
    }
    changes.iter().try_for_each(Change::make)?;
    Ok(!changes.is_empty())
}

/// Whether the file `path` has the contents `text`.
///
/// # Errors
///
/// Returns an error if the file exists and cannot be read.
pub fn holds(path: &Path, text: &str) -> io::Result<bool> {
    Ok(read(path, text.len())?.as_deref() == Some(text.as_bytes()))
}

/// Writes `text` to a new file `path`.
///
/// # Errors
///
/// Returns an error if the file already exists or cannot be written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let created = File::create_new(path).and_then(|mut file| {
        let written = file.write_all(text.as_bytes());
        written.inspect_err(|_| drop(fs::remove_file(path)))
    });
    created.map_err(|error| at(path, &error))
}
