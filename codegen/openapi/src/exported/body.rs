//! Bodies of requests.

use super::schema::{expression, optional, put_facts, required};
use super::{copy, put_copy, put_notes, text};
use crate::document::{Map as Entries, Node, Read};
use crate::yaml::{Map, Yaml, put};

/// The entries of a spec for a body.
#[derive(Debug, Default)]
pub(super) struct Body {
    /// The parameters in the body.
    pub(super) params: Vec<(String, Map)>,
    /// The entry `body`, if the body is one value.
    pub(super) value: Option<(String, Yaml)>,
    /// The encoding and the media type.
    pub(super) notes: Map,
}

pub(super) fn body(operation: &Node) -> Body {
    let mut body = Body::default();
    let Some(node) = operation.get("requestBody") else {
        return body;
    };
    let is_required = node.is("required");
    let Some((media, content)) = node.entries("content").next() else {
        return body;
    };
    let given = node.text("x-encoding");
    let encoding = given.unwrap_or(match media {
        "application/x-www-form-urlencoded" => "form",
        "multipart/form-data" => "multipart",
        "application/octet-stream" => "bytes",
        "text/plain" => "text",
        _ => "json",
    });
    if given.is_some() {
        put(&mut body.notes, "content_type", text(media));
    }
    if matches!(encoding, "form" | "multipart") {
        put(&mut body.notes, "encoding", text(encoding));
    }
    let Some(schema) = content.get("schema") else {
        return body;
    };
    let is_raw = matches!(encoding, "bytes" | "text");
    if schema.has("properties") && !is_raw {
        schema.text("type");
        body.params = params(schema);
        let rules = rules(schema);
        if !rules.is_empty() {
            put(&mut body.notes, "rules", Yaml::List(rules));
        }
        return body;
    }
    let ty = if is_raw {
        schema.mark(Read::Whole);
        encoding.to_owned()
    } else {
        expression(schema)
    };
    let ty = if is_required { ty } else { optional(ty) };
    body.value = Some(("body".to_owned(), text(&ty)));
    body
}

fn params(schema: &Node) -> Vec<(String, Map)> {
    let required = required(schema);
    let properties = schema.get("properties").and_then(Node::map);
    let properties = properties.into_iter().flat_map(Entries::iter);
    let params = properties.map(|(name, node)| {
        node.mark(Read::Partly);
        let key = node.text("x-key").unwrap_or(name);
        let mut param = Map::new();
        let ty = expression(node);
        let ty = if required.contains(&name) {
            ty
        } else {
            optional(ty)
        };
        put(&mut param, "type", text(&ty));
        put_facts(&mut param, node);
        put_copy(&mut param, "clearable", node, "x-clearable");
        put_copy(&mut param, "null_if_unset", node, "x-null-if-unset");
        if key != name {
            put(&mut param, "key", text(name));
        }
        if let Some(example) = node.list("examples").first() {
            put(&mut param, "example", copy(example));
        }
        put_copy(&mut param, "check", node, "x-check");
        put_notes(&mut param, node);
        (key.to_owned(), param)
    });
    params.collect()
}

/// Returns the conditions on the keys of a body as rules of its parameters.
fn rules(schema: &Node) -> Vec<Yaml> {
    let name = |key: &str| {
        let property = schema.peek("properties").and_then(|all| all.peek(key));
        let own = property.and_then(|property| property.text("x-key"));
        text(own.unwrap_or(key))
    };
    let conditions = schema.list("allOf").iter();
    let rules = conditions.flat_map(|condition| {
        condition.mark(Read::Partly);
        [("oneOf", "one_of"), ("anyOf", "at_least_one_of")].map(|(key, rule)| {
            let alternatives = condition.take(key)?;
            let keys = alternatives
                .children()
                .filter_map(|one| one.peek("required"));
            let keys = keys.flat_map(Node::children).filter_map(Node::as_str);
            let keys = Yaml::List(keys.map(name).collect());
            Some(Yaml::Short(vec![(rule.to_owned(), keys)]))
        })
    });
    rules.flatten().collect()
}
