//! An OpenAPI document as a tree of plain values.
//!
//! Real documents break strict parsers, so this module does not know OpenAPI. Each value records whether the import has
//! read it. The [report](crate::report) lists unread values, so the import drops no key silently.

mod files;
mod parse;

pub(crate) use files::path_of;

use std::cell::Cell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

use indexmap::IndexMap;

use crate::fault::Fault;

/// The number of a value in its document. Numbers grow in the order of the files and of their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Id(u32);

/// A value of a document.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) id: Id,
    /// The offset of the value in its file, in bytes.
    pub(crate) offset: usize,
    pub(crate) value: Value,
    read: Cell<Read>,
}

/// The extent to which the import has read a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Read {
    Nothing,
    /// The value itself, without the values in it.
    Partly,
    /// The value and all values in it.
    Whole,
}

#[derive(Debug)]
pub(crate) enum Value {
    Null,
    Boolean(bool),
    /// A number, with its spelling in the document.
    Number(String),
    String(String),
    List(Vec<Node>),
    Map(Map),
}

/// A map. Of entries with the same key, the last one counts.
#[derive(Debug, Default)]
pub(crate) struct Map {
    pub(crate) entries: IndexMap<String, Node>,
    /// Entries that a later entry with the same key replaces, and entries whose keys have invisible characters.
    pub(crate) dropped: Vec<(String, Node)>,
}

impl Node {
    /// Returns the value of `key`, and marks it as read.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        let node = self.peek(key)?;
        node.mark(Read::Partly);
        Some(node)
    }

    /// Returns the value of `key`, and marks it and all values in it as read.
    pub(crate) fn take(&self, key: &str) -> Option<&Self> {
        let node = self.peek(key)?;
        node.mark(Read::Whole);
        Some(node)
    }

    /// Returns the value of `key`, and leaves it unread.
    pub(crate) fn peek(&self, key: &str) -> Option<&Self> {
        self.map()?.entries.get(key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.peek(key).is_some()
    }

    /// Returns the value of `key`, if it is a text.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.peek(key)?.as_str()?;
        self.get(key)?.as_str()
    }

    /// Whether `key` is `true`.
    pub(crate) fn is(&self, key: &str) -> bool {
        let is_boolean = matches!(self.peek(key), Some(node) if node.as_bool().is_some());
        is_boolean && self.get(key).and_then(Self::as_bool) == Some(true)
    }

    /// Returns the items of the list under `key`.
    pub(crate) fn list(&self, key: &str) -> &[Self] {
        match self.peek(key).map(|node| &node.value) {
            Some(Value::List(items)) => {
                self.get(key);
                items
            }
            _ => &[],
        }
    }

    /// Returns the entries of the map under `key`, and marks them as read.
    pub(crate) fn entries(&self, key: &str) -> impl Iterator<Item = (&str, &Self)> {
        let map = self.peek(key).and_then(Self::map);
        if map.is_some() {
            self.get(key);
        }
        let entries = map.into_iter().flat_map(Map::iter);
        entries.inspect(|(_, node)| node.mark(Read::Partly))
    }

    pub(crate) fn map(&self) -> Option<&Map> {
        match &self.value {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    pub(crate) fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self.value {
            Value::Boolean(value) => Some(value),
            _ => None,
        }
    }

    /// Returns a scalar with its spelling in the document.
    pub(crate) fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) | Value::Number(text) => Some(text),
            Value::Boolean(true) => Some("true"),
            Value::Boolean(false) => Some("false"),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Whether two values have the same text, but for the order of keys.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Map(one), Value::Map(another)) => {
                let has_same = |(key, node): (&str, &Self)| {
                    let other = another.entries.get(key);
                    other.is_some_and(|other| node.is_same(other))
                };
                one.entries.len() == another.entries.len() && one.iter().all(has_same)
            }
            (Value::List(one), Value::List(another)) => {
                let mut pairs = one.iter().zip(another);
                one.len() == another.len() && pairs.all(|(one, other)| one.is_same(other))
            }
            (Value::Boolean(one), Value::Boolean(another)) => one == another,
            (Value::Null, Value::Null) => true,
            (Value::String(one), Value::String(another))
            | (Value::Number(one), Value::Number(another)) => one == another,
            _ => false,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        match &self.value {
            Value::List(items) => items.is_empty(),
            Value::Map(map) => map.entries.is_empty(),
            _ => false,
        }
    }

    pub(crate) fn read(&self) -> Read {
        self.read.get()
    }

    /// Records the extent to which the value was read.
    pub(crate) fn mark(&self, read: Read) {
        if self.read.get() != Read::Whole {
            self.read.set(read);
        }
    }

    /// Returns the values in this one.
    pub(crate) fn children(&self) -> impl Iterator<Item = &Self> {
        let (items, map): (&[Self], _) = match &self.value {
            Value::List(items) => (items, None),
            Value::Map(map) => (&[], Some(map)),
            _ => (&[], None),
        };
        items
            .iter()
            .chain(map.into_iter().flat_map(|map| map.entries.values()))
    }
}

impl Map {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.entries.iter().map(|(key, node)| (key.as_str(), node))
    }
}

/// A document: a file, and the files that it refers to.
#[derive(Debug)]
pub(crate) struct Document {
    /// The first file is the document itself.
    pub(crate) files: Vec<File>,
    /// The number of each file, by its path.
    by_path: HashMap<PathBuf, usize>,
}

/// A file of a document.
#[derive(Debug)]
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) root: Node,
}

impl Document {
    /// Reads the file at `path`, and the files that it refers to by relative paths.
    pub(crate) fn read(path: &Path) -> Result<Self, Fault> {
        files::read(path)
    }

    pub(crate) fn root(&self) -> Option<&Node> {
        self.files.first().map(|file| &file.root)
    }

    /// Returns the file that contains `node`.
    pub(crate) fn file(&self, node: &Node) -> Option<&File> {
        let after = self.files.partition_point(|file| file.root.id <= node.id);
        self.files.get(after.checked_sub(1)?)
    }

    /// Returns the file at this path.
    pub(crate) fn file_at(&self, path: &Path) -> Option<&File> {
        self.files.get(*self.by_path.get(path)?)
    }
}
