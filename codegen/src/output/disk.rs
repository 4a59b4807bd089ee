//! Reading a file of the crate, and naming the file in an error.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The contents of a regular file, if it exists. Of a file that is longer than `longest` bytes, only one byte more is read.
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

/// The error, with the path of its file.
pub(super) fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
