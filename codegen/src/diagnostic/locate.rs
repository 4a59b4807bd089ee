//! The positions of faults in a YAML text.
//!
//! One pass over the parser's events follows a tree of the wanted paths. Time grows with the text, and memory with the
//! number of faults. A spec without faults is not parsed for positions.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser};

use super::location::{Location, Part, Segment};

/// Returns the ranges of `locations` in `text`, in bytes, each within one line. A location that does not exist gets the
/// range of the nearest entry around it.
pub(crate) fn locate(text: &str, locations: &[&Location]) -> Vec<Range<usize>> {
    let mut wanted = Wanted::default();
    for location in locations {
        wanted.add(&location.path);
    }
    // The offset of a syntax error is known, and parsing the text after it can take forever.
    if locations
        .iter()
        .any(|location| !matches!(location.part, Part::Offset(_)))
    {
        wanted.find(text);
    }
    let mut search = Search::of(text);
    locations
        .iter()
        .map(|location| {
            let range = match location.part {
                Part::Offset(offset) => offset..offset + 1,
                part => wanted.range(&location.path, part),
            };
            search.narrow(range, location.within.as_deref())
        })
        .collect()
}

/// A search for the words of faults.
struct Search<'t> {
    text: &'t str,
    /// The number of bytes that the search can still read. One long value can have a fault for each of its words.
    left: usize,
}

impl<'t> Search<'t> {
    /// The limit of all searches, as a multiple of the size of the text.
    const MOST: usize = 64;

    fn of(text: &'t str) -> Self {
        let left = text.len().saturating_mul(Self::MOST);
        Self { text, left }
    }

    /// Returns the range of `words` in `range`, or else the first line of `range`.
    fn narrow(&mut self, range: Range<usize>, words: Option<&str>) -> Range<usize> {
        let start = floor(self.text, range.start);
        let end = floor(self.text, range.end);
        let raw = self.text.get(start..end).unwrap_or_default();
        if let Some(found) = words.and_then(|words| self.find(raw, words)) {
            return start + found.start..start + found.end;
        }
        let line = raw.lines().next().unwrap_or_default().trim_end();
        start..start + line.len()
    }

    fn find(&mut self, raw: &str, words: &str) -> Option<Range<usize>> {
        if words.is_empty() || words.contains('\n') {
            return None;
        }
        self.left = self.left.checked_sub(raw.len())?;
        find(raw, words)
    }
}

/// Finds the first occurrence of `words` that is not part of a longer word, or else the first occurrence.
fn find(text: &str, words: &str) -> Option<Range<usize>> {
    let is_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let stands_alone = |(at, found): &(usize, &str)| {
        let before = text.get(..*at).and_then(|text| text.chars().next_back());
        let behind = text
            .get(at + found.len()..)
            .and_then(|text| text.chars().next());
        !is_of_word(before) && !is_of_word(behind)
    };
    let mut all = text.match_indices(words);
    let (at, found) = all.clone().find(stands_alone).or_else(|| all.next())?;
    Some(at..at + found.len())
}

/// Returns the nearest character boundary at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

/// The tree of wanted paths, with the ranges found so far.
#[derive(Default)]
struct Wanted {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    children: HashMap<Segment, usize>,
    /// Every occurrence of the key.
    keys: Vec<Range<usize>>,
    value: Option<Range<usize>>,
    /// All keys of the map, wanted or not.
    inner_keys: Vec<Range<usize>>,
}

/// A map or list that has started and not ended.
struct Open {
    /// Its node in the tree, if its path is wanted.
    node: Option<usize>,
    start: usize,
    kind: Kind,
}

enum Kind {
    Map { value_of: Option<Key> },
    List { next: usize },
}

/// A key whose value follows. Holds the node of the entry, if its path is wanted.
struct Key(Option<usize>);

impl Wanted {
    fn add(&mut self, path: &[Segment]) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut at = 0;
        for segment in path {
            let next = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else {
                return;
            };
            at = *node.children.entry(segment.clone()).or_insert(next);
            if at == next {
                self.nodes.push(Node::default());
            }
        }
    }

    fn child(&self, node: Option<usize>, segment: &Segment) -> Option<usize> {
        self.nodes.get(node?)?.children.get(segment).copied()
    }

    fn node(&mut self, node: Option<usize>) -> Option<&mut Node> {
        self.nodes.get_mut(node?)
    }

    /// Finds the wanted paths in `text`, up to the first syntax error.
    fn find(&mut self, text: &str) {
        let mut walk = Walk {
            wanted: self,
            open: Vec::new(),
            in_key: 0,
        };
        for event in Parser::new_from_str(text) {
            let Ok((event, span)) = event else { break };
            let Some(range) = span.byte_range() else {
                break;
            };
            walk.event(&event, range);
        }
        // Maps and lists without an end still have a start.
        for left in walk.open {
            if let Some(node) = self.node(left.node) {
                node.value.get_or_insert(left.start..text.len());
            }
        }
    }

    /// Returns the range of `part`, or, if it does not exist, of the nearest entry around it.
    fn range(&self, path: &[Segment], part: Part) -> Range<usize> {
        let mut nodes = vec![self.nodes.first()];
        for segment in path {
            let parent = nodes.last().copied().flatten();
            let child = parent.and_then(|parent| parent.children.get(segment));
            nodes.push(child.and_then(|child| self.nodes.get(*child)));
        }
        let mut part = part;
        while let Some(node) = nodes.pop() {
            let range = node.and_then(|node| {
                let key = node.keys.first();
                // An empty value has no characters to mark, so its key is marked.
                let value = node.value.as_ref().filter(|value| !value.is_empty());
                match part {
                    Part::Key => key.or(value),
                    Part::RepeatedKey(appearance) => node.keys.get(appearance).or(key),
                    Part::InnerKey(entry) => node.inner_keys.get(entry),
                    Part::Value | Part::Offset(_) => value.or(key),
                }
            });
            if let Some(range) = range {
                // A key that the top of the file lacks is reported at the start of the file.
                return match part {
                    Part::Key if nodes.is_empty() => range.start..range.start,
                    _ => range.clone(),
                };
            }
            part = Part::Key;
        }
        0..0
    }
}

/// A pass over the events of a text.
struct Walk<'w> {
    wanted: &'w mut Wanted,
    /// The maps and lists around the next event, the outermost first.
    open: Vec<Open>,
    /// How many collections are open within a key. Such keys and their contents have no path.
    in_key: usize,
}

impl Walk<'_> {
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        let starts = matches!(event, Event::MappingStart(..) | Event::SequenceStart(..));
        let ends = matches!(event, Event::MappingEnd | Event::SequenceEnd);
        let is_value = matches!(event, Event::Scalar(..) | Event::Alias(_));
        if !(starts || ends || is_value) {
            return;
        }
        if self.in_key > 0 {
            self.in_key = if starts {
                self.in_key + 1
            } else {
                self.in_key - usize::from(ends)
            };
        } else if ends {
            self.end(&range);
        } else if self.is_at_key() {
            self.key(event, range);
            self.in_key = usize::from(starts);
        } else {
            self.value(event, range, starts);
        }
    }

    fn is_at_key(&self) -> bool {
        let innermost = self.open.last().map(|open| &open.kind);
        matches!(innermost, Some(Kind::Map { value_of: None }))
    }

    /// Handles the end of the innermost map or list.
    fn end(&mut self, range: &Range<usize>) {
        if let Some(closed) = self.open.pop() {
            let end = range.end.max(closed.start);
            if let Some(node) = self.wanted.node(closed.node) {
                node.value.get_or_insert(closed.start..end);
            }
        }
    }

    /// Handles a key of the innermost map.
    fn key(&mut self, event: &Event<'_>, range: Range<usize>) {
        let Some(map) = self.open.last_mut() else {
            return;
        };
        let key = match event {
            Event::Scalar(text, ..) => {
                let segment = Segment::Key(text.to_string());
                self.wanted.child(map.node, &segment)
            }
            _ => None,
        };
        if let Some(map) = self.wanted.node(map.node) {
            map.inner_keys.push(range.clone());
        }
        if let Some(entry) = self.wanted.node(key) {
            entry.keys.push(range);
        }
        map.kind = Kind::Map {
            value_of: Some(Key(key)),
        };
    }

    /// Handles a value, or the start of one.
    fn value(&mut self, event: &Event<'_>, range: Range<usize>, starts: bool) {
        let node = match self.open.last_mut() {
            None => Some(0),
            Some(Open {
                kind: Kind::Map { value_of },
                ..
            }) => value_of.take().and_then(|Key(node)| node),
            Some(Open {
                node,
                kind: Kind::List { next },
                ..
            }) => {
                let segment = Segment::Index(*next);
                *next += 1;
                self.wanted.child(*node, &segment)
            }
        };
        if starts {
            let kind = match event {
                Event::MappingStart(..) => Kind::Map { value_of: None },
                _ => Kind::List { next: 0 },
            };
            self.open.push(Open {
                node,
                start: range.start,
                kind,
            });
        } else if let Some(node) = self.wanted.node(node) {
            // The first of two equal keys counts.
            node.value.get_or_insert(range);
        }
    }
}
