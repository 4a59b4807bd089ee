//! Parameters in the path, the query and headers.

use super::schema::{expression, optional, put_facts};
use super::{copy, put_copy, put_notes, text};
use crate::document::{Node, Read};
use crate::yaml::{Map, Yaml, put};

/// Returns the headers of an operation with a fixed value, and its parameters. `is_unusual` is true for a part of the
/// request that a parameter must name.
pub(super) fn params(node: &Node, is_unusual: impl Fn(&str) -> bool) -> (Map, Map) {
    let (mut headers, mut params) = (Map::new(), Map::new());
    for node in node.list("parameters") {
        node.mark(Read::Partly);
        if node.text("$ref").is_some() {
            // A header of all requests.
            continue;
        }
        let name = node.text("name").unwrap_or_default();
        let part = node.text("in").unwrap_or_default();
        let schema = node.get("schema");
        if let Some(value) = schema.and_then(|schema| schema.peek("const")) {
            node.mark(Read::Whole);
            // In a spec, the path contains the fixed parts of the query.
            if part == "header" {
                put(&mut headers, name, copy(value));
            }
            continue;
        }
        let key = node.text("x-key").unwrap_or(name);
        let mut param = Map::new();
        let is_required = node.is("required");
        if let Some(schema) = schema {
            let ty = expression(schema);
            let ty = if is_required { ty } else { optional(ty) };
            put(&mut param, "type", text(&ty));
            put_facts(&mut param, schema);
        }
        if part == "header" || is_unusual(part) {
            put(&mut param, "in", text(part));
        }
        if key != name {
            put(&mut param, "key", text(name));
        }
        if node.text("style") == Some("deepObject") {
            node.is("explode");
            put(&mut param, "style", text("brackets"));
        } else if node.get("explode").and_then(Node::as_bool) == Some(false) {
            put(&mut param, "style", text("comma"));
        }
        put_copy(&mut param, "example", node, "example");
        put_copy(&mut param, "check", node, "x-check");
        put_notes(&mut param, node);
        put(&mut params, key, Yaml::Short(param));
    }
    (headers, params)
}
