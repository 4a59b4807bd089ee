//! The record of a crate, which lets a run skip the files that have not changed.
//!
//! A file is unchanged if the fingerprint of its inputs is the recorded one, and the file on disk has the recorded
//! contents. A run renders any other file. If the spec is the recorded one and all files on disk have the recorded
//! contents, a run does not even check the spec, which had no faults.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use super::file::File;
use crate::fingerprint::Fingerprint;
use crate::records::Records;

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
}

impl Record {
    /// Returns the record of the last run that wrote the crate to `root`, or an empty record.
    pub(super) fn of(root: &Path, records: &Records) -> Self {
        let root = fingerprint(root);
        let text = text(root, records);
        let (spec, files) = text.and_then(|text| parse(&text)).unwrap_or_default();
        Self { root, spec, files }
    }

    /// Whether the last run that wrote the crate to `root` was for `spec`, which had no faults. That takes a fraction of
    /// the time for the files.
    pub(super) fn is_for(root: &Path, spec: Fingerprint, records: &Records) -> bool {
        let text = text(fingerprint(root), records);
        text.is_some_and(|text| text.lines().next().map(str::parse) == Some(Ok(spec)))
    }

    /// Returns the text of the file that was rendered from `inputs`, if this is its last text.
    pub(super) fn text(&self, path: &str, inputs: Fingerprint) -> Option<Fingerprint> {
        let entry = self.files.get(path)?;
        (entry.inputs == Some(inputs)).then_some(entry.text)
    }

    /// Writes the record of a run after this one.
    pub(super) fn replace(
        &self,
        spec: Option<Fingerprint>,
        files: &[File<'_>],
        entries: &[Entry],
        records: &Records,
    ) {
        let shown = |value: Option<Fingerprint>| value.map_or("-".to_owned(), |it| it.to_string());
        let mut lines = shown(spec) + "\n";
        for (file, Entry { inputs, text }) in files.iter().zip(entries) {
            lines.push_str(&format!("{} {text} {}\n", shown(*inputs), file.path));
        }
        records.write(self.root, lines.as_bytes());
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
