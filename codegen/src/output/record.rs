//! The record of a crate, which lets a run skip the files that have not changed.
//!
//! A file is unchanged if the fingerprint of its inputs is the recorded one, and the file on disk has the recorded
//! contents. A run renders any other file. If the spec is the recorded one and all files on disk have the recorded
//! contents, a run does not even check the spec, which had no faults.
//!
//! A run does not read a file that has the recorded [`Stamp`]: a write changes it, unless a program restores the time.

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, UNIX_EPOCH};
use std::{fmt, fs, io};

use super::disk::read;
use super::file::File;
use crate::fingerprint::Fingerprint;
use crate::records::Records;
use crate::source::LARGEST;

/// The files of a crate after a run, by path.
#[derive(Debug)]
pub(super) struct Record {
    /// The fingerprint of the path of the crate.
    root: Fingerprint,
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
    /// Its stamp, if any later write results in another time.
    pub(super) stamp: Option<Stamp>,
}

impl Entry {
    /// Returns the entry with the stamp of the file `target`, if the file still has this text.
    pub(super) fn of_same_text(self, target: &Path) -> io::Result<Option<Self>> {
        // A write after this changes the stamp, and the next run reads the file.
        let stamp = Stamp::of(target);
        if stamp.is_some() && stamp == self.stamp {
            return Ok(Some(self));
        }
        let found = read(target, LARGEST)?;
        let is_same = found.is_some_and(|found| Fingerprint::of_bytes(&found) == self.text);
        Ok(is_same.then_some(Self { stamp, ..self }))
    }
}

/// The time of the last write of a file, and its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// In nanoseconds since 1970.
    modified: u64,
    /// In bytes.
    length: u64,
}

impl Stamp {
    /// The age from which the time of a write differs from the time of any later write, on every file system.
    const SETTLED: Duration = Duration::from_secs(3);

    /// Returns the stamp of the file `path`, if the file exists and has not been written in the last seconds.
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        let modified = metadata.modified().ok()?;
        let is_settled = modified.elapsed().ok()? > Self::SETTLED;
        let modified = modified.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        let stamp = Self {
            modified: modified.try_into().ok()?,
            length: metadata.len(),
        };
        (is_settled && metadata.is_file()).then_some(stamp)
    }
}

/// Writes the two numbers with a colon between them.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.modified, self.length)
    }
}

impl FromStr for Stamp {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (modified, length) = text.split_once(':').ok_or(())?;
        Ok(Self {
            modified: modified.parse().map_err(drop)?,
            length: length.parse().map_err(drop)?,
        })
    }
}

impl Record {
    /// Returns the record of the last run that wrote the crate to `root`, or an empty record.
    pub(super) fn of(root: &Path, records: &Records) -> Self {
        let root = fingerprint(root);
        let text = text(root, records);
        let (spec, files) = text.and_then(|text| parse(&text)).unwrap_or_default();
        Self { root, spec, files }
    }

    /// Whether the last run that wrote the crate to `root` was for `spec`, which had no faults. Does not parse the
    /// entries of the files, which takes most of the time of [`of`](Self::of).
    pub(super) fn is_for(root: &Path, spec: Fingerprint, records: &Records) -> bool {
        let text = text(fingerprint(root), records);
        text.is_some_and(|text| text.lines().next().map(str::parse) == Some(Ok(spec)))
    }

    /// Returns the entry of the file, if the file was rendered from `inputs`.
    pub(super) fn entry(&self, path: &str, inputs: Fingerprint) -> Option<Entry> {
        let entry = self.files.get(path).copied();
        entry.filter(|entry| entry.inputs == Some(inputs))
    }

    /// Writes the record of a run after this one.
    pub(super) fn replace(
        &self,
        spec: Option<Fingerprint>,
        files: &[File<'_>],
        entries: &[Entry],
        records: &Records,
    ) {
        let mut lines = format!("{}\n", OrDash(spec));
        for (file, entry) in files.iter().zip(entries) {
            let (inputs, stamp) = (OrDash(entry.inputs), OrDash(entry.stamp));
            // Writing to a string cannot fail.
            let _ = writeln!(lines, "{inputs} {} {stamp} {}", entry.text, file.path);
        }
        records.write(self.root, lines.as_bytes());
    }
}

/// Writes a value, or a dash.
struct OrDash<T>(Option<T>);

impl<T: fmt::Display> fmt::Display for OrDash<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("-"),
        }
    }
}

/// Returns the fingerprint of the path of a crate.
fn fingerprint(root: &Path) -> Fingerprint {
    Fingerprint::of(&fs::canonicalize(root).unwrap_or_else(|_| root.to_owned()))
}

/// Returns the text of the record of the crate.
fn text(root: Fingerprint, records: &Records) -> Option<String> {
    String::from_utf8(records.read(root)?).ok()
}

/// Returns the fingerprint of a spec without faults, and the files of its crate by path.
fn parse(lines: &str) -> Option<(Option<Fingerprint>, HashMap<String, Entry>)> {
    let (spec, lines) = lines.split_once('\n')?;
    let entry = |line: &str| {
        let mut words = line.splitn(4, ' ');
        let entry = Entry {
            inputs: words.next()?.parse().ok(),
            text: words.next()?.parse().ok()?,
            stamp: words.next()?.parse().ok(),
        };
        Some((words.next()?.to_owned(), entry))
    };
    let files: Option<_> = lines.lines().map(entry).collect();
    Some((spec.parse().ok(), files?))
}
