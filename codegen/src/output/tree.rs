//! Writes all files of a crate to a directory, or compares them with it.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::disk::{at, read};
use super::file::{File, MARK};
use super::record::{Entry, Record};
use super::staging::{Change, Staging};
use crate::fingerprint::Fingerprint;
use crate::parallel;
use crate::records::Records;
use crate::source::CHANGELOG;

/// The numbers of files that [`Staged::commit`] wrote, kept and removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// The number of files that were missing or different.
    pub written: usize,
    /// The number of files that were already up to date.
    pub unchanged: usize,
    /// The number of files of an earlier run that are no longer part of the crate.
    pub removed: usize,
}

/// The prepared changes that write a crate to a directory. Dropping it removes the prepared files and releases the lock
/// of the directory.
#[derive(Debug)]
#[must_use = "nothing changes before `commit`"]
pub struct Staged<'a> {
    tree: Tree<'a>,
    /// Replacements and removals of files. The staging folder contains the new files.
    changes: Vec<Change>,
    unchanged: usize,
    /// The files after the changes, for the next run.
    records: Option<(&'a Records, Record, Vec<Entry>)>,
    /// The files that are no longer part of the crate.
    leftovers: Vec<PathBuf>,
    staging: Staging,
}

/// Prepares the changes that write `files` to the directory `root`. Creates the directory if it does not exist.
///
/// Skips files that have not changed since the run in `records`, if the caller has them.
///
/// If another run has locked the directory, waits for it to end. Calls `tell` with a message about the wait, about a file
/// system without locks, and about files of a killed run that it removes.
///
/// # Errors
///
/// Returns an error if a file cannot be read or written, if a file to replace was not generated, or if the tokens of a
/// file are not valid Rust.
pub fn stage<'a>(
    root: &'a Path,
    files: &'a [File<'_>],
    records: Option<&'a Records>,
    tell: &dyn Fn(&str),
) -> io::Result<Staged<'a>> {
    match fs::create_dir_all(root) {
        // If the root is a file, locking it reports that.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(at(root, &error)),
        _ => {}
    }
    let staging = Staging::of(root, tell)?;
    let tree = Tree { root, files };
    let leftovers = leftovers(root, &tree.paths())?;
    let record = records.map(|records| Record::of(root, records));
    let stage = |file: &File<'_>| tree.stage(file, record.as_ref(), &staging);
    let mut changes = Vec::new();
    let mut unchanged = 0;
    let mut entries = Vec::new();
    for (file, entry) in parallel::try_map(files, stage)? {
        match file {
            StagedFile::Unchanged => unchanged += 1,
            StagedFile::New => {}
            StagedFile::Different(change) => changes.push(change),
        }
        entries.push(entry);
    }
    for leftover in &leftovers {
        changes.push(staging.removal(leftover)?);
    }
    Ok(Staged {
        tree,
        changes,
        unchanged,
        records: records
            .zip(record)
            .map(|(all, record)| (all, record, entries)),
        leftovers,
        staging,
    })
}

impl Staged<'_> {
    /// Makes the changes, each of them atomically. If one fails, reverts the others. `spec` is the spec of the crate, if
    /// it has no faults.
    ///
    /// # Errors
    ///
    /// Returns an error if a file cannot be replaced or removed.
    pub fn commit(mut self, spec: Option<Fingerprint>) -> io::Result<Summary> {
        self.changes.extend(self.staging.additions()?);
        // The changes only rename files, so few errors are possible between the first and the last change.
        for (made, change) in self.changes.iter().enumerate() {
            change.make().inspect_err(|_| {
                let made = self.changes.iter().take(made);
                made.rev().for_each(Change::undo);
            })?;
        }
        for leftover in &self.leftovers {
            remove_empty_parents(leftover, self.tree.root);
        }
        if let Some((records, record, entries)) = &self.records {
            record.replace(spec, self.tree.files, entries, records);
        }
        Ok(Summary {
            written: self.tree.files.len() - self.unchanged,
            unchanged: self.unchanged,
            removed: self.leftovers.len(),
        })
    }
}

/// Returns the number of files in the directory `root` if a run for `spec` would change none of them. That is only known
/// if the last run wrote them for the same spec, which had no faults. Only [`stage`] changes `records`.
///
/// # Errors
///
/// Returns an error if a file cannot be read.
pub fn unchanged(
    root: &Path,
    spec: Fingerprint,
    records: &Records,
    tell: &dyn Fn(&str),
) -> io::Result<Option<usize>> {
    if !Record::is_for(root, spec, records) || !root.is_dir() {
        return Ok(None);
    }
    let _staging = Staging::of(root, tell)?;
    // The lock can have waited for another run.
    let record = Record::of(root, records);
    let files = record.files.iter();
    let files: Vec<_> = files
        .map(|(path, entry)| (target(root, path), entry))
        .collect();
    let same = parallel::try_map(&files, |(target, entry)| entry.of_same_text(target))?;
    let paths = files.iter().map(|(target, _)| target.clone()).collect();
    let is_unchanged = record.spec == Some(spec)
        && same.iter().all(Option::is_some)
        && leftovers(root, &paths)?.is_empty();
    Ok(is_unchanged.then_some(files.len()))
}

/// A file of the crate, compared with the one on disk.
#[derive(Debug)]
enum StagedFile {
    Unchanged,
    New,
    Different(Change),
}

/// A file that is out of date.
#[derive(Clone, Debug)]
pub struct Stale {
    /// The path within the crate.
    pub path: String,
    /// The reason why the file is out of date.
    pub kind: StaleKind,
    /// A unified diff, or a sentence if only line endings differ or the file is too large.
    pub diff: String,
}

/// The reason why a file is out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaleKind {
    /// The file does not exist.
    Missing,
    /// The file has other contents.
    Different,
    /// The file is no longer part of the crate.
    Leftover,
}

/// Returns the files in the directory `root` that are out of date, in the order of `files`. Each has a diff of at most
/// `lines` lines.
///
/// If another run has locked the directory, waits for it to end. Calls `tell` with a message about the wait, and about
/// files of a killed run that it removes.
///
/// # Errors
///
/// Returns an error if a file cannot be read, or if the tokens of a file are not valid Rust.
pub fn stale(
    root: &Path,
    files: &[File<'_>],
    lines: usize,
    tell: &dyn Fn(&str),
) -> io::Result<Vec<Stale>> {
    let exists = root.try_exists().map_err(|error| at(root, &error))?;
    let _staging = exists.then(|| Staging::of(root, tell)).transpose()?;
    let tree = Tree { root, files };
    let compare = |file: &File<'_>| {
        let wanted = render(file)?;
        let found = read(&tree.target(file), wanted.len().max(LARGEST_DIFF))?;
        let kind = match &found {
            Some(found) if found == wanted.as_bytes() => return io::Result::Ok(None),
            Some(_) => StaleKind::Different,
            None => StaleKind::Missing,
        };
        let (path, found) = (file.path.clone(), found.unwrap_or_default());
        let diff = diff(&found, &wanted, lines);
        Ok(Some(Stale { path, kind, diff }))
    };
    let mut stale: Vec<_> = parallel::try_map(files, compare)?
        .into_iter()
        .flatten()
        .collect();
    for target in leftovers(root, &tree.paths())? {
        let found = read(&target, LARGEST_DIFF)?.unwrap_or_default();
        let within = target.strip_prefix(root).unwrap_or(&target);
        let names: Vec<_> = within.iter().map(|name| name.to_string_lossy()).collect();
        stale.push(Stale {
            path: names.join("/"),
            kind: StaleKind::Leftover,
            diff: diff(&found, "", lines),
        });
    }
    Ok(stale)
}

/// The largest file that gets a diff, in bytes. The time for a diff grows with the square of the size.
const LARGEST_DIFF: usize = 256 << 10;

fn diff(found: &[u8], wanted: &str, lines: usize) -> String {
    if found.len().max(wanted.len()) > LARGEST_DIFF {
        return "the file is too large for a diff".to_owned();
    }
    let found = String::from_utf8_lossy(found);
    if found.contains("\r\n") && found.replace("\r\n", "\n") == wanted {
        return "only the line endings differ: lines end in CRLF instead of LF; set `eol=lf` in .gitattributes"
            .to_owned();
    }
    let diff = similar::TextDiff::from_lines(found.as_ref(), wanted);
    let whole = diff.unified_diff().context_radius(1).to_string();
    let mut short: Vec<_> = whole.lines().take(lines).collect();
    let rest = whole.lines().count().saturating_sub(lines);
    let more = format!("… {rest} more lines");
    if rest > 0 {
        short.push(&more);
    }
    short.join("\n")
}

/// The files of a crate and their directory.
#[derive(Clone, Copy, Debug)]
struct Tree<'a> {
    root: &'a Path,
    files: &'a [File<'a>],
}

impl Tree<'_> {
    fn target(&self, file: &File<'_>) -> PathBuf {
        target(self.root, &file.path)
    }

    /// Prepares the change of a file, and returns its entry in the next record.
    fn stage(
        &self,
        file: &File<'_>,
        record: Option<&Record>,
        staging: &Staging,
    ) -> io::Result<(StagedFile, Entry)> {
        let inputs = record.and_then(|_| file.inputs());
        if let Some((record, known)) = record.zip(inputs)
            && let Some(entry) = record.entry(&file.path, known)
            && let Some(entry) = entry.of_same_text(&self.target(file))?
        {
            return Ok((StagedFile::Unchanged, entry));
        }
        let rendered = render(file)?;
        let text = Fingerprint::of_bytes(rendered.as_bytes());
        let staged = self.compare(file, &rendered, staging)?;
        let entry = Entry {
            inputs,
            text,
            stamp: None,
        };
        Ok((staged, entry))
    }

    /// Compares the file on disk with `text`, and prepares its change.
    fn compare(&self, file: &File<'_>, text: &str, staging: &Staging) -> io::Result<StagedFile> {
        let target = self.target(file);
        let found = read(&target, text.len())?;
        match &found {
            Some(found) if found == text.as_bytes() => Ok(StagedFile::Unchanged),
            Some(found) if !is_marked(found.as_slice())? => {
                let message = "the generator did not write this file, so it does not replace it; nothing was written";
                let error = io::Error::new(io::ErrorKind::AlreadyExists, message);
                Err(at(&target, &error))
            }
            Some(_) => staging
                .replacement(&target, text)
                .map(StagedFile::Different),
            None => {
                staging.add(Path::new(&file.path), text)?;
                Ok(StagedFile::New)
            }
        }
    }

    fn paths(&self) -> HashSet<PathBuf> {
        self.files.iter().map(|file| self.target(file)).collect()
    }
}

/// Returns the generated files in `root` that are not among the `wanted` ones, sorted: those below `src`, and the
/// changelog.
fn leftovers(root: &Path, wanted: &HashSet<PathBuf>) -> io::Result<Vec<PathBuf>> {
    let mut leftovers = Vec::new();
    let mut open = vec![root.join("src")];
    while let Some(directory) = open.pop() {
        let failed = |error| at(&directory, &error);
        let entries = match fs::read_dir(&directory) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(failed(error)),
        };
        for entry in entries {
            let entry = entry.map_err(failed)?;
            let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
            if kind.is_dir() {
                open.push(path);
            } else if kind.is_file() && !wanted.contains(&path) && is_marked_file(&path)? {
                leftovers.push(path);
            }
        }
    }
    // The only optional file outside `src`.
    let changelog = root.join(CHANGELOG);
    if changelog.is_file() && !wanted.contains(&changelog) && is_marked_file(&changelog)? {
        leftovers.push(changelog);
    }
    leftovers.sort();
    Ok(leftovers)
}

/// Returns the path of a file of the crate in `root`.
fn target(root: &Path, path: &str) -> PathBuf {
    let mut target = PathBuf::with_capacity(root.as_os_str().len() + 1 + path.len());
    target.push(root);
    target.extend(path.split('/'));
    target
}

fn render(file: &File<'_>) -> io::Result<String> {
    let text = file.render();
    text.map_err(|error| io::Error::other(format!("{}: {error}", file.path)))
}

/// Removes the empty directories between `root` and the path `target`.
fn remove_empty_parents(target: &Path, root: &Path) {
    let parents = target.ancestors().skip(1);
    for parent in parents.take_while(|parent| *parent != root) {
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
}

fn is_marked_file(path: &Path) -> io::Result<bool> {
    let open = || is_marked(BufReader::with_capacity(256, fs::File::open(path)?));
    open().map_err(|error| at(path, &error))
}

/// Whether the first line is a comment that starts with the mark of generated files.
fn is_marked(text: impl BufRead) -> io::Result<bool> {
    // The start of a comment has at most 7 characters.
    let mut start = Vec::new();
    text.take(MARK.len() as u64 + 7)
        .read_until(b'\n', &mut start)?;
    Ok(start
        .windows(MARK.len())
        .any(|start| start == MARK.as_bytes()))
}
