//! What is wrong with a spec, and where.
//!
//! A [`Fault`] names its place by file and path (`endpoints.get.params.parcel_id`), since neither the spec's structs nor the
//! model carry positions. Line and column are looked up in the source when the fault is shown, by [`Sources`].

use std::fmt;
use std::path::PathBuf;

use crate::locate::Places;

/// A step of a [`Path`]: a key of a map, or an index of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

/// The way from the top of a file to one of its values. It is built on the stack, step by step, and costs nothing until a
/// fault is found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    file: usize,
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

impl<'a> Path<'a> {
    /// The top of the file with this index.
    pub(crate) fn root(file: usize) -> Self {
        Self {
            file,
            parent: None,
            step: Step::Key(""),
        }
    }

    pub(crate) fn key<'b>(&'b self, key: &'b str) -> Path<'b> {
        Path {
            file: self.file,
            parent: Some(self),
            step: Step::Key(key),
        }
    }

    pub(crate) fn index(&self, index: usize) -> Path<'_> {
        Path {
            file: self.file,
            parent: Some(self),
            step: Step::Index(index),
        }
    }

    /// The key that the path ends with, or nothing where it ends with an index.
    pub(crate) fn last_key(&self) -> &'a str {
        match self.step {
            Step::Key(key) => key,
            Step::Index(_) => "",
        }
    }

    fn to_segments(self) -> Vec<Segment> {
        let mut segments = self
            .parent
            .map(|parent| parent.to_segments())
            .unwrap_or_default();
        if self.parent.is_some() {
            segments.push(match self.step {
                Step::Key(key) => Segment::Key(key.to_owned()),
                Step::Index(index) => Segment::Index(index),
            });
        }
        segments
    }
}

/// A [`Step`] that outlives the walk.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

/// Which part of the entry that a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Key,
    Value,
    /// This appearance, counted from 0, of a key that may appear once.
    RepeatedKey(usize),
    /// The key of this entry, counted from 0, of the map: for keys that no path can name.
    Inner(usize),
}

/// Something that must be mended before code can be written.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) file: usize,
    pub(crate) path: Vec<Segment>,
    pub(crate) part: Part,
    /// Set where the place is not one that a path leads to: the offset of a syntax error, in bytes.
    pub(crate) offset: Option<usize>,
    /// The entry of which nothing more can be told, since a stand-in has taken the place of what is at fault.
    pub(crate) hides: Option<Vec<Segment>>,
    /// What is wrong.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: String,
}

impl Fault {
    fn new(
        path: &Path<'_>,
        part: Part,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        let segments = path.to_segments();
        Self {
            file: path.file,
            path: segments,
            part,
            offset: None,
            hides: None,
            message: message.into(),
            help: help.into(),
        }
    }

    /// A fault of the key at `path`.
    pub(crate) fn key(
        path: &Path<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(path, Part::Key, message, help)
    }

    /// A fault of the value at `path`.
    pub(crate) fn value(
        path: &Path<'_>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(path, Part::Value, message, help)
    }

    /// A key at `path` that stands there already.
    pub(crate) fn repeated_key(
        path: &Path<'_>,
        appearance: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(path, Part::RepeatedKey(appearance), message, help)
    }

    /// A fault of the key of this entry, counted from 0, of the map at `path`.
    pub(crate) fn inner_key(
        path: &Path<'_>,
        entry: usize,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self::new(path, Part::Inner(entry), message, help)
    }

    /// Says that an empty stand-in takes the place of what is at fault, so that there is no telling about it.
    pub(crate) fn with_stand_in(mut self) -> Self {
        self.hides = Some(self.path.clone());
        self
    }

    /// The same for a stand-in at another place.
    pub(crate) fn with_stand_in_at(mut self, path: &Path<'_>) -> Self {
        self.hides = Some(path.to_segments());
        self
    }

    /// The same for a stand-in that others beside it refer to.
    pub(crate) fn with_stand_in_for_many(mut self) -> Self {
        self.hides = self.path.split_last().map(|(_, parent)| parent.to_vec());
        self
    }

    /// Whether `other` only follows from what `self` says.
    pub(crate) fn explains(&self, other: &Self) -> bool {
        self.file == other.file
            && self
                .hides
                .as_ref()
                .is_some_and(|hidden| other.path.starts_with(hidden))
    }
}

/// `endpoints.get.params.parcel_id`.
pub(crate) fn show_path(path: &[Segment]) -> String {
    let mut text = String::new();
    for segment in path {
        match segment {
            Segment::Key(key) if text.is_empty() => text.push_str(key),
            Segment::Key(key) => text.extend([".", key]),
            Segment::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

/// The candidate nearest to `word`, as a question, if one is near.
pub(crate) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|nearest| format!("did you mean `{nearest}`?"))
}

/// The candidate nearest to `word`, if one is near.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    let similarity = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        // Two letters swapped in a short word: the one measure is good at long words, the other at this.
        let swapped = word.len() > 2 && strsim::damerau_levenshtein(&word, &candidate) == 1;
        if swapped {
            1.0
        } else {
            strsim::jaro_winkler(&word, &candidate)
        }
    };
    candidates
        .into_iter()
        .map(|candidate| (similarity(candidate), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

/// ``a`, `b` and `c``.
pub(crate) fn list_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// What there is to choose from: `the fields are …`.
pub(crate) fn choices<'a>(what: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words = words.into_iter().peekable();
    match words.peek() {
        None => format!("there are no {what}"),
        Some(_) => format!("the {what} are {}", list_of(words)),
    }
}

/// A file of a spec.
#[derive(Clone, Debug)]
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
        self.path
            .file_name()
            .is_some_and(|name| name == crate::CLIENT)
    }
}

/// Why a spec was refused: every fault of every file, those of shape first, each with its place and a remedy.
pub struct Refusal {
    sources: Vec<Source>,
    faults: Vec<Fault>,
}

impl Refusal {
    /// Keeps `faults` in order of stage, then file, then place.
    pub(crate) fn new(sources: &[Source], stages: [Vec<Fault>; 2]) -> Self {
        // A file with no fault, or one that is too large to be looked through, need not be.
        let unplaced = |file| {
            let mut faults = stages.iter().flatten();
            faults.any(|fault| fault.file == file && fault.offset.is_none())
        };
        let places = sources.iter().enumerate().map(|(file, source)| {
            let text = if unplaced(file) { &source.text } else { "" };
            Places::of(text)
        });
        let places: Vec<_> = places.collect();
        let mut faults = Vec::new();
        for mut stage in stages {
            for fault in &mut stage {
                let place = places
                    .get(fault.file)
                    .map_or(0, |places| places.offset(&fault.path, fault.part));
                fault.offset.get_or_insert(place);
            }
            stage.sort_by_key(|fault| (fault.file, fault.offset));
            faults.append(&mut stage);
        }
        Self {
            sources: sources.to_vec(),
            faults,
        }
    }

    /// How many faults there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.faults.len()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for fault in &self.faults {
            writeln!(f, "error: {}", printable(&fault.message))?;
            if let Some(source) = self.sources.get(fault.file) {
                let (line, column) = line_and_column(&source.text, fault.offset.unwrap_or(0));
                let path = match printable(&show_path(&fault.path)) {
                    top if top.is_empty() => top,
                    path => format!(" ({path})"),
                };
                writeln!(f, "  --> {}:{line}:{column}{path}", source.path.display())?;
            }
            writeln!(f, "  help: {}\n", fault.help)?;
        }
        let plural = if self.faults.len() == 1 { "" } else { "s" };
        write!(
            f,
            "{} fault{plural} in the spec; nothing was written",
            self.faults.len()
        )
    }
}

/// The same: where a test or a `main` ends with one, it should be read too.
impl fmt::Debug for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Refusal {}

/// What may hold a piece of a spec, without what a terminal would obey, and no longer than anybody reads.
fn printable(text: &str) -> String {
    const LONGEST: usize = 500;
    let mut printable = String::new();
    for c in text.chars().take(LONGEST) {
        match c {
            c if c.is_control() => printable.extend(c.escape_default()),
            c => printable.push(c),
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        printable.push('…');
    }
    printable
}

/// Both count from 1; columns count characters, as editors do.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}
