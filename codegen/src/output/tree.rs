//! All files of a crate, in the directory that they belong in.

use std::collections::HashSet;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use super::disk::{at, read};
use super::file::{File, MARK};
use super::staging::{Change, Staging};
use crate::parallel;

/// What [`Staged::commit`] did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files that were not there, or were different.
    pub written: usize,
    /// Files that were right already and have not been touched.
    pub unchanged: usize,
    /// Files of an earlier run that are not part of the crate any more.
    pub removed: usize,
}

/// Every change that a directory needs to hold a crate, prepared. When it is dropped, the folder is removed and another run may begin.
#[derive(Debug)]
#[must_use = "nothing changes before `commit`"]
pub struct Staged<'a> {
    tree: Tree<'a>,
    changes: Vec<Change>,
    unchanged: usize,
    /// Files that no longer belong there.
    leftovers: Vec<PathBuf>,
    _staging: Staging,
}

/// Prepares the changes that make the directory `root`, which need not exist yet, hold `files`.
///
/// A second run in the same directory waits for the first, if the file system has locks. `tell` gets a line about that, and
/// about what a run left there that was killed.
///
/// # Errors
///
/// If something there cannot be read or written, a file that would be replaced does not carry the mark, or a file's tokens
/// are not Rust.
pub fn stage<'a>(
    root: &'a Path,
    files: &'a [File<'_>],
    tell: &dyn Fn(&str),
) -> io::Result<Staged<'a>> {
    match fs::create_dir_all(root) {
        // Something else is there: to lock it says so.
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(at(root, &error)),
        _ => {}
    }
    let staging = Staging::of(root, tell)?;
    let tree = Tree { root, files };
    let leftovers = tree.leftovers()?;
    let staged = parallel::map(files, |file| tree.stage(file, &staging))?;
    let unchanged = staged.iter().filter(|change| change.is_none()).count();
    let mut changes: Vec<_> = staged.into_iter().flatten().collect();
    for leftover in &leftovers {
        changes.push(staging.removal(leftover)?);
    }
    Ok(Staged {
        tree,
        changes,
        unchanged,
        leftovers,
        _staging: staging,
    })
}

impl Staged<'_> {
    /// Makes the changes, each in one step. If one fails, all files are as they were.
    ///
    /// # Errors
    ///
    /// If a file cannot be replaced or removed.
    pub fn commit(self) -> io::Result<Summary> {
        let room = self.changes.iter().try_for_each(Change::make_room);
        // From here to the last change nothing is done but to rename files.
        room.and_then(|()| self.make_all())
            .inspect_err(|_| self.tree.remove_empty_directories())?;
        for leftover in &self.leftovers {
            remove_empty_parents(leftover, self.tree.root);
        }
        Ok(Summary {
            written: self.changes.len() - self.leftovers.len(),
            unchanged: self.unchanged,
            removed: self.leftovers.len(),
        })
    }

    fn make_all(&self) -> io::Result<()> {
        for (made, change) in self.changes.iter().enumerate() {
            change.make().inspect_err(|_| {
                let made = self.changes.iter().take(made);
                made.rev().for_each(Change::undo);
            })?;
        }
        Ok(())
    }
}

/// A file that is out of date.
#[derive(Clone, Debug)]
pub struct Stale {
    /// Within the crate.
    pub path: String,
    /// What it is instead.
    pub kind: StaleKind,
    /// The lines in which it differs, as a unified diff, or a sentence if only the ends of the lines do.
    pub diff: String,
}

/// How a file is out of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StaleKind {
    /// It is not there.
    Missing,
    /// It is there, and different.
    Different,
    /// It is there, and no longer part of the crate.
    Leftover,
}

/// The files in the directory `root` that are not what they should be, in the order in which they are emitted, each with at
/// most `lines` lines of what differs.
///
/// It waits for a run that changes them. `tell` gets a line about that, and about what a run left there that was killed,
/// which is removed.
///
/// # Errors
///
/// If something there cannot be read, or a file's tokens are not Rust.
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
    let mut stale: Vec<_> = parallel::map(files, compare)?
        .into_iter()
        .flatten()
        .collect();
    for target in tree.leftovers()? {
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

/// The largest file of which a difference is shown, in bytes: to find it takes time that grows with the square of the size.
const LARGEST_DIFF: usize = 256 << 10;

fn diff(found: &[u8], wanted: &str, lines: usize) -> String {
    if found.len().max(wanted.len()) > LARGEST_DIFF {
        return "it is too large to show where it differs".to_owned();
    }
    let found = String::from_utf8_lossy(found);
    if found.contains("\r\n") && found.replace("\r\n", "\n") == wanted {
        return "only its lines end in CRLF: have Git check it out with `eol=lf` in .gitattributes"
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

/// A crate and the directory that it belongs in.
#[derive(Clone, Copy, Debug)]
struct Tree<'a> {
    root: &'a Path,
    files: &'a [File<'a>],
}

impl Tree<'_> {
    fn target(&self, file: &File<'_>) -> PathBuf {
        let mut target = self.root.to_owned();
        target.extend(file.path.split('/'));
        target
    }

    fn stage(&self, file: &File<'_>, staging: &Staging) -> io::Result<Option<Change>> {
        let target = self.target(file);
        let text = render(file)?;
        let found = read(&target, text.len())?;
        match &found {
            Some(found) if found == text.as_bytes() => Ok(None),
            Some(found) if !is_marked(found.as_slice())? => {
                let message = "this file was not written by the generator, so it is not replaced; nothing was written";
                let error = io::Error::new(io::ErrorKind::AlreadyExists, message);
                Err(at(&target, &error))
            }
            found => {
                let replaces = found.is_some();
                staging.replacement(&target, &text, replaces).map(Some)
            }
        }
    }

    /// The files below `src` that carry the mark of the generator and are none of the crate's, sorted.
    fn leftovers(&self) -> io::Result<Vec<PathBuf>> {
        let wanted: HashSet<_> = self.files.iter().map(|file| self.target(file)).collect();
        let mut leftovers = Vec::new();
        let mut open = vec![self.root.join("src")];
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
        leftovers.sort();
        Ok(leftovers)
    }

    /// Removes the directories that were made for files that have not come.
    fn remove_empty_directories(&self) {
        for file in self.files {
            remove_empty_parents(&self.target(file), self.root);
        }
    }
}

fn render(file: &File<'_>) -> io::Result<String> {
    let text = file.render();
    text.map_err(|error| io::Error::other(format!("{}: {error}", file.path)))
}

/// Removes the directories between `root` and what was at `target`, that are empty.
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

/// Whether the first line says who wrote the file, behind whatever starts a comment.
fn is_marked(text: impl BufRead) -> io::Result<bool> {
    // No comment starts with more than a few signs.
    let mut start = Vec::new();
    text.take(MARK.len() as u64 + 7)
        .read_until(b'\n', &mut start)?;
    Ok(start
        .windows(MARK.len())
        .any(|start| start == MARK.as_bytes()))
}
