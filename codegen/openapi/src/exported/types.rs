//! Ids and types.

use super::schema::{expression, optional, put_facts, required};
use super::{copy, put_copy, put_notes, put_text, text};
use crate::document::{Map as Entries, Node, Read};
use crate::yaml::{Map, Yaml, long, put, put_some};

/// Returns the ids and the types of these schemas.
pub(super) fn types<'d>(schemas: impl IntoIterator<Item = (&'d str, &'d Node)>) -> (Map, Map) {
    let (mut ids, mut types) = (Map::new(), Map::new());
    for (name, node) in schemas {
        node.take("x-resource");
        if is_id(node) {
            node.text("type");
            let docs = node.text("description").unwrap_or_default();
            put(&mut ids, name, Yaml::Exact(docs.to_owned()));
        } else {
            put(&mut types, name, Yaml::Long(definition(node)));
        }
    }
    (ids, types)
}

fn is_id(node: &Node) -> bool {
    let ty = node.peek("type").and_then(Node::as_str);
    ty == Some("string") && !node.has("anyOf")
}

fn definition(node: &Node) -> Map {
    let mut map = Map::new();
    put_text(&mut map, "docs", node, "description");
    let ty = node.text("type");
    if matches!(ty, Some("string" | "integer")) {
        let values = node.list("anyOf").iter().flat_map(values);
        put(&mut map, "enum", Yaml::List(values.collect()));
    } else if ty == Some("object") {
        put(&mut map, "fields", long(fields(node)));
        let extra = node.get("additionalProperties").map(expression);
        put_some(&mut map, "extra", extra.map(Yaml::Text));
        put_copy(&mut map, "constructors", node, "x-constructors");
    } else {
        put_copy(&mut map, "tag", node, "x-tag");
        put_copy(&mut map, "content", node, "x-content");
        let tag = node.text("x-tag");
        let variants = node.list("oneOf").iter().chain(node.list("anyOf"));
        let variants = variants.map(|node| variant(node, tag));
        put(&mut map, "variants", Yaml::Long(variants.collect()));
    }
    map
}

/// Returns the values in an alternative of an enum. The last alternative allows any other value.
fn values(node: &Node) -> Vec<Yaml> {
    node.mark(Read::Partly);
    if let Some(values) = node.take("enum") {
        return values.children().map(copy).collect();
    }
    if !node.has("const") {
        node.text("type");
        return Vec::new();
    }
    let mut value = Map::new();
    put_copy(&mut value, "value", node, "const");
    put_notes(&mut value, node);
    vec![Yaml::Short(value)]
}

/// Returns the fields of an object.
pub(super) fn fields(schema: &Node) -> Map {
    let required = required(schema);
    let properties = schema.get("properties").and_then(Node::map);
    let properties = properties.into_iter().flat_map(Entries::iter);
    let fields = properties.map(|(key, node)| {
        let ty = expression(node);
        let can_be_empty = ty.starts_with(['[', '{']);
        let ty = if required.contains(&key) || can_be_empty {
            ty
        } else {
            optional(ty)
        };
        let mut field = Map::new();
        put(&mut field, "type", text(&ty));
        put_facts(&mut field, node);
        put_copy(&mut field, "clearable", node, "x-clearable");
        put_copy(&mut field, "null_if_unset", node, "x-null-if-unset");
        put_notes(&mut field, node);
        (key.to_owned(), Yaml::Short(field))
    });
    fields.collect()
}

/// Returns the key of a variant, and the variant.
fn variant(node: &Node, tag: Option<&str>) -> (String, Yaml) {
    node.mark(Read::Partly);
    let mut variant = Map::new();
    let Some(tag) = tag else {
        let key = node.text("title").unwrap_or_default();
        put(&mut variant, "type", text(&expression(node)));
        put_notes(&mut variant, node);
        return (key.to_owned(), Yaml::Short(variant));
    };
    // The object with the tag is the whole variant, or it is next to the content in `allOf`.
    let (tagged, content) = match node.list("allOf") {
        [content, tagged] => (tagged, Some(content)),
        _ => (node, None),
    };
    tagged.mark(Read::Partly);
    tagged.text("type");
    tagged.take("required");
    let properties = tagged.entries("properties");
    let mut key = "";
    let mut content = content.map(expression);
    for (name, property) in properties {
        if name == tag {
            key = property.text("const").unwrap_or_default();
        } else {
            content = Some(expression(property));
        }
    }
    put_some(&mut variant, "type", content.map(Yaml::Text));
    put_notes(&mut variant, node);
    (key.to_owned(), Yaml::Short(variant))
}
