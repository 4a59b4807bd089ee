//! The report of an import: its losses, and the operations that the spec covers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::{self, Write as _};
use std::path::Path;

use codegen::printable;
use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use crate::document::{Document, File, Id, Node, Read, Value};
use crate::loss::{Grade, Kind, Loss};
use crate::refs::referenced;
use crate::schema::Variants;
use crate::text::has_invisible;

/// The most losses of each kind in the text of a report.
const MOST_SHOWN: usize = 10;

/// The losses of an import.
#[derive(Debug)]
pub struct Report {
    /// The numbers of operations that the spec covers.
    pub coverage: Coverage,
    /// All losses, in the order of the document.
    pub losses: Vec<Reported>,
}

/// The numbers of operations of a document that a spec covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Operations that the spec describes in full, apart from notes.
    pub without_loss: usize,
    /// Operations with a loss.
    pub with_loss: usize,
    /// Operations that are not in the spec.
    pub not_at_all: usize,
}

/// A loss with its location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reported {
    /// The kind of loss.
    pub kind: Kind,
    /// The path of the file.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column, counted from 1, in characters.
    pub column: usize,
    /// The JSON pointer of the value.
    pub pointer: String,
    /// A description of the loss.
    pub message: String,
    /// The replacement in the spec, or an empty text.
    pub instead: String,
}

/// The input of a report.
pub(crate) struct Facts<'d> {
    pub(crate) document: &'d Document,
    pub(crate) losses: Vec<Loss>,
    /// The operations of the spec.
    pub(crate) imported: Vec<&'d Node>,
    /// The path item of each operation.
    pub(crate) items: Vec<&'d Node>,
    pub(crate) uncallable: usize,
    /// The number of `$ref`s to each value.
    pub(crate) uses: &'d HashMap<Id, usize>,
    /// The variants of schemas.
    pub(crate) variants: &'d HashMap<Id, Variants<'d>>,
    /// Whether the whole document is imported.
    pub(crate) is_whole: bool,
}

impl Report {
    pub(crate) fn new(facts: Facts<'_>) -> Self {
        let mut by_node: HashMap<Id, Vec<Loss>> = HashMap::new();
        let mut seen = HashSet::new();
        for loss in facts.losses {
            if seen.insert((loss.at, loss.kind, loss.message.clone())) {
                by_node.entry(loss.at).or_default().push(loss);
            }
        }
        let components = facts
            .document
            .root()
            .and_then(|root| root.peek("components"));
        let mut sections = HashSet::new();
        for section in components
            .into_iter()
            .flat_map(Node::children)
            .chain(components)
        {
            sections.insert(section.id);
        }
        let mut units: HashSet<Id> = facts.uses.keys().copied().collect();
        units.extend(facts.variants.values().flat_map(IndexMap::keys));
        units.extend(
            facts
                .imported
                .iter()
                .chain(&facts.items)
                .map(|node| node.id),
        );
        let mut walk = Walk {
            document: facts.document,
            by_node,
            units: &units,
            variants: facts.variants,
            sections: &sections,
            is_whole: facts.is_whole,
            found: Vec::new(),
            links: HashMap::new(),
            lossy: HashSet::new(),
        };
        for (index, file) in facts.document.files.iter().enumerate() {
            let mut lines = Lines::of(file);
            let is_part = index == 0;
            let here = Here {
                unit: file.root.id,
                is_reported: is_part,
                is_section: false,
                has_names: false,
            };
            walk.visit(&file.root, &mut String::new(), here, &mut lines);
        }
        let mut coverage = Coverage {
            not_at_all: facts.uncallable,
            ..Coverage::default()
        };
        for (operation, item) in facts.imported.iter().zip(&facts.items) {
            if walk.is_lossy(operation.id, item.id) {
                coverage.with_loss += 1;
            } else {
                coverage.without_loss += 1;
            }
        }
        Self {
            coverage,
            losses: walk.found,
        }
    }

    /// Returns the number of losses of each kind.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<Kind, usize> {
        let mut counts = BTreeMap::new();
        for loss in &self.losses {
            *counts.entry(loss.kind).or_insert(0) += 1;
        }
        counts
    }

    /// Whether the report has a loss with an effect on callers.
    #[must_use]
    pub fn has_losses(&self) -> bool {
        let mut grades = self.losses.iter().map(|loss| loss.kind.grade());
        grades.any(|grade| grade == Grade::Loss)
    }

    /// Returns the report as one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let counts: Vec<Json> = self
            .counts()
            .into_iter()
            .map(|(kind, count)| {
                json!({ "kind": kind.as_str(), "grade": kind.grade().as_str(), "count": count })
            })
            .collect();
        let losses: Vec<Json> = self
            .losses
            .iter()
            .map(|loss| {
                json!({
                    "kind": loss.kind.as_str(),
                    "grade": loss.kind.grade().as_str(),
                    "file": loss.file,
                    "line": loss.line,
                    "column": loss.column,
                    "pointer": loss.pointer,
                    "message": loss.message,
                    "instead": loss.instead,
                })
            })
            .collect();
        let Coverage {
            without_loss,
            with_loss,
            not_at_all,
        } = self.coverage;
        let operations = json!({
            "without_loss": without_loss,
            "with_loss": with_loss,
            "not_at_all": not_at_all,
        });
        json!({ "operations": operations, "counts": counts, "losses": losses }).to_string()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown: BTreeMap<Kind, usize> = BTreeMap::new();
        for loss in &self.losses {
            let count = shown.entry(loss.kind).or_insert(0);
            *count += 1;
            if *count <= MOST_SHOWN && loss.kind.grade() == Grade::Loss {
                writeln!(f, "{loss}")?;
            }
        }
        for grade in [Grade::Loss, Grade::Note] {
            let of_grade = shown.iter().filter(|(kind, _)| kind.grade() == grade);
            for (kind, count) in of_grade {
                writeln!(
                    f,
                    "{count:7} {} {}: {}",
                    grade.as_str(),
                    kind.as_str(),
                    kind.docs()
                )?;
            }
        }
        write!(f, "{}", self.coverage)
    }
}

impl fmt::Display for Reported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            kind,
            file,
            line,
            column,
            pointer,
            message,
            instead,
        } = self;
        let (grade, kind) = (kind.grade().as_str(), kind.as_str());
        write!(
            f,
            "{file}:{line}:{column}: {grade}[{kind}]: {}",
            printable(message)
        )?;
        if !instead.is_empty() {
            write!(f, "; written instead: {}", printable(instead))?;
        }
        write!(f, "\n  at {}", printable(pointer))
    }
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            without_loss,
            with_loss,
            not_at_all,
        } = self;
        let all = without_loss + with_loss + not_at_all;
        write!(
            f,
            "{all} operations: {without_loss} without loss, {with_loss} with a loss, {not_at_all} not imported"
        )
    }
}

/// A walk over all values of a document.
struct Walk<'w> {
    document: &'w Document,
    by_node: HashMap<Id, Vec<Loss>>,
    /// Operations, path items, targets of `$ref`s and variants.
    units: &'w HashSet<Id>,
    variants: &'w HashMap<Id, Variants<'w>>,
    /// The maps in `components`.
    sections: &'w HashSet<Id>,
    is_whole: bool,
    found: Vec<Reported>,
    /// The targets that a unit refers to.
    links: HashMap<Id, Vec<Id>>,
    /// Units with a loss.
    lossy: HashSet<Id>,
}

/// The context of a value.
#[derive(Clone, Copy)]
struct Here {
    unit: Id,
    /// Whether to report unread values.
    is_reported: bool,
    /// Whether the value is a map of schemas or other components that need no use.
    is_section: bool,
    /// Whether the keys of the value are names of the API instead of keywords.
    has_names: bool,
}

impl Walk<'_> {
    fn visit(&mut self, node: &Node, pointer: &mut String, here: Here, lines: &mut Lines<'_>) {
        let mut here = here;
        if self.units.contains(&node.id) {
            // A part of a unit belongs to it too.
            self.links.entry(here.unit).or_default().push(node.id);
            here.unit = node.id;
            here.is_reported |= node.read() == Read::Partly;
        }
        for loss in self.by_node.remove(&node.id).unwrap_or_default() {
            self.report(
                loss.kind,
                node,
                pointer,
                loss.message,
                loss.instead,
                here,
                lines,
            );
        }
        if let Some(target) = referenced(self.document, node) {
            self.links.entry(here.unit).or_default().push(target.id);
        }
        if let Some(variants) = self.variants.get(&node.id) {
            let targets = self.links.entry(here.unit).or_default();
            targets.extend(variants.keys());
        }
        let length = pointer.len();
        match &node.value {
            Value::Map(map) => {
                for (key, dropped) in &map.dropped {
                    let _ = write!(pointer, "/{}", escaped(key));
                    let (message, kind) = if has_invisible(key) {
                        (format!("the key {key:?}"), Kind::Invisible)
                    } else {
                        let message = format!("an earlier value of `{key}`");
                        (message, Kind::RepeatedKey)
                    };
                    let kind = match kind_of(key) {
                        known if known.grade() == Grade::Note => known,
                        _ => kind,
                    };
                    self.report(kind, dropped, pointer, message, String::new(), here, lines);
                    pointer.truncate(length);
                }
                for (key, child) in map.iter() {
                    let _ = write!(pointer, "/{}", escaped(key));
                    self.child(key, child, pointer, here, lines);
                    pointer.truncate(length);
                }
            }
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    let _ = write!(pointer, "/{index}");
                    let inner = Here {
                        unit: here.unit,
                        is_reported: here.is_reported && item.read() != Read::Whole,
                        is_section: false,
                        has_names: false,
                    };
                    self.visit(item, pointer, inner, lines);
                    pointer.truncate(length);
                }
            }
            _ => {}
        }
    }

    fn child(
        &mut self,
        key: &str,
        child: &Node,
        pointer: &mut String,
        here: Here,
        lines: &mut Lines<'_>,
    ) {
        let is_keyword = !here.has_names && !here.is_section;
        let has_definitions = is_keyword && matches!(key, "$defs" | "definitions");
        let mut inner = Here {
            is_section: has_definitions || self.sections.contains(&child.id),
            has_names: is_keyword && key == "properties",
            ..here
        };
        match child.read() {
            Read::Partly => {}
            Read::Whole => inner.is_reported = false,
            Read::Nothing => {
                let is_nothing = child.is_empty() || matches!(child.value, Value::Null);
                if here.is_reported && !is_nothing {
                    let kind = match here {
                        Here {
                            is_section: true, ..
                        } => Kind::Unused,
                        Here {
                            has_names: true, ..
                        } => Kind::Keyword,
                        _ => kind_of(key),
                    };
                    if kind != Kind::Unused || self.is_whole {
                        let message = format!("`{key}`");
                        self.report(kind, child, pointer, message, String::new(), here, lines);
                    }
                }
                inner.is_reported = false;
            }
        }
        self.visit(child, pointer, inner, lines);
    }

    #[allow(
        clippy::too_many_arguments,
        reason = "a loss, its location, and the walk"
    )]
    fn report(
        &mut self,
        kind: Kind,
        node: &Node,
        pointer: &str,
        message: String,
        instead: String,
        here: Here,
        lines: &mut Lines<'_>,
    ) {
        if kind.grade() == Grade::Loss {
            self.lossy.insert(here.unit);
        }
        let (line, column) = lines.position(node.offset);
        self.found.push(Reported {
            kind,
            file: lines.path.display().to_string(),
            line,
            column,
            pointer: if pointer.is_empty() {
                "/".to_owned()
            } else {
                pointer.to_owned()
            },
            message,
            instead,
        });
    }

    /// Whether a part of an operation is lost.
    fn is_lossy(&self, operation: Id, item: Id) -> bool {
        // A loss of a path item belongs to all its operations, but a loss of an operation only to that operation.
        let mut open = vec![operation];
        let mut seen: HashSet<Id> = HashSet::from([operation, item]);
        if self.lossy.contains(&item) {
            return true;
        }
        while let Some(unit) = open.pop() {
            if self.lossy.contains(&unit) {
                return true;
            }
            let links = self.links.get(&unit).into_iter().flatten();
            open.extend(links.copied().filter(|target| seen.insert(*target)));
        }
        false
    }
}

/// Returns the kind of loss of a key that the import did not read.
fn kind_of(key: &str) -> Kind {
    match key {
        _ if key.starts_with("x-") => Kind::Extension,
        "example" | "examples" => Kind::Example,
        "title" => Kind::Title,
        "description" | "summary" | "externalDocs" | "$comment" | "termsOfService" | "contact"
        | "license" | "tags" | "openIdConnectUrl" | "oauth2MetadataUrl" => Kind::Text,
        "xml" => Kind::Xml,
        "links" => Kind::Link,
        "webhooks" => Kind::Callback,
        "$defs" | "definitions" => Kind::Unused,
        _ => Kind::Keyword,
    }
}

/// Escapes a key for a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// The lines of a file.
struct Lines<'f> {
    path: &'f Path,
    text: &'f str,
    /// The offset of each line.
    starts: Vec<usize>,
}

impl<'f> Lines<'f> {
    fn of(file: &'f File) -> Self {
        let newlines = file.text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            path: &file.path,
            text: &file.text,
            starts: [0].into_iter().chain(newlines).collect(),
        }
    }

    /// Returns the line and the column of an offset.
    fn position(&self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line));
        let start = start.copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        (line, before.chars().count() + 1)
    }
}
