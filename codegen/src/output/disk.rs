//! One file, at its place on the disk.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;

use super::staging::Staging;

/// Makes `text` what is in the file `path`, at once; `false` if it was already. For files that are not part of a crate.
///
/// A second run waits for the first. `tell` gets a line about that, and about what a run left there that was killed.
///
/// # Errors
///
/// If the file cannot be read or written.
pub fn write(path: &Path, text: &str, tell: &dyn Fn(&str)) -> io::Result<bool> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let staging = Staging::of(directory, tell)?;
    let found = read(path, text.len())?;
    let changes = found.as_deref() != Some(text.as_bytes());
    if changes {
        staging.replacement(path, text, found.is_some())?.make()?;
    }
    Ok(changes)
}

/// Whether `text` is what is in the file `path`.
///
/// # Errors
///
/// If there is something that cannot be read.
pub fn holds(path: &Path, text: &str) -> io::Result<bool> {
    Ok(read(path, text.len())?.as_deref() == Some(text.as_bytes()))
}

/// Writes `text` to the file `path`, unless there is such a file.
///
/// # Errors
///
/// If there is, or it cannot be written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let created = File::create_new(path).and_then(|mut file| {
        let written = file.write_all(text.as_bytes());
        written.inspect_err(|_| drop(fs::remove_file(path)))
    });
    created.map_err(|error| at(path, &error))
}

/// What is in a regular file, if there is one. Of a file that is longer than `longest` bytes, one byte more is read: enough
/// to see that.
pub(super) fn read(path: &Path, longest: usize) -> io::Result<Option<Vec<u8>>> {
    let read = || {
        // A pipe or a device might never end, or never begin.
        if !fs::metadata(path)?.is_file() {
            let message = "it is no regular file, so it is not replaced; move it away";
            return Err(io::Error::other(message));
        }
        let mut bytes = Vec::new();
        let mut file = File::open(path)?.take(longest as u64 + 1);
        file.read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    match read() {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path, &error)),
    }
}

/// The error, with the file that it is about.
pub(super) fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
