//! One run at a time in a directory.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::disk::at;

/// The right to change what is in a directory. The operating system takes it back when the process ends, even if it is
/// killed.
#[derive(Debug)]
pub(super) struct Lock {
    _file: File,
}

impl Lock {
    /// Locks `directory`, which must exist. If another run has the lock, `tell` gets a line about it, and the wait lasts until
    /// that run ends.
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

/// The directory itself, so that nothing has to be put there.
#[cfg(unix)]
fn lockable(directory: &Path) -> io::Result<File> {
    File::open(directory)
}

/// A file that stands for the directory, which cannot be locked itself.
#[cfg(not(unix))]
fn lockable(directory: &Path) -> io::Result<File> {
    use std::hash::{DefaultHasher, Hash, Hasher};

    let mut hasher = DefaultHasher::new();
    directory.canonicalize()?.hash(&mut hasher);
    let name = format!("codegen-{:016x}.lock", hasher.finish());
    File::create(std::env::temp_dir().join(name))
}
