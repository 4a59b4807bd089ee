//! A lock, which lets only one run at a time change a directory.

use std::fs::{self, File, TryLockError};
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
    /// run to end. If the file system has no locks, calls `tell` with a message and does not wait.
    pub(super) fn of(directory: &Path, tell: &dyn Fn(&str)) -> io::Result<Self> {
        let file = lockable(directory).map_err(|error| at(directory, &error))?;
        lock(&file, directory, tell);
        Ok(Self { _file: file })
    }
}

/// Locks the `file` that stands for `directory`, if possible.
fn lock(file: &File, directory: &Path, tell: &dyn Fn(&str)) {
    let directory = directory.display();
    let locked = match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            tell(&format!("{directory}: waiting for another run to end"));
            file.lock()
        }
        Err(TryLockError::Error(error)) => Err(error),
    };
    if let Err(error) = locked {
        tell(&format!(
            "{directory}: cannot lock the directory ({error}); do not start another run there before this one ends"
        ));
    }
}

/// Opens the file to lock for `directory`.
fn lockable(directory: &Path) -> io::Result<File> {
    // Opening a pipe can block forever.
    if !fs::metadata(directory)?.is_dir() {
        return Err(io::Error::other(
            "it is not a directory; move it away, or give another path",
        ));
    }
    lock_file(directory)
}

/// Opens the directory itself, which replaces a lock file.
#[cfg(unix)]
fn lock_file(directory: &Path) -> io::Result<File> {
    File::open(directory)
}

/// Creates a lock file for the directory, since a directory cannot be locked on this platform.
#[cfg(not(unix))]
fn lock_file(directory: &Path) -> io::Result<File> {
    use std::hash::{DefaultHasher, Hash, Hasher};

    let mut hasher = DefaultHasher::new();
    directory.canonicalize()?.hash(&mut hasher);
    let path = std::env::temp_dir().join(format!("codegen-{:016x}.lock", hasher.finish()));
    File::create(&path).map_err(|error| at(&path, &error))
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::cell::RefCell;
    use std::fs::OpenOptions;
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::Path;

    use nix::fcntl::OFlag;

    use super::lock;

    #[test]
    fn where_nothing_can_be_locked_a_run_says_so_and_goes_on() {
        // Linux cannot lock a file that is opened only for its path.
        let directory = std::env::temp_dir();
        let mut options = OpenOptions::new();
        let file = options
            .read(true)
            .custom_flags(OFlag::O_PATH.bits())
            .open(directory);
        let told = RefCell::new(Vec::new());
        lock(&file.unwrap(), Path::new("out"), &|line| {
            told.borrow_mut().push(line.to_owned());
        });
        let told = told.into_inner().join("\n");
        assert!(
            told.starts_with("out: cannot lock the directory (Bad file descriptor"),
            "{told}"
        );
        assert!(
            told.ends_with("do not start another run there before this one ends"),
            "{told}"
        );
    }
}
