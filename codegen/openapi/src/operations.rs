//! The selection of operations, and their resources and names.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use crate::Options;
use crate::document::{Node, Read};
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::names;
use crate::spec::{Endpoint, Resource};

/// The methods of OpenAPI, with their methods in a spec, if it has them.
const METHODS: [(&str, Option<&str>); 9] = [
    ("get", Some("GET")),
    ("post", Some("POST")),
    ("put", Some("PUT")),
    ("patch", Some("PATCH")),
    ("delete", Some("DELETE")),
    ("head", None),
    ("options", None),
    ("trace", None),
    ("query", None),
];

/// An operation of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation<'d> {
    pub(crate) path: &'d str,
    /// The path item.
    pub(crate) item: &'d Node,
    pub(crate) method: &'static str,
    pub(crate) node: &'d Node,
    /// Whether an earlier operation has the same route: the same method and path, without the names of placeholders.
    pub(crate) is_repeated: bool,
}

/// The selected operations of a document.
#[derive(Debug, Default)]
pub(crate) struct Operations<'d> {
    /// The operations, by the name of their resource.
    pub(crate) callable: IndexMap<String, Vec<Operation<'d>>>,
    /// Operations that a client cannot call.
    pub(crate) uncallable: Vec<&'d Node>,
    /// The tag of each resource.
    pub(crate) tags: HashMap<String, &'d str>,
}

impl<'d> Import<'d> {
    /// Finds the operations of the document.
    pub(crate) fn operations(&mut self, root: &'d Node, options: &Options) -> Operations<'d> {
        let mut found = Operations::default();
        let mut routes = HashSet::new();
        for (path, item) in root.entries("paths") {
            if path.starts_with("x-") {
                self.losses
                    .push(Lost::Extension, item, format!("`{path}`"), "");
                item.mark(Read::Whole);
                continue;
            }
            let Some(item) = self.follow(item) else {
                continue;
            };
            let mut is_left_out = false;
            for (key, method) in METHODS {
                let Some(node) = item.peek(key) else { continue };
                if !is_selected(options, path, node) {
                    item.take(key);
                    is_left_out = true;
                    continue;
                }
                item.get(key);
                let Some(node) = self.follow(node) else {
                    continue;
                };
                let why = match method {
                    None => Some(format!("a client cannot send {}", key.to_uppercase())),
                    Some(_) => codegen::path_fault(path),
                };
                if let Some(why) = why {
                    self.losses.push(Lost::Operation, node, why, "");
                    node.mark(Read::Whole);
                    found.uncallable.push(node);
                    continue;
                }
                let tag = self.tag(node);
                let segment = first_segment(path);
                let named = tag.filter(|tag| !names::snake(tag).is_empty());
                let name = names::resource(named.unwrap_or(segment));
                found
                    .tags
                    .entry(name.clone())
                    .or_insert(tag.unwrap_or(segment));
                let method = method.unwrap_or_default();
                // A fragment distinguishes the paths. Clients do not send fragments.
                let is_repeated = !routes.insert((method, route(path)));
                found.callable.entry(name).or_default().push(Operation {
                    path,
                    item,
                    method,
                    node,
                    is_repeated,
                });
            }
            let is_imported = item.children().any(|child| child.read() == Read::Partly);
            if is_left_out && !is_imported {
                item.mark(Read::Whole);
                continue;
            }
            let mut keys = METHODS.iter().map(|(key, _)| *key);
            let is_empty = !keys.any(|key| item.has(key)) && !item.has("additionalOperations");
            let params = item.peek("parameters").filter(|_| is_empty);
            if let Some(params) = params.filter(|_| options.only.is_empty()) {
                let message = "the path has no operation";
                self.losses.push(Lost::NoEffect, params, message, "");
                params.mark(Read::Whole);
            }
            for (name, node) in item.entries("additionalOperations") {
                node.mark(Read::Whole);
                if is_selected(options, path, node) {
                    let message = format!("a client cannot send {name}");
                    self.losses.push(Lost::Operation, node, message, "");
                    found.uncallable.push(node);
                }
            }
        }
        found
    }

    /// Returns the first tag of an operation.
    fn tag(&mut self, node: &'d Node) -> Option<&'d str> {
        let tags = node.list("tags");
        for other in tags.iter().skip(1) {
            let message = format!("the tag `{}`", other.scalar().unwrap_or_default());
            self.losses
                .push(Lost::Tag, other, message, "the resource of the first tag");
        }
        tags.first()?.as_str()
    }

    /// Imports the operations of each resource.
    pub(crate) fn resources(
        &mut self,
        root: &'d Node,
        operations: &Operations<'d>,
    ) -> Vec<Resource> {
        let mut ids = HashSet::new();
        let mut resources = Vec::new();
        for (name, operations_of) in &operations.callable {
            let tag = operations.tags.get(name).copied().unwrap_or(name);
            let mut spelled = Vec::new();
            for operation in operations_of {
                let id = operation.node.text("operationId");
                if let Some(id) = id
                    && !ids.insert(id)
                {
                    let message = format!("another operation has the id `{id}`");
                    self.losses
                        .push(Lost::RepeatedId, operation.node, message, "another name");
                }
                let id = id.map(names::snake).filter(|id| !id.is_empty());
                spelled.push(id.unwrap_or_else(|| {
                    let path = operation.path.replace(['{', '}'], "");
                    names::snake(&format!("{} {path}", operation.method.to_lowercase()))
                }));
            }
            let names = names::operations(tag, &spelled);
            let mut endpoints: Vec<Endpoint> = Vec::new();
            for (operation, name) in operations_of.iter().zip(names) {
                endpoints.push(self.endpoint(*operation, name));
            }
            resources.push(Resource {
                name: name.clone(),
                docs: self.resource_docs(root, tag),
                types: Vec::new(),
                endpoints,
            });
        }
        resources
    }

    /// Returns the description of a tag.
    fn resource_docs(&mut self, root: &'d Node, tag: &str) -> Option<String> {
        let tags = root.list("tags");
        for tag in tags {
            tag.text("name");
        }
        let tag = tags
            .iter()
            .find(|node| node.peek("name").and_then(Node::as_str) == Some(tag))?;
        tag.text("name");
        let mut docs: Vec<String> = Vec::new();
        if let Some(node) = self.child(tag, "description") {
            docs.extend(node.as_str().map(crate::text::docs));
        }
        docs.extend(tag.text("summary").map(crate::text::docs));
        docs.extend(crate::schema::external(tag));
        docs.retain(|docs| !docs.is_empty());
        (!docs.is_empty()).then(|| docs.join("\n\n"))
    }
}

fn is_selected(options: &Options, path: &str, node: &Node) -> bool {
    let tag = node.peek("tags").and_then(|tags| tags.children().next());
    let tag = tag.and_then(Node::as_str).unwrap_or_default();
    let is_this = |only: &String| {
        if only.starts_with('/') {
            path.starts_with(only.as_str())
        } else {
            only.eq_ignore_ascii_case(tag)
        }
    };
    options.only.is_empty() || options.only.iter().any(is_this)
}

/// Returns the path without the names of its placeholders.
fn route(path: &str) -> String {
    let parts = path.split(['{', '}']).step_by(2);
    parts.collect::<Vec<_>>().join("{}")
}

/// Returns the first part of a path that is neither a version nor a placeholder.
fn first_segment(path: &str) -> &str {
    let is_version = |part: &str| {
        let digits = part.strip_prefix('v').unwrap_or(part);
        digits.starts_with(|first: char| first.is_ascii_digit())
    };
    let mut parts = path.split(['/', '?', '#', '.', ':']);
    let named = parts.find(|part| {
        !part.is_empty() && !part.contains('{') && !is_version(part) && *part != "api"
    });
    named.unwrap_or("api")
}
