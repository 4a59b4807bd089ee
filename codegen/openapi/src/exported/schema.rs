//! Schemas: type expressions and facts.

use super::copy;
use crate::document::{Node, Read, Value};
use crate::yaml::{Map, put};

/// Constraints, in OpenAPI and in a spec.
const CONSTRAINTS: [(&str, &str); 11] = [
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("exclusiveMinimum", "exclusive_minimum"),
    ("exclusiveMaximum", "exclusive_maximum"),
    ("multipleOf", "multiple_of"),
    ("pattern", "pattern"),
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("minItems", "min_items"),
    ("maxItems", "max_items"),
    ("uniqueItems", "unique_items"),
];

/// Returns the type of the values of a schema. It is optional if a value can be null.
pub(super) fn expression(node: &Node) -> String {
    node.mark(Read::Partly);
    if let Some(inner) = not_null(node) {
        return optional(expression(inner));
    }
    if let Some(target) = node.text("$ref") {
        return target.rsplit('/').next().unwrap_or_default().to_owned();
    }
    match node.peek("type").map(|ty| &ty.value) {
        Some(Value::String(name)) => {
            node.take("type");
            of_type(name, node)
        }
        Some(Value::List(names)) => {
            node.take("type");
            let mut names = names.iter().filter_map(Node::as_str);
            let name = names.find(|name| *name != "null");
            optional(of_type(name.unwrap_or_default(), node))
        }
        _ => "any".to_owned(),
    }
}

/// Returns the expression with a `?` at the end.
pub(super) fn optional(ty: String) -> String {
    if ty.ends_with('?') { ty } else { ty + "?" }
}

/// Returns the schema of the values other than null, if null is an alternative.
fn not_null(node: &Node) -> Option<&Node> {
    let items = node.peek("anyOf").map(|items| &items.value);
    match items {
        Some(Value::List(items)) => match items.as_slice() {
            [inner, null] if null.peek("type").and_then(Node::as_str) == Some("null") => {
                node.get("anyOf");
                null.mark(Read::Whole);
                Some(inner)
            }
            _ => None,
        },
        _ => None,
    }
}

fn of_type(name: &str, node: &Node) -> String {
    let format = match node.peek("contentEncoding") {
        Some(encoding) => encoding.as_str(),
        None => node.peek("format").and_then(Node::as_str),
    };
    let formatted = match (name, format.unwrap_or_default()) {
        ("string", "decimal") => Some("decimal"),
        ("string", "date-time") => Some("timestamp"),
        ("string", "date") => Some("date"),
        ("string", "uuid") => Some("uuid"),
        ("string", "base64") => Some("bytes"),
        ("string", "binary") => Some("file"),
        ("integer", "int64") => Some("integer"),
        ("integer", "int32") => Some("int32"),
        ("integer", "uint64") => Some("uint64"),
        ("integer", "unix-time") => Some("unix_time"),
        _ => None,
    };
    if let Some(ty) = formatted {
        node.take("format");
        node.take("contentEncoding");
        return ty.to_owned();
    }
    let inner = |key: &str| node.get(key).map(expression);
    match name {
        "array" => format!("[{}]", inner("items").unwrap_or("any".to_owned())),
        "object" => match inner("additionalProperties") {
            None => "object".to_owned(),
            Some(value) => {
                let key = inner("propertyNames");
                let key = key.unwrap_or("string".to_owned());
                format!("{{ {key}: {value} }}")
            }
        },
        "string" | "boolean" | "integer" | "number" => name.to_owned(),
        _ => "any".to_owned(),
    }
}

/// Adds the facts in the schema of a value. Facts of texts and numbers in a list are in the schema of its items.
pub(super) fn put_facts(map: &mut Map, node: &Node) {
    let node = not_null(node).unwrap_or(node);
    let items = node.peek("items");
    let items = items.map(|items| not_null(items).unwrap_or(items));
    for (key, name) in CONSTRAINTS {
        let own = node.take(key);
        let value = own.or_else(|| items.and_then(|items| items.take(key)));
        if let Some(value) = value {
            put(map, name, copy(value));
        }
    }
    if let Some(value) = node.take("default") {
        put(map, "default", copy(value));
    }
}

/// Returns the required keys of an object.
pub(super) fn required(schema: &Node) -> Vec<&str> {
    let required = schema.take("required");
    let keys = required.into_iter().flat_map(Node::children);
    keys.filter_map(Node::as_str).collect()
}
