//! Where a fault is: a path through the YAML of a file. Neither the spec's structs nor the model carry positions.

/// The index of no file: of faults of a spec as a whole.
pub(crate) const NO_FILE: usize = usize::MAX;

/// A step of a [`Path`]: a key of a map, or an index of a list.
#[derive(Clone, Copy, Debug)]
enum Step<'a> {
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

    /// The key that the path ends with, or nothing where it ends with an index.
    pub(crate) fn last_key(&self) -> &'a str {
        match self.step {
            Step::Key(key) => key,
            Step::Index(_) => "",
        }
    }

    /// The key before the last one, or nothing where there is none.
    pub(crate) fn parent_key(&self) -> &'a str {
        self.parent.map_or("", Path::last_key)
    }

    /// This part of the entry that the path leads to.
    pub(crate) fn location(&self, part: Part) -> Location {
        Location {
            file: self.file,
            path: self.to_segments(),
            part,
            within: None,
        }
    }

    /// The key that the path ends with.
    pub(crate) fn at_key(&self) -> Location {
        self.location(Part::Key)
    }

    /// The value that the path leads to.
    pub(crate) fn at_value(&self) -> Location {
        self.location(Part::Value)
    }

    pub(super) fn to_segments(self) -> Vec<Segment> {
        let Some(parent) = self.parent else {
            return Vec::new();
        };
        let mut segments = parent.to_segments();
        segments.push(match self.step {
            Step::Key(key) => Segment::Key(key.to_owned()),
            Step::Index(index) => Segment::Index(index),
        });
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
    InnerKey(usize),
    /// An offset in bytes, which no path leads to: that of an error of syntax.
    Offset(usize),
}

/// A piece of a spec.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    /// Index among the sources.
    pub(crate) file: usize,
    pub(crate) path: Vec<Segment>,
    pub(crate) part: Part,
    /// The words that matter, if they are not all of it.
    pub(crate) within: Option<String>,
}

impl Location {
    /// These words of it alone, if it has them.
    pub(crate) fn within(mut self, words: impl Into<String>) -> Self {
        self.within = Some(words.into());
        self
    }

    /// `endpoints.get.params.parcel_id`.
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
