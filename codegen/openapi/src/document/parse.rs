//! Reads JSON and YAML, with the position of every value.

use std::cell::Cell;
use std::collections::{HashMap, HashSet};
use std::path::Path;

use granit_parser::{Event, Parser, ScalarStyle};
use indexmap::map::Entry;

use super::{Id, Map, Node, Read, Value};
use crate::fault::Fault;
use crate::text::has_invisible;

/// The deepest nesting of maps and lists.
const DEEPEST: usize = 256;

/// The most values of a document, including repetitions by aliases. The largest known documents have a tenth of it.
const MOST: u32 = 5_000_000;

/// Parses the text of the file at `path`. `next` is the number of the first value. It is updated for the next file.
pub(super) fn parse(path: &Path, text: &str, next: &mut u32) -> Result<Node, Fault> {
    let mut tree = Tree {
        next,
        open: Vec::new(),
        anchors: HashMap::new(),
        root: None,
    };
    let options = granit_parser::options! { flow_nesting_limit: 2 * DEEPEST, block_nesting_limit: 2 * DEEPEST };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| {
            let offset = error.marker().byte_offset().unwrap_or(0);
            let help = "fix the file: it is neither JSON nor YAML";
            Fault::at(path, text, offset, error.info(), help)
        })?;
        let offset = span.start.byte_offset().unwrap_or(0);
        tree.event(event, offset)
            .map_err(|why| Fault::at(path, text, offset, why, "import a part of the document"))?;
    }
    let empty = || {
        Fault::at(
            path,
            text,
            0,
            "the file is empty",
            "give the path of another file",
        )
    };
    tree.root.ok_or_else(empty)
}

/// The tree so far.
struct Tree<'n> {
    next: &'n mut u32,
    /// The maps and lists around the next event, the outermost first.
    open: Vec<Open>,
    /// The values that aliases can repeat.
    anchors: HashMap<usize, Node>,
    root: Option<Node>,
}

/// A map or list that has started and not ended.
struct Open {
    node: Node,
    /// The key of the next value of a map.
    key: Option<String>,
    /// The keys of a map that come from a merge key.
    merged: HashSet<String>,
    anchor: usize,
}

impl Tree<'_> {
    fn event(&mut self, event: Event<'_>, offset: usize) -> Result<(), &'static str> {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let is_plain = style == ScalarStyle::Plain;
                let value = if is_plain {
                    plain(&text)
                } else {
                    Value::String(text.into())
                };
                let node = self.node(offset, value)?;
                self.add(node, anchor)
            }
            Event::SequenceStart(_, anchor, _) => {
                self.start(offset, Value::List(Vec::new()), anchor)
            }
            Event::MappingStart(_, anchor, _) => {
                self.start(offset, Value::Map(Map::default()), anchor)
            }
            Event::SequenceEnd | Event::MappingEnd => match self.open.pop() {
                Some(Open { node, anchor, .. }) => self.add(node, anchor),
                None => Ok(()),
            },
            Event::Alias(anchor) => {
                let Some(node) = self.anchors.remove(&anchor) else {
                    return Err("an alias is in its own value");
                };
                let copy = self.copy(&node)?;
                self.anchors.insert(anchor, node);
                self.add(copy, 0)
            }
            _ => Ok(()),
        }
    }

    fn start(&mut self, offset: usize, value: Value, anchor: usize) -> Result<(), &'static str> {
        if self.open.len() >= DEEPEST {
            return Err("the file is nested more than 256 deep");
        }
        let node = self.node(offset, value)?;
        self.open.push(Open {
            node,
            key: None,
            merged: HashSet::new(),
            anchor,
        });
        Ok(())
    }

    fn node(&mut self, offset: usize, value: Value) -> Result<Node, &'static str> {
        let id = Id(*self.next);
        *self.next += 1;
        if *self.next > MOST {
            return Err("the document has more than 5000000 values");
        }
        Ok(Node {
            id,
            offset,
            value,
            read: Cell::new(Read::Nothing),
        })
    }

    /// Adds a value to the innermost map or list.
    fn add(&mut self, node: Node, anchor: usize) -> Result<(), &'static str> {
        if anchor > 0 {
            let copy = self.copy(&node)?;
            self.anchors.insert(anchor, copy);
        }
        let Some(open) = self.open.last_mut() else {
            // Of several documents in a file, the first one counts.
            self.root.get_or_insert(node);
            return Ok(());
        };
        match (&mut open.node.value, open.key.take()) {
            (Value::List(items), _) => items.push(node),
            (Value::Map(map), Some(key)) if key == "<<" => merge(map, node, &mut open.merged),
            (Value::Map(map), Some(key)) if has_invisible(&key) => map.dropped.push((key, node)),
            (Value::Map(map), Some(key)) => {
                let replaced = map.entries.insert(key.clone(), node);
                if let Some(replaced) = replaced.filter(|_| !open.merged.remove(&key)) {
                    map.dropped.push((key, replaced));
                }
            }
            (_, _) => open.key = Some(node.scalar().unwrap_or("null").to_owned()),
        }
        Ok(())
    }

    fn copy(&mut self, node: &Node) -> Result<Node, &'static str> {
        // A value has a lower number than the values in it.
        let mut copy = self.node(node.offset, Value::Null)?;
        copy.value = match &node.value {
            Value::Null => Value::Null,
            Value::Boolean(value) => Value::Boolean(*value),
            Value::Number(text) => Value::Number(text.clone()),
            Value::String(text) => Value::String(text.clone()),
            Value::List(items) => {
                let items = items.iter().map(|item| self.copy(item));
                Value::List(items.collect::<Result<_, _>>()?)
            }
            Value::Map(map) => {
                let entries = map.entries.iter();
                let copy = entries.map(|(key, node)| Ok((key.clone(), self.copy(node)?)));
                let entries = copy.collect::<Result<_, _>>()?;
                let dropped = Vec::new();
                Value::Map(Map { entries, dropped })
            }
        };
        Ok(copy)
    }
}

/// Adds the entries of the merge key `<<`. Entries of the map itself replace them.
fn merge(map: &mut Map, node: Node, keys: &mut HashSet<String>) {
    match node.value {
        Value::Map(merged) => {
            for (key, node) in merged.entries {
                if let Entry::Vacant(free) = map.entries.entry(key) {
                    keys.insert(free.key().clone());
                    free.insert(node);
                }
            }
        }
        Value::List(items) => items.into_iter().for_each(|item| merge(map, item, keys)),
        _ => {}
    }
}

/// Returns the value of a scalar without quotes, by the rules of YAML 1.2.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Boolean(true),
        "false" | "False" | "FALSE" => Value::Boolean(false),
        _ if is_number(text) => Value::Number(text.to_owned()),
        _ => Value::String(text.to_owned()),
    }
}

/// Whether the text is a valid number in JSON.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    digits.starts_with(|first: char| first.is_ascii_digit()) && text.parse::<f64>().is_ok()
}
