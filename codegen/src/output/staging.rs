//! Changes of files, prepared in full before the first of them is made.
//!
//! The prepared files are in one folder of the directory that will change. From there a file moves to its target in one step,
//! and if the run is killed, this folder is all that is left to remove.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::disk::at;
use super::lock::Lock;

/// The folder, and the right to use it. When it is dropped, the folder is removed and another run may begin.
#[derive(Debug)]
pub(super) struct Staging {
    path: PathBuf,
    /// The name of the next file in the folder.
    next: AtomicUsize,
    _lock: Lock,
}

impl Staging {
    const NAME: &str = ".codegen-staging";

    /// Locks `directory`, and removes the folder that a killed run left there. A run that goes on would have the lock.
    /// `tell` gets a line if there is such a folder, or if another run has the lock. The folder is made once there is
    /// something to put there.
    pub(super) fn of(directory: &Path, tell: &dyn Fn(&str)) -> io::Result<Self> {
        let lock = Lock::of(directory, tell)?;
        let path = directory.join(Self::NAME);
        match fs::remove_dir_all(&path) {
            Ok(()) => {
                let path = path.display();
                tell(&format!(
                    "{path}: removed the files of a run that was killed"
                ));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(at(&path, &error)),
        }
        let next = AtomicUsize::new(0);
        Ok(Self {
            path,
            next,
            _lock: lock,
        })
    }

    /// Prepares to put `text` at `target`; or, if it `replaces` something, at what `target` links to, with its permissions.
    pub(super) fn replacement(
        &self,
        target: &Path,
        text: &str,
        replaces: bool,
    ) -> io::Result<Change> {
        let prepare = || {
            let successor = self.new_path()?;
            fs::write(&successor, text)?;
            if !replaces {
                let target = target.to_owned();
                return Ok(Change {
                    target,
                    successor: Some(successor),
                    former: None,
                });
            }
            let target = fs::canonicalize(target)?;
            fs::set_permissions(&successor, fs::metadata(&target)?.permissions())?;
            let former = self.new_path()?;
            // Not every file system has links, and each says so in its own way.
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

    /// A path in the folder that nothing has yet.
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
        // The lock is given back after this. What stays all the same, the next run removes.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A change of one file that takes one step.
#[derive(Debug)]
pub(super) struct Change {
    target: PathBuf,
    /// What comes there; `None` if nothing does.
    successor: Option<PathBuf>,
    /// What was there, or the path to which it goes; `None` if nothing was.
    former: Option<PathBuf>,
}

impl Change {
    /// Makes the directory of the target, unless it exists.
    pub(super) fn make_room(&self) -> io::Result<()> {
        match self.target.parent() {
            Some(parent) if self.former.is_none() => {
                fs::create_dir_all(parent).map_err(|error| at(parent, &error))
            }
            _ => Ok(()),
        }
    }

    pub(super) fn make(&self) -> io::Result<()> {
        let made = match (&self.successor, &self.former) {
            (Some(successor), _) => fs::rename(successor, &self.target),
            (None, Some(former)) => fs::rename(&self.target, former),
            (None, None) => Ok(()),
        };
        made.map_err(|error| at(&self.target, &error))
    }

    /// Takes back a change that was made. The disk has failed once by now, so this does what it can.
    pub(super) fn undo(&self) {
        let _ = match &self.former {
            Some(former) => fs::rename(former, &self.target),
            None => fs::remove_file(&self.target),
        };
    }
}
