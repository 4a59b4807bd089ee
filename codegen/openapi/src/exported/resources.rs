//! Resources, and the endpoints of each.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::types::types;
use super::{Exported, file, put_copy, put_deprecated, put_text, text};
use crate::document::{Map as Entries, Node, Read};
use crate::names;
use crate::run::File;
use crate::yaml::{Map, Yaml, put, put_full, put_some};

/// The methods of HTTP that a spec can have.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// The resource of operations without a tag.
const UNTAGGED: &str = "api";

/// An operation and its path item.
pub(super) type Operation<'d> = (&'d Node, &'d Node);

/// The parts of a resource.
#[derive(Default)]
struct Tag<'d> {
    /// The tag, if the document describes it.
    node: Option<&'d Node>,
    /// The path, the method and the node of each operation.
    operations: Vec<(&'d str, &'d str, &'d Node)>,
    /// The schemas of its ids and types, with their names.
    schemas: Vec<(&'d str, &'d Node)>,
}

impl<'d> Exported<'d> {
    /// Returns each operation, with its path, its method and its path item.
    pub(super) fn operations(self) -> impl Iterator<Item = (&'d str, &'d str, &'d Node, &'d Node)> {
        let paths = self.root.entries("paths");
        paths.flat_map(|(path, item)| {
            let methods = item.map().into_iter().flat_map(Entries::iter);
            let methods = methods.filter(|(method, _)| METHODS.contains(method));
            methods.map(move |(method, node)| (path, method, item, node))
        })
    }

    /// Returns the files of the resources, and their operations.
    pub(super) fn resources(self) -> (Vec<File>, Vec<Operation<'d>>) {
        let all: Vec<_> = self.operations().collect();
        for (.., node) in &all {
            node.mark(Read::Partly);
        }
        let named: HashSet<_> = all
            .iter()
            .filter_map(|(.., node)| node.text("x-server"))
            .collect();
        // Only resources name these servers. All endpoints of such a resource name another server.
        let mut unused = self.chosen_servers().filter(|name| !named.contains(name));
        let mut files = Vec::new();
        for (name, tag) in self.tags(&all) {
            let mut map = Map::new();
            put(&mut map, "resource", text(name));
            if let Some(node) = tag.node {
                put_text(&mut map, "docs", node, "description");
            }
            let server = unused.next();
            put_some(&mut map, "server", server.map(text));
            let server = server.map(|_| self.default_server());
            let (ids, types) = types(tag.schemas);
            put_full(&mut map, "ids", Yaml::Long(ids));
            put_full(&mut map, "types", Yaml::Long(types));
            let mut endpoints = Map::new();
            for (path, method, node) in tag.operations {
                let (name, endpoint) = self.endpoint(path, method, node, server.as_deref());
                put(&mut endpoints, &name, Yaml::Long(endpoint));
            }
            let order = tag.node.and_then(|node| node.take("x-endpoints"));
            sort(&mut endpoints, &order.map(texts).unwrap_or_default());
            put(&mut map, "endpoints", Yaml::Long(endpoints));
            files.push(file(format!("{}.yaml", file_name(name)), &map));
        }
        let operations = all.into_iter().map(|(_, _, item, node)| (item, node));
        (files, operations.collect())
    }

    /// Returns the parts of each resource, by its name. The first resource also has the schemas without `x-resource`.
    fn tags(
        self,
        operations: &[(&'d str, &'d str, &'d Node, &'d Node)],
    ) -> IndexMap<&'d str, Tag<'d>> {
        let mut tags: IndexMap<_, Tag<'_>> = IndexMap::new();
        for node in self.root.list("tags") {
            node.mark(Read::Partly);
            if let Some(name) = node.text("name") {
                tags.entry(name).or_default().node = Some(node);
            }
        }
        for (path, method, _, node) in operations {
            let name = node.list("tags").first().and_then(Node::as_str);
            let tag = tags.entry(name.unwrap_or(UNTAGGED)).or_default();
            tag.operations.push((path, method, node));
        }
        let envelope = self.envelope();
        for (name, node) in self.components("schemas") {
            let tag = match node.peek("x-resource").and_then(Node::as_str) {
                Some(resource) => tags.get_mut(resource),
                None => tags.first_mut().map(|(_, tag)| tag),
            };
            if let Some(tag) = tag.filter(|_| envelope != Some(name)) {
                tag.schemas.push((name, node));
            }
        }
        tags
    }

    /// Returns an operation and its name. `server` is its default server.
    fn endpoint(
        self,
        path: &str,
        method: &str,
        node: &'d Node,
        server: Option<&str>,
    ) -> (String, Map) {
        let id = node.text("operationId").unwrap_or_default();
        let name = match id.split_once('.') {
            Some((_, name)) => name.to_owned(),
            None if id.is_empty() => names::snake(&format!("{method} {path}")),
            None => names::snake(id),
        };
        if let Some(tag) = node.list("tags").first() {
            tag.mark(Read::Whole);
        }
        let method = method.to_ascii_uppercase();
        let mut endpoint = Map::new();
        put_text(&mut endpoint, "summary", node, "summary");
        put_text(&mut endpoint, "docs", node, "description");
        put_deprecated(&mut endpoint, node);
        put(&mut endpoint, "method", text(&method));
        let path = node.text("x-path").unwrap_or(path);
        put(&mut endpoint, "path", text(path));
        put_copy(&mut endpoint, "idempotent", node, "x-idempotent");
        if node.take("security").is_some() {
            put(&mut endpoint, "auth", text("none"));
        }
        if node.has("x-server") {
            node.take("servers");
            put_copy(&mut endpoint, "server", node, "x-server");
        } else {
            put_some(&mut endpoint, "server", server.map(text));
        }
        request(&mut endpoint, &method, node);
        put_copy(&mut endpoint, "rules", node, "x-rules");
        self.responses(&mut endpoint, node);
        put_copy(&mut endpoint, "paging", node, "x-paging");
        put_copy(&mut endpoint, "errors", node, "x-errors");
        (name, endpoint)
    }
}

/// Adds the headers, the parameters and the body of an operation.
fn request(endpoint: &mut Map, method: &str, node: &Node) {
    let body = super::body::body(node);
    let is_value = matches!(body.value, Some((ref key, _)) if key == "body");
    let (headers, mut params) = super::params::params(node, |part| {
        part == "query" && !is_value && !matches!(method, "GET" | "DELETE")
    });
    for (key, mut param) in body.params {
        if method == "DELETE" {
            put(&mut param, "in", text("body"));
        }
        put(&mut params, &key, Yaml::Short(param));
    }
    let order = node.take("x-params").map(texts).unwrap_or_default();
    sort(&mut params, &order);
    put_full(endpoint, "headers", Yaml::Long(headers));
    put_full(endpoint, "params", Yaml::Long(params));
    endpoint.extend(body.value);
    endpoint.extend(body.notes);
}

/// Sorts entries into the order of `keys`.
fn sort(map: &mut Map, keys: &[String]) {
    let places: HashMap<_, _> = keys.iter().zip(0..).collect();
    map.sort_by_key(|(key, _)| places.get(key).copied());
}

fn texts(node: &Node) -> Vec<String> {
    let texts = node.children().filter_map(Node::as_str);
    texts.map(str::to_owned).collect()
}

/// Returns the name of the file of a resource: the name of the resource, if it is valid as a file name.
fn file_name(resource: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    if !matches!(resource, "" | "client") && resource.chars().all(is_plain) {
        resource.to_owned()
    } else {
        names::resource(resource)
    }
}
