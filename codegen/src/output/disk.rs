//! One file, at its place on the disk: it changes at once or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

/// Makes `text` what is in the file `path`, at once; `false` if it was already. For files that are not part of a crate.
///
/// # Errors
///
/// If the file cannot be read or written.
pub fn write(path: &Path, text: &str) -> io::Result<bool> {
    let found = read(path)?;
    let changes = found.as_deref() != Some(text.as_bytes());
    if changes {
        Successor::beside(path, text, found.is_some())?.replace()?;
    }
    Ok(changes)
}

/// Writes `text` to the file `path`, at once, unless there is such a file.
///
/// # Errors
///
/// If there is, or it cannot be written.
pub fn create(path: &Path, text: &str) -> io::Result<()> {
    let Successor { file, place } = Successor::beside(path, text, false)?;
    let created = file.persist_noclobber(place);
    created.map_err(|failed| at(path, &failed.error))
}

/// What is in the file, if it is there.
pub(super) fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(path, &error)),
    }
}

/// A file that is written, closed, and has to be moved to its place. Dropped, it is gone.
#[derive(Debug)]
pub(super) struct Successor {
    file: TempPath,
    place: PathBuf,
}

impl Successor {
    /// Writes `text` beside `path`; or, if there is something, beside what `path` links to and with its permissions.
    pub(super) fn beside(path: &Path, text: &str, replaces: bool) -> io::Result<Self> {
        let write = || {
            let place = if replaces {
                fs::canonicalize(path)?
            } else {
                path.to_owned()
            };
            let mut file = open_beside(&place)?;
            file.write_all(text.as_bytes())?;
            if replaces {
                let permissions = fs::metadata(&place)?.permissions();
                file.as_file().set_permissions(permissions)?;
            }
            // Only the name is kept: there may be more files than a process may have open.
            let file = file.into_temp_path();
            Ok(Self { file, place })
        };
        write().map_err(|error| at(path, &error))
    }

    /// Moves it to its place.
    pub(super) fn replace(self) -> io::Result<()> {
        let Self { file, place } = self;
        file.persist(&place)
            .map_err(|failed| at(&place, &failed.error))
    }

    pub(super) fn place(&self) -> &Path {
        &self.place
    }
}

/// A new file in the directory of `place`, which is made if it is not there.
fn open_beside(place: &Path) -> io::Result<tempfile::NamedTempFile> {
    let directory = place.parent().unwrap_or(Path::new("."));
    let mut builder = temporary();
    // What `fs::write` would have given it, where files have permissions of that kind.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    match builder.tempfile_in(directory) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(directory)?;
            builder.tempfile_in(directory)
        }
        opened => opened,
    }
}

fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".codegen-");
    builder
}

/// The state of a place before it changes.
pub(super) struct Former {
    /// A second name of the file that was there. Dropped, it is gone.
    file: Option<TempPath>,
    place: PathBuf,
}

impl Former {
    /// Remembers what is in the file `place`, if it is there.
    pub(super) fn of(place: &Path) -> io::Result<Self> {
        let directory = place.parent().unwrap_or(Path::new("."));
        let is_decided =
            |kind| matches!(kind, io::ErrorKind::NotFound | io::ErrorKind::AlreadyExists);
        let keep = |name: &Path| match fs::hard_link(place, name) {
            Err(error) if is_decided(error.kind()) => Err(error),
            // Not every file system has links, and each says so in its own way.
            Err(_) => fs::copy(place, name).map(drop),
            Ok(()) => Ok(()),
        };
        let file = match temporary().make_in(directory, keep) {
            Ok(file) => Some(file.into_temp_path()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(at(place, &error)),
        };
        Ok(Self {
            file,
            place: place.to_owned(),
        })
    }

    /// Puts it back. The disk has failed once by now, so this does what it can.
    pub(super) fn restore(self) {
        let _ = match self.file {
            Some(file) => file.persist(&self.place).map_err(|failed| failed.error),
            None => fs::remove_file(&self.place),
        };
    }
}

/// The error, with the file that it is about.
pub(super) fn at(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}
