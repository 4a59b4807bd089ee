//! Reads the files of a spec from disk.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::{fmt, fs, io};

use crate::fingerprint::Fingerprint;
use crate::text::printable;

/// The name of the file that describes the whole client. Every other YAML file describes a resource.
pub(crate) const CLIENT: &str = "client.yaml";

/// The name of the file that becomes the changelog of the crate.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";

/// The largest file of a spec, in bytes.
pub(crate) const LARGEST: usize = 16 << 20;

/// A file of a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The name in generated files: `spec/parcels.yaml`. It does not depend on the location of the directory.
    pub name: String,
    /// The path on disk, for reports.
    pub path: PathBuf,
    /// The contents.
    pub text: String,
}

impl Source {
    /// Returns a file without a byte order mark at the start.
    #[must_use]
    pub fn new(name: String, path: PathBuf, content: &str) -> Self {
        // Some editors write one, which the parser reads as a separate document.
        let text = content.strip_prefix('\u{feff}').unwrap_or(content);
        Self {
            name,
            path,
            text: text.to_owned(),
        }
    }

    /// Returns the fingerprint of all values of `sources` that a crate depends on.
    #[must_use]
    pub fn fingerprint(sources: &[Self]) -> Fingerprint {
        let all = sources.iter().map(|source| (&source.name, &source.text));
        Fingerprint::of(&all.collect::<Vec<_>>())
    }

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

/// Reads the `.yaml` files in `dir` and its `CHANGELOG.md`, if it has one, sorted by name. Skips files whose names start
/// with a dot, which belong to an editor or the operating system.
///
/// # Errors
///
/// Returns an error if the directory or a file cannot be read, or if a file is not a regular file, is larger than 16
/// MiB or is not UTF-8. Rejects the extension `.yml`, and names with other characters than letters, digits, `-`, `_`
/// and `.`.
pub fn read(dir: &Path) -> Result<Vec<Source>, ReadError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| ReadError { path, error }
    };
    let rejected = |path: &Path, why: &str| Err(failed(path)(io::Error::other(why)));
    let no_directory = |error: io::Error| {
        failed(dir)(match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => io::Error::other(
                "the directory does not exist; give the path of the directory with `client.yaml`",
            ),
            _ => error,
        })
    };
    // The name in generated files does not depend on the spelling of the path.
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
            return rejected(
                &path,
                "the name of a spec file must end in `.yaml`; rename this file",
            );
        }
        if is_changelog && name != CHANGELOG {
            return rejected(
                &path,
                "the name of the changelog must be `CHANGELOG.md`; rename this file",
            );
        }
        let Some(file) = plain_name(&path) else {
            return rejected(
                &path,
                "rename this file: use only letters, digits, `-`, `_` and `.`",
            );
        };
        let text = read_text(&path).map_err(failed(&path))?;
        let name = format!("{home}/{file}");
        sources.push(Source::new(name, path, &text));
    }
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(sources)
}

/// Reads a regular file.
fn read_text(path: &Path) -> io::Result<String> {
    // A pipe or a device can block or never end.
    if !fs::metadata(path)?.is_file() {
        let message = "this is not a regular file; move it out of the spec directory";
        return Err(io::Error::other(message));
    }
    text_of(fs::File::open(path)?)
}

/// Reads `file`, which has at most [`LARGEST`] bytes. Limits the read itself, since the size in the metadata can be
/// wrong.
fn text_of(file: impl Read) -> io::Result<String> {
    let mut text = Vec::new();
    file.take(LARGEST as u64 + 1).read_to_end(&mut text)?;
    if text.len() > LARGEST {
        let message = "the file is larger than 16 MiB; split it into several resources";
        return Err(io::Error::other(message));
    }
    String::from_utf8(text).map_err(|_| io::Error::other("the file is not UTF-8; save it as UTF-8"))
}

/// Whether the name starts with a dot, like the locks and backups of editors.
fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

/// Returns the last part of the path, if a comment in any language can contain it.
fn plain_name(path: &Path) -> Option<&str> {
    let name = path.file_name()?.to_str()?;
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    (name.chars().all(is_plain) && !name.contains("--")).then_some(name)
}

/// The error for a spec that could not be read from disk.
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
    fn a_file_without_an_end_is_rejected_once_it_is_too_large() {
        let error = text_of(io::repeat(b' ')).unwrap_err().to_string();
        assert!(error.contains("larger than 16 MiB"), "{error}");
        let largest = io::repeat(b' ').take(LARGEST as u64);
        assert_eq!(text_of(largest).unwrap().len(), LARGEST);
    }
}
