//! Reads files, and adds the path of a file to an error.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// Returns the contents of a regular file, or `None` if it does not exist. Reads at most `longest + 1` bytes.
pub(super) fn read(path: &Path, longest: usize) -> io::Result<Option<Vec<u8>>> {
    let read = || {
        // A pipe or a device can block or never end.
        let metadata = fs::metadata(path)?;
        if !metadata.is_file() {
            let message =
                "this is not a regular file, so the run does not replace it; move it away";
            return Err(io::Error::other(message));
        }
        // Without this capacity, the read would start with a few bytes, and take several times as many system calls.
        let length = usize::try_from(metadata.len()).unwrap_or(longest);
        let mut bytes = Vec::with_capacity(length.min(longest) + 1);
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

/// Adds the path of the file to the error.
pub(super) fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
