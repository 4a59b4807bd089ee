//! Prepares changes of files completely before it makes the first one.
//!
//! The prepared files are in a staging folder, inside the directory to change. A rename moves a file from there to its
//! target atomically, and a new directory with all its files at once. If a run is killed, only this folder is left over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::disk::at;
use super::lock::Lock;

/// The staging folder and the lock of its directory. Dropping it removes the folder and releases the lock.
#[derive(Debug)]
pub(super) struct Staging {
    /// The directory to change.
    directory: PathBuf,
    path: PathBuf,
    /// The name of the next file in the folder.
    next: AtomicUsize,
    _lock: Lock,
}

impl Staging {
    const NAME: &str = ".codegen-staging";
    /// The part of the folder with new files, at their paths within the directory to change.
    const NEW: &str = "new";

    /// Locks `directory`, and removes the staging folder of a killed run: a live run would hold the lock. Calls `tell`
    /// with a message if it removes a folder or waits for another run. The first prepared file creates the folder.
    pub(super) fn of(directory: &Path, tell: &dyn Fn(&str)) -> io::Result<Self> {
        let lock = Lock::of(directory, tell)?;
        let path = directory.join(Self::NAME);
        match fs::remove_dir_all(&path) {
            Ok(()) => {
                let path = path.display();
                tell(&format!("{path}: removed the files of a killed run"));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(at(&path, &error)),
        }
        let next = AtomicUsize::new(0);
        Ok(Self {
            directory: directory.to_owned(),
            path,
            next,
            _lock: lock,
        })
    }

    /// Prepares to write `text` to a new file, at the path `within` the directory. [`additions`](Self::additions) returns
    /// the changes.
    pub(super) fn add(&self, within: &Path, text: &str) -> io::Result<()> {
        let prepared = self.path.join(Self::NEW).join(within);
        let write = || {
            prepared.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&prepared, text)
        };
        write().map_err(|error| at(&self.directory.join(within), &error))
    }

    /// Returns the changes that make the new files: one for each new directory, and for each file in an old one.
    pub(super) fn additions(&self) -> io::Result<Vec<Change>> {
        let mut additions = Vec::new();
        let mut open = vec![(self.path.join(Self::NEW), self.directory.clone())];
        while let Some((prepared, directory)) = open.pop() {
            let failed = |error| at(&prepared, &error);
            let entries = match fs::read_dir(&prepared) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
                entries => entries.map_err(failed)?,
            };
            for entry in entries {
                let entry = entry.map_err(failed)?;
                let (prepared, target) = (entry.path(), directory.join(entry.file_name()));
                if target.is_dir() && entry.file_type().map_err(failed)?.is_dir() {
                    open.push((prepared, target));
                } else {
                    additions.push(Change {
                        target,
                        successor: Some(prepared),
                        former: None,
                    });
                }
            }
        }
        Ok(additions)
    }

    /// Prepares to write `text` to the file `target`, which exists. Follows links and keeps the file's permissions.
    pub(super) fn replacement(&self, target: &Path, text: &str) -> io::Result<Change> {
        let prepare = || {
            let successor = self.new_path()?;
            fs::write(&successor, text)?;
            let target = fs::canonicalize(target)?;
            fs::set_permissions(&successor, fs::metadata(&target)?.permissions())?;
            let former = self.new_path()?;
            // Some file systems have no hard links, and their errors differ.
            fs::hard_link(&target, &former).or_else(|_| fs::copy(&target, &former).map(drop))?;
            Ok(Change {
                target,
                successor: Some(successor),
                former: Some(former),
            })
        };
        prepare().map_err(|error| at(target, &error))
    }

    /// Prepares to remove the file `target`.
    pub(super) fn removal(&self, target: &Path) -> io::Result<Change> {
        let former = self.new_path().map_err(|error| at(target, &error))?;
        Ok(Change {
            target: target.to_owned(),
            successor: None,
            former: Some(former),
        })
    }

    /// Returns an unused path in the folder.
    fn new_path(&self) -> io::Result<PathBuf> {
        match fs::create_dir(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
            _ => {
                let number = self.next.fetch_add(1, Ordering::Relaxed);
                Ok(self.path.join(number.to_string()))
            }
        }
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // The lock is released after this. If the removal fails, the next run removes the folder.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// An atomic change of one file, or a new directory.
#[derive(Debug)]
pub(super) struct Change {
    target: PathBuf,
    /// The prepared file or directory that moves to the target; `None` for a removal.
    successor: Option<PathBuf>,
    /// The backup of the old file, or the path to which a removal moves it; `None` if the target is new.
    former: Option<PathBuf>,
}

impl Change {
    pub(super) fn make(&self) -> io::Result<()> {
        let made = match (&self.successor, &self.former) {
            (Some(successor), _) => fs::rename(successor, &self.target),
            (None, Some(former)) => fs::rename(&self.target, former),
            (None, None) => Ok(()),
        };
        made.map_err(|error| at(&self.target, &error))
    }

    /// Reverts a change, and ignores errors: another I/O error has already occurred.
    pub(super) fn undo(&self) {
        let _ = match (&self.successor, &self.former) {
            (_, Some(former)) => fs::rename(former, &self.target),
            (Some(successor), None) => fs::rename(&self.target, successor),
            (None, None) => Ok(()),
        };
    }
}
