//! Schemas that differ between requests and responses: they contain a property with `readOnly` or `writeOnly`.

use std::collections::{HashMap, HashSet};

use crate::document::{Document, Id, Node};
use crate::refs::referenced;
use crate::schema::Variants;

/// Returns the targets of `$ref`s and the `variants` that contain such a property, directly or through others.
pub(crate) fn directed(document: &Document, variants: &HashMap<Id, Variants<'_>>) -> HashSet<Id> {
    let mut graph = Graph::default();
    for file in &document.files {
        targets(document, &file.root, &mut graph.targets);
    }
    for (base, variants) in variants {
        for variant in variants.keys() {
            graph.targets.insert(*variant);
            graph.holders.entry(*variant).or_default().push(*base);
        }
    }
    for file in &document.files {
        graph.visit(document, &file.root, file.root.id);
    }
    let mut directed = graph.directed.clone();
    let mut open: Vec<_> = directed.iter().copied().collect();
    while let Some(id) = open.pop() {
        for holder in graph.holders.get(&id).into_iter().flatten() {
            if directed.insert(*holder) {
                open.push(*holder);
            }
        }
    }
    directed
}

fn targets(document: &Document, node: &Node, found: &mut HashSet<Id>) {
    found.extend(target(document, node));
    for child in node.children() {
        targets(document, child, found);
    }
}

fn target(document: &Document, node: &Node) -> Option<Id> {
    referenced(document, node).map(|target| target.id)
}

#[derive(Default)]
struct Graph {
    targets: HashSet<Id>,
    /// The targets that contain such a property directly.
    directed: HashSet<Id>,
    /// The targets that contain each target.
    holders: HashMap<Id, Vec<Id>>,
}

impl Graph {
    /// Visits the values in the target `holder`.
    fn visit(&mut self, document: &Document, node: &Node, holder: Id) {
        let mut holder = holder;
        if node.id != holder && self.targets.contains(&node.id) {
            self.holders.entry(node.id).or_default().push(holder);
            holder = node.id;
        }
        let is_true = |key| node.peek(key).and_then(Node::as_bool) == Some(true);
        if is_true("readOnly") || is_true("writeOnly") {
            self.directed.insert(holder);
        }
        if let Some(target) = target(document, node) {
            self.holders.entry(target).or_default().push(holder);
        }
        for child in node.children() {
            self.visit(document, child, holder);
        }
    }
}
