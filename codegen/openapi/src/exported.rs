//! Reads a document of the exporter. It contains the whole spec, so the importer infers nothing.

mod body;
mod client;
mod params;
mod resources;
mod responses;
mod schema;
mod types;

use std::collections::HashMap;

use crate::document::{Document, Id, Node, Read, Value};
use crate::report::{Facts, Report};
use crate::run::{File, Imported};
use crate::yaml::{self, Map, Yaml, put};

/// Whether the document is from the exporter.
pub(crate) fn is_exported(root: &Node) -> bool {
    root.has("x-client")
}

/// Reads the files of the spec.
pub(crate) fn read(document: &Document, root: &Node, uses: &HashMap<Id, usize>) -> Imported {
    let exported = Exported { root };
    let (resources, operations) = exported.resources();
    let mut files = vec![file("client.yaml".to_owned(), &exported.client())];
    files.extend(resources);
    files.extend(exported.changelog());
    let report = Report::new(Facts {
        document,
        losses: Vec::new(),
        imported: operations.iter().map(|(_, node)| *node).collect(),
        items: operations.iter().map(|(item, _)| *item).collect(),
        uncallable: 0,
        uses,
        variants: &HashMap::new(),
        is_whole: true,
    });
    Imported { files, report }
}

/// A document of the exporter.
#[derive(Clone, Copy, Debug)]
struct Exported<'d> {
    root: &'d Node,
}

impl<'d> Exported<'d> {
    /// Returns the components of this kind.
    fn components(self, kind: &str) -> impl Iterator<Item = (&'d str, &'d Node)> {
        let components = self.root.get("components");
        components.into_iter().flat_map(move |it| it.entries(kind))
    }

    /// Returns the name of the schema of the envelope.
    fn envelope(self) -> Option<&'d str> {
        self.root.get("x-client")?.text("envelope")
    }
}

fn file(name: String, map: &Map) -> File {
    let mut text = String::new();
    yaml::write(map, 0, &mut text);
    File { name, text }
}

fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

/// Adds the text of `key` under `name`, with its line breaks.
fn put_text(map: &mut Map, name: &str, node: &Node, key: &str) {
    if let Some(text) = node.text(key) {
        put(map, name, Yaml::Exact(text.to_owned()));
    }
}

/// Adds the value of `key` under `name`, unchanged.
fn put_copy(map: &mut Map, name: &str, node: &Node, key: &str) {
    if let Some(value) = node.take(key) {
        put(map, name, copy(value));
    }
}

/// Adds the docs, and the facts in keys that start with `x-`.
fn put_notes(map: &mut Map, node: &Node) {
    put_text(map, "docs", node, "description");
    put_copy(map, "name", node, "x-name");
    put_copy(map, "sensitive", node, "x-sensitive");
    put_deprecated(map, node);
}

fn put_deprecated(map: &mut Map, node: &Node) {
    let is_deprecated = node.is("deprecated");
    match node.text("x-deprecated") {
        Some(text) => put(map, "deprecated", Yaml::Exact(text.to_owned())),
        None if is_deprecated => put(map, "deprecated", text(crate::print::DEPRECATED)),
        None => {}
    }
}

/// Converts a value of the document to a value of a spec, and marks it as read.
fn copy(node: &Node) -> Yaml {
    node.mark(Read::Whole);
    match &node.value {
        Value::Null => Yaml::Raw("null".to_owned()),
        Value::Boolean(value) => Yaml::Raw(value.to_string()),
        Value::Number(number) => Yaml::Raw(number.clone()),
        Value::String(text) => Yaml::Exact(text.clone()),
        Value::List(items) => Yaml::List(items.iter().map(copy).collect()),
        Value::Map(map) => {
            let entries = map.iter().map(|(key, value)| (key.to_owned(), copy(value)));
            Yaml::Short(entries.collect())
        }
    }
}
