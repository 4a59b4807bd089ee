//! The location of a fault: a file and a path through its YAML. Neither the spec's structs nor the model store
//! positions.

use std::iter;

/// The file index of faults that belong to the spec as a whole.
pub(crate) const NO_FILE: usize = usize::MAX;

/// A step of a [`Path`]: a key of a map, or an index of a list.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
    Key(&'a str),
    Index(usize),
}

impl Step<'_> {
    fn to_segment(self) -> Segment {
        match self {
            Self::Key(key) => Segment::Key(key.to_owned()),
            Self::Index(index) => Segment::Index(index),
        }
    }
}

/// The steps from the top of a file to one of its values. They are on the stack and are copied only for a fault.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Path<'a> {
    file: usize,
    parent: Option<&'a Path<'a>>,
    step: Step<'a>,
}

impl<'a> Path<'a> {
    /// Returns the path to the top of the file with this index.
    pub(crate) fn root(file: usize) -> Self {
        Self {
            file,
            parent: None,
            step: Step::Key(""),
        }
    }

    pub(super) fn file(&self) -> usize {
        self.file
    }

    pub(crate) fn key<'b>(&'b self, key: &'b str) -> Path<'b> {
        self.step(Step::Key(key))
    }

    pub(crate) fn index(&self, index: usize) -> Path<'_> {
        self.step(Step::Index(index))
    }

    fn step<'b>(&'b self, step: Step<'b>) -> Path<'b> {
        Path {
            file: self.file,
            parent: Some(self),
            step,
        }
    }

    /// Returns the last key, or an empty string if the path ends with an index.
    pub(crate) fn last_key(&self) -> &'a str {
        match self.step {
            Step::Key(key) => key,
            Step::Index(_) => "",
        }
    }

    /// Returns the last key of the parent path, or an empty string.
    pub(crate) fn parent_key(&self) -> &'a str {
        self.parent.map_or("", Path::last_key)
    }

    /// Returns the location of `part` of the entry at this path.
    pub(crate) fn location(&self, part: Part) -> Location {
        Location {
            file: self.file,
            path: self.to_segments(),
            part,
            within: None,
        }
    }

    /// Returns the location of the key at this path.
    pub(crate) fn at_key(&self) -> Location {
        self.location(Part::Key)
    }

    /// Returns the location of the value at this path.
    pub(crate) fn at_value(&self) -> Location {
        self.location(Part::Value)
    }

    pub(super) fn to_segments(self) -> Vec<Segment> {
        let paths = || iter::successors(Some(self), |path| path.parent.copied());
        let mut segments = Vec::with_capacity(paths().count());
        let below_root = paths().filter(|path| path.parent.is_some());
        segments.extend(below_root.map(|path| path.step.to_segment()));
        segments.reverse();
        segments
    }
}

/// A [`Step`] that owns its key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Segment {
    Key(String),
    Index(usize),
}

/// A part of the entry at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Key,
    Value,
    /// One of several occurrences of a key, counted from 0.
    RepeatedKey(usize),
    /// The key of the entry with this index in the map. It locates keys that a path cannot contain.
    InnerKey(usize),
    /// An offset in bytes. It locates syntax errors, which have no path.
    Offset(usize),
}

/// A range of a spec.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    /// The index of the file among the sources.
    pub(crate) file: usize,
    pub(crate) path: Vec<Segment>,
    pub(crate) part: Part,
    /// The words to mark; `None` marks the whole part.
    pub(crate) within: Option<String>,
}

impl Location {
    /// Narrows the location to `words`, if it contains them.
    pub(crate) fn within(mut self, words: impl Into<String>) -> Self {
        self.within = Some(words.into());
        self
    }

    /// Returns the path as text: `endpoints.get.params.parcel_id`.
    pub(crate) fn show_path(&self) -> String {
        let mut text = String::new();
        for segment in &self.path {
            match segment {
                Segment::Key(key) if text.is_empty() => text.push_str(key),
                Segment::Key(key) => text.extend([".", key]),
                Segment::Index(index) => text.push_str(&format!("[{index}]")),
            }
        }
        text
    }
}
