//! The files of a spec, as they are on disk.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use crate::text::printable;

/// The file that describes the whole client; every other YAML file is a resource.
pub(crate) const CLIENT: &str = "client.yaml";

/// The file that becomes the changelog of the crate.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

/// The largest file that is read, in bytes.
pub(crate) const LARGEST: usize = 16 << 20;

/// A file of a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What generated files call it: `spec/parcels.yaml`, wherever the directory is.
    pub name: String,
    /// Where it is, for those who have to mend it.
    pub path: PathBuf,
    /// What it holds.
    pub text: String,
}

impl Source {
    pub(crate) fn is_client(&self) -> bool {
        self.path.file_name().is_some_and(|name| name == CLIENT)
    }

    pub(crate) fn is_changelog(&self) -> bool {
        self.path.file_name().is_some_and(|name| name == CHANGELOG)
    }

    pub(crate) fn is_resource(&self) -> bool {
        !self.is_client() && !self.is_changelog()
    }
}

/// Reads the `.yaml` files of `dir`, and its `CHANGELOG.md` if there is one, sorted by name. Files whose names start with a dot belong to an editor or to the
/// operating system, and are skipped.
///
/// # Errors
///
/// If the directory or a file of it cannot be read, is no regular file, is larger than 16 MiB, is not UTF-8, or has an odd
/// name.
pub fn read(dir: &Path) -> Result<Vec<Source>, ReadError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| ReadError { path, error }
    };
    let refused = |path: &Path, why: &str| Err(failed(path)(io::Error::other(why)));
    let no_directory = |error: io::Error| {
        failed(dir)(match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => io::Error::other(
                "there is no such directory; name the one that holds `client.yaml`",
            ),
            _ => error,
        })
    };
    // The name that generated files carry must not depend on how the directory was spelled.
    let home = dir.canonicalize().map_err(no_directory)?;
    let home = plain_name(&home).unwrap_or("spec");
    let mut sources = Vec::new();
    for entry in fs::read_dir(dir).map_err(no_directory)? {
        let path = entry.map_err(failed(dir))?.path();
        let name = path.file_name().unwrap_or_default();
        let extension = path.extension().unwrap_or_default();
        let is_yaml = ["yaml", "yml"]
            .iter()
            .any(|known| extension.eq_ignore_ascii_case(known));
        let is_changelog = name.eq_ignore_ascii_case(CHANGELOG);
        if !(is_yaml || is_changelog) || is_hidden(&path) || path.is_dir() {
            continue;
        }
        if is_yaml && extension != "yaml" {
            return refused(&path, "the files of a spec end in `.yaml`; rename it");
        }
        if is_changelog && name != CHANGELOG {
            return refused(&path, "the changelog is called `CHANGELOG.md`; rename it");
        }
        let Some(file) = plain_name(&path) else {
            return refused(&path, "name it with letters, digits, `-`, `_` and `.` only");
        };
        let text = read_text(&path).map_err(failed(&path))?;
        sources.push(Source {
            name: format!("{home}/{file}"),
            // Some editors put a byte order mark in front, which the parser takes for a document of its own.
            text: text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned(),
            path,
        });
    }
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(sources)
}

/// The text of a regular file.
fn read_text(path: &Path) -> io::Result<String> {
    // A pipe or a device might never end, or never begin.
    if !fs::metadata(path)?.is_file() {
        let message = "it is no regular file; move it out of the directory of the spec";
        return Err(io::Error::other(message));
    }
    text_of(fs::File::open(path)?)
}

/// The text of `file`, which has at most [`LARGEST`] bytes. No more is read, since the size that a file system states may be
/// wrong.
fn text_of(file: impl Read) -> io::Result<String> {
    let mut text = Vec::new();
    file.take(LARGEST as u64 + 1).read_to_end(&mut text)?;
    if text.len() > LARGEST {
        let message = "it is larger than 16 MiB; split it into several resources";
        return Err(io::Error::other(message));
    }
    String::from_utf8(text).map_err(|_| io::Error::other("it is not UTF-8; save it as UTF-8"))
}

/// Whether the name starts with a dot, as that of a lock or a backup of an editor.
fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

/// The last part of the path, if it can stand in a comment of any language.
fn plain_name(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    (name.chars().all(is_plain) && !name.contains("--")).then_some(name)
}

/// Why a spec could not be read from disk.
#[derive(Debug)]
pub struct ReadError {
    path: PathBuf,
    error: io::Error,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = printable(&self.path.display().to_string());
        write!(f, "cannot read {path}: {}", self.error)
    }
}

impl std::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, text_of};
    use std::io::{self, Read};

    #[test]
    fn a_file_without_an_end_is_refused_once_it_is_too_large() {
        let error = text_of(io::repeat(b' ')).unwrap_err().to_string();
        assert!(error.contains("larger than 16 MiB"), "{error}");
        let largest = io::repeat(b' ').take(LARGEST as u64);
        assert_eq!(text_of(largest).unwrap().len(), LARGEST);
    }
}
