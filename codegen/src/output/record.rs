//! Records of earlier runs, which let a run skip the files that have not changed.
//!
//! A file is unchanged if the fingerprint of its inputs is the recorded one, and the file on disk has the recorded
//! contents. A run renders any other file. If the spec is the recorded one and all files on disk have the recorded
//! contents, a run does not even check the spec, which had no faults.
//!
//! A record only saves time: without one, with a damaged one, or with one of another generator, a run writes the same
//! files.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::file::File;
use crate::fingerprint::Fingerprint;

/// The directory with the records of a generator.
#[derive(Debug)]
pub struct Records {
    directory: PathBuf,
    generator: Fingerprint,
}

/// The most records. A run removes the oldest ones, such as those of tests in temporary directories.
const MOST: usize = 32;

impl Records {
    /// Returns the records of this program, in `directory`. Returns `None` if the program cannot be identified.
    #[must_use]
    pub fn in_directory(directory: PathBuf) -> Option<Self> {
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let modified = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let generator = Fingerprint::of(&(program.len(), modified));
        Some(Self {
            directory,
            generator,
        })
    }

    /// Returns the records next to this program.
    #[must_use]
    pub fn of_program() -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        Self::in_directory(program.parent()?.join("codegen-records"))
    }

    /// Returns the record of the last run that wrote the crate to `root`, or an empty record.
    pub(super) fn of(&self, root: &Path) -> Record {
        let root = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let path = self.directory.join(Fingerprint::of(&root).to_string());
        let text = fs::read_to_string(&path).unwrap_or_default();
        let (spec, files) = self.parse(&text).unwrap_or_default();
        Record { path, spec, files }
    }

    /// Parses the text of a record. Returns `None` if it is damaged, or belongs to another generator.
    fn parse(&self, text: &str) -> Option<Contents> {
        let (head, lines) = text.split_once('\n')?;
        if head != self.head(lines) {
            return None;
        }
        let (spec, lines) = lines.split_once('\n')?;
        let entry = |line: &str| {
            let mut words = line.splitn(3, ' ');
            let [inputs, text] = [words.next()?, words.next()?].map(str::parse);
            let entry = Entry {
                inputs: inputs.ok(),
                text: text.ok()?,
            };
            Some((words.next()?.to_owned(), entry))
        };
        let files: Option<_> = lines.lines().map(entry).collect();
        Some((spec.parse().ok(), files?))
    }

    /// Returns the first line of a record.
    fn head(&self, lines: &str) -> String {
        let lines = Fingerprint::of_bytes(lines.as_bytes());
        format!("{} {lines}", self.generator)
    }

    /// Replaces `record`. Ignores errors, because the next run then renders all files.
    pub(super) fn save(
        &self,
        record: &Record,
        spec: Option<Fingerprint>,
        files: &[File<'_>],
        entries: &[Entry],
    ) {
        let shown = |value: Option<Fingerprint>| value.map_or("-".to_owned(), |it| it.to_string());
        let mut lines = shown(spec) + "\n";
        for (file, Entry { inputs, text }) in files.iter().zip(entries) {
            lines.push_str(&format!("{} {text} {}\n", shown(*inputs), file.path));
        }
        let text = format!("{}\n{lines}", self.head(&lines));
        let temporary = record.path.with_extension(std::process::id().to_string());
        let write = || {
            fs::create_dir_all(&self.directory)?;
            fs::write(&temporary, text)?;
            fs::rename(&temporary, &record.path)
        };
        let written: std::io::Result<()> = write();
        if written.is_ok() {
            self.remove_old();
        }
    }

    fn remove_old(&self) {
        let entries = fs::read_dir(&self.directory).into_iter().flatten();
        let paths = entries.flatten().map(|entry| entry.path());
        let mut paths: Vec<_> = paths.collect();
        if paths.len() > MOST {
            let modified = |path: &PathBuf| fs::metadata(path).and_then(|file| file.modified());
            paths.sort_by_cached_key(|path| modified(path).ok());
            for path in paths.iter().take(paths.len() - MOST) {
                let _ = fs::remove_file(path);
            }
        }
    }
}

/// The fingerprint of a spec without faults, and the files of its crate by path.
type Contents = (Option<Fingerprint>, HashMap<String, Entry>);

/// The files of a crate after a run, by path.
#[derive(Debug)]
pub(super) struct Record {
    path: PathBuf,
    /// The spec, if it had no faults.
    pub(super) spec: Option<Fingerprint>,
    pub(super) files: HashMap<String, Entry>,
}

/// A file after a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The values from which it was rendered, if they have a fingerprint.
    pub(super) inputs: Option<Fingerprint>,
    /// Its text.
    pub(super) text: Fingerprint,
}

impl Record {
    /// Returns the text of the file that was rendered from `inputs`, if this is its last text.
    pub(super) fn text(&self, path: &str, inputs: Fingerprint) -> Option<Fingerprint> {
        let entry = self.files.get(path)?;
        (entry.inputs == Some(inputs)).then_some(entry.text)
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Fingerprint, Records};

    #[test]
    fn a_record_of_another_generator_is_ignored() {
        let [this, other] = ["this", "other"].map(|generator| Records {
            directory: PathBuf::new(),
            generator: Fingerprint::of(&generator),
        });
        let fingerprint = Fingerprint::of(&0);
        let lines = format!("-\n{fingerprint} {fingerprint} src/lib.rs\n");
        let text = format!("{}\n{lines}", this.head(&lines));
        let (spec, files) = this.parse(&text).unwrap();
        assert_eq!((spec, files.len()), (None, 1));
        assert!(other.parse(&text).is_none());
    }
}
