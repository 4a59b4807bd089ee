//! A lock, so that only one run at a time changes a directory.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::disk::at;

/// A lock of a directory. The operating system releases it when the process ends, even if the process is killed.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Locks `directory`, which must exist. If another run has the lock, calls `tell` with a message and waits for that
    /// run to end.
    pub(super) fn of(directory: &Path, tell: &dyn Fn(&str)) -> io::Result<Self> {
        let lock = || {
            let file = lockable(directory)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let directory = directory.display();
                    tell(&format!("{directory}: waiting for another run to end"));
                    file.lock()?;
                }
                Err(TryLockError::Error(error)) => return Err(error),
            }
            Ok(Self { _file: file })
        };
        lock().map_err(|error| at(directory, &error))
    }
}

/// Opens the directory itself, so that it needs no lock file.
#[cfg(unix)]
fn lockable(directory: &Path) -> io::Result<File> {
    File::open(directory)
}

/// Creates a lock file for the directory, since a directory cannot be locked on this platform.
#[cfg(not(unix))]
fn lockable(directory: &Path) -> io::Result<File> {
    use std::hash::{DefaultHasher, Hash, Hasher};

    let mut hasher = DefaultHasher::new();
    directory.canonicalize()?.hash(&mut hasher);
    let name = format!("codegen-{:016x}.lock", hasher.finish());
    File::create(std::env::temp_dir().join(name))
}
