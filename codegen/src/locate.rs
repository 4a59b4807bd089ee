//! Where in a YAML text the keys and values are.
//!
//! One pass over the parser's events maps each path to the places of its keys and its value. It is made only to show
//! faults: a spec without any is never parsed twice.

use std::collections::HashMap;

use granit_parser::{Event, Parser};

use crate::diagnostic::{Part, Segment};

/// The places of everything in a file, as offsets in bytes.
#[derive(Debug, Default)]
pub(crate) struct Places {
    entries: HashMap<Vec<Segment>, Entry>,
}

#[derive(Debug, Default)]
struct Entry {
    keys: Vec<usize>,
    value: Option<usize>,
    /// Where the keys of a map are, whatever they are.
    inner: Vec<usize>,
}

/// A map or list that the events are inside of.
enum Open {
    /// Waits for a key, or for the value of the key that was last pushed to the path.
    Map {
        awaits_value: bool,
    },
    List {
        next: usize,
    },
}

impl Places {
    pub(crate) fn of(text: &str) -> Self {
        let mut places = Self::default();
        let mut path = Vec::new();
        let mut open: Vec<Open> = Vec::new();
        // Keys that are collections themselves have no path; what is inside of them is not recorded.
        let mut in_key = 0_usize;
        for event in Parser::new_from_str(text) {
            // What the other parser accepted and this one does not is shown at the nearest place known.
            let Ok((event, span)) = event else { break };
            let offset = span.start.byte_offset().unwrap_or(0);
            let starts = !matches!(event, Event::MappingEnd | Event::SequenceEnd);
            if let Some(Open::Map {
                awaits_value: false,
            }) = open.last()
                && starts
                && in_key == 0
            {
                places
                    .entries
                    .entry(path.clone())
                    .or_default()
                    .inner
                    .push(offset);
            }
            match event {
                Event::Scalar(scalar, ..) if in_key == 0 => {
                    if let Some(Open::Map {
                        awaits_value: awaits @ false,
                    }) = open.last_mut()
                    {
                        *awaits = true;
                        path.push(Segment::Key(scalar.into_owned()));
                        places
                            .entries
                            .entry(path.clone())
                            .or_default()
                            .keys
                            .push(offset);
                    } else {
                        places.value(&mut path, &mut open, offset);
                        leave(&mut path, &mut open);
                    }
                }
                Event::Alias(_) if in_key == 0 => {
                    if let Some(Open::Map {
                        awaits_value: awaits @ false,
                    }) = open.last_mut()
                    {
                        *awaits = true;
                        path.push(Segment::Key(String::new()));
                    } else {
                        places.value(&mut path, &mut open, offset);
                        leave(&mut path, &mut open);
                    }
                }
                Event::MappingStart(..) | Event::SequenceStart(..) => {
                    if in_key > 0
                        || matches!(
                            open.last(),
                            Some(Open::Map {
                                awaits_value: false
                            })
                        )
                    {
                        in_key += 1;
                        continue;
                    }
                    places.value(&mut path, &mut open, offset);
                    open.push(match event {
                        Event::MappingStart(..) => Open::Map {
                            awaits_value: false,
                        },
                        _ => Open::List { next: 0 },
                    });
                }
                Event::MappingEnd | Event::SequenceEnd if in_key > 0 => {
                    in_key -= 1;
                    if in_key == 0
                        && let Some(Open::Map { awaits_value }) = open.last_mut()
                    {
                        *awaits_value = true;
                        path.push(Segment::Key(String::new()));
                    }
                }
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                    leave(&mut path, &mut open);
                }
                _ => {}
            }
        }
        places
    }

    /// Records a value that starts here; an element of a list gets its step of the path first.
    fn value(&mut self, path: &mut Vec<Segment>, open: &mut [Open], offset: usize) {
        if let Some(Open::List { next }) = open.last_mut() {
            path.push(Segment::Index(*next));
            *next += 1;
        }
        // Of two equal keys, the first is the one that counts.
        self.entries
            .entry(path.clone())
            .or_default()
            .value
            .get_or_insert(offset);
    }

    /// Where the part is, or, if it is not there, the nearest entry around it.
    pub(crate) fn offset(&self, path: &[Segment], part: Part) -> usize {
        let mut rest = path;
        let mut part = part;
        loop {
            let place = self.entries.get(rest).and_then(|entry| match part {
                Part::Key => entry.keys.first().copied().or(entry.value),
                Part::Value => entry.value.or(entry.keys.first().copied()),
                Part::RepeatedKey(appearance) => {
                    entry.keys.get(appearance).or(entry.keys.first()).copied()
                }
                Part::Inner(nth) => entry.inner.get(nth).copied(),
            });
            match (place, rest.split_last()) {
                (Some(offset), _) => return offset,
                (None, Some((_, parent))) => (rest, part) = (parent, Part::Key),
                (None, None) => return 0,
            }
        }
    }
}

/// Takes the last step back, once the value it led to is complete.
fn leave(path: &mut Vec<Segment>, open: &mut [Open]) {
    if let Some(innermost) = open.last_mut() {
        path.pop();
        if let Open::Map { awaits_value } = innermost {
            *awaits_value = false;
        }
    }
}
