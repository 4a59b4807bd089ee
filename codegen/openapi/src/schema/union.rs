//! `oneOf` and `anyOf`.

use super::tag::{Tagged, discriminating_key};
use super::{Place, Schema};
use crate::document::{Id, Node, Value};
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::names;
use crate::refs::{find, is_ref, referenced};
use crate::spec::{BuiltIn, Kind, Object, Ty};

/// The most keywords with alternatives in one schema that are combined.
const MOST_FACTORS: usize = 2;

/// A keyword with alternatives, of one part of a schema.
pub(super) type Used = (Id, &'static str);

impl<'d> Import<'d> {
    /// Converts the alternatives under `key` of `part`, which is one of the parts of a schema.
    pub(super) fn union(
        &mut self,
        part: &'d Node,
        key: &'static str,
        parts: &[&'d Node],
        used: &[Used],
        place: &Place<'d>,
    ) -> Schema {
        let (_, may_be_null) = self.type_names(parts);
        // Any other key is allowed without it too.
        if part.peek("additionalProperties").and_then(Node::as_bool) == Some(true) {
            part.take("additionalProperties");
        }
        let used: Vec<Used> = used.iter().copied().chain([(part.id, key)]).collect();
        let (nulls, items): (Vec<&'d Node>, _) =
            part.list(key).iter().partition(|item| is_null(item));
        for item in &nulls {
            mark_null(item);
        }
        let items: Vec<&'d Node> = items;
        let mut is_nullable = !nulls.is_empty() || may_be_null;
        if items.iter().all(|item| is_condition(item)) {
            part.take(key);
            match conditions(&items) {
                Some(line) => {
                    let first = parts.first().unwrap_or(&part);
                    self.kept.entry(first.id).or_default().push(line);
                }
                None if items.is_empty() => {}
                None => {
                    let message = "each alternative only lists required keys";
                    self.losses
                        .push(Lost::Schema, part, message, "the keys are optional");
                }
            }
            return self.shape(parts, &used, place);
        }
        let mut is_multiplied = parts.iter().any(|part| says_more(part, &used));
        if is_multiplied && used.len() > MOST_FACTORS {
            let message = "the schema combines too many alternatives";
            self.losses
                .push(Lost::Schema, part, message, "one of the others");
            is_multiplied = false;
        }
        let mut options = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let place = match items.len() {
                1 => place.clone(),
                _ => place.inner(&hint(item, index)),
            };
            let schema = if self.has_no_keys(item) {
                self.keyless(item, &place)
            } else if is_multiplied {
                let mut all = self.parts(item);
                all.extend(parts);
                self.conjunction(&all, &used, &place)
            } else {
                self.schema(item, &place)
            };
            is_nullable |= schema.is_nullable;
            if items.len() > 1 {
                self.keep_notes(&schema, &format!("As {}", kind_of(&schema.ty)), parts);
            }
            options.push((*item, schema));
        }
        if options.len() == 1
            && let Some((_, mut schema)) = options.pop()
        {
            schema.is_nullable = is_nullable;
            part.take("discriminator");
            return schema;
        }
        let ty = self.alternatives(part, options, parts, place);
        Schema {
            is_nullable,
            ..Schema::of(ty)
        }
    }

    /// Whether an alternative is an object without known keys, and its schema describes no other keys.
    fn has_no_keys(&self, item: &Node) -> bool {
        let node = referenced(self.document, item).unwrap_or(item);
        let is_empty = |key| node.peek(key).is_some_and(Node::is_empty);
        let is_closed = node.peek("additionalProperties").and_then(Node::as_bool) == Some(false);
        let is_object = matches!(
            node.peek("type").and_then(Node::as_str),
            Some("object") | None
        );
        let others = ["type", "properties", "additionalProperties"];
        is_object
            && !super::has_shape(node, &others)
            && (is_empty("properties") && !node.has("additionalProperties")
                || is_closed && (is_empty("properties") || !node.has("properties")))
    }

    /// Converts an alternative without keys. Outside a union, its type is `object`, so callers see all keys.
    fn keyless(&mut self, item: &'d Node, place: &Place<'d>) -> Schema {
        let name = self.identity(item).1;
        let schema = self.schema(item, place);
        let place = if name.is_empty() {
            place.clone()
        } else {
            Place::new(name, place.direction)
        };
        let docs = schema.notes.docs.clone();
        let ty = self.add_type(Kind::Object(Object::default()), &place, docs);
        Schema { ty, ..schema }
    }

    fn alternatives(
        &mut self,
        part: &'d Node,
        options: Vec<(&'d Node, Schema)>,
        parts: &[&'d Node],
        place: &Place<'d>,
    ) -> Ty {
        let tagged: Vec<_> = options
            .iter()
            .map(|(item, schema)| {
                let (target, name) = self.identity(item);
                let ty = schema.ty.clone();
                Tagged { target, name, ty }
            })
            .collect();
        let tag = discriminating_key(part);
        let mapping = self.mapping(part);
        let inferred = self.inferred_tag(&tagged);
        if let Some(tag) = tag.map(str::to_owned).or(inferred)
            && let Some(ty) = self.tagged(&tag, &mapping, &tagged, parts, place)
        {
            return ty;
        }
        let options = options.into_iter().map(|(_, schema)| schema).collect();
        self.join(options, parts, place)
    }

    /// Returns the schema of an alternative, and its name.
    fn identity(&self, item: &Node) -> (Id, String) {
        let text = item.peek("$ref").and_then(Node::as_str);
        let target = text.and_then(|text| find(self.document, item, text));
        match (text, target) {
            (Some(text), Some(target)) => {
                let name = text.rsplit('/').next().unwrap_or(text);
                (target.id, name.to_owned())
            }
            _ => {
                let title = item.peek("title").and_then(Node::as_str);
                (item.id, title.unwrap_or_default().to_owned())
            }
        }
    }
}

/// Describes the required keys, if each alternative only lists some.
fn conditions(items: &[&Node]) -> Option<String> {
    let keys = |item: &&Node| {
        let is_plain = item.map().is_some_and(|map| {
            map.entries
                .keys()
                .all(|key| matches!(key.as_str(), "required" | "title"))
        });
        let required = item.peek("required").filter(|_| is_plain)?;
        let keys: Vec<_> = required.children().filter_map(Node::as_str).collect();
        let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
        (!keys.is_empty()).then(|| keys.join(" and "))
    };
    let all = items.iter().map(keys).collect::<Option<Vec<_>>>()?;
    (!all.is_empty()).then(|| format!("Needs {}.", all.join(", or ")))
}

/// Returns a name for an alternative without a name.
fn hint(item: &Node, index: usize) -> String {
    let title = item.peek("title").and_then(Node::as_str).map(names::snake);
    let title = title.filter(|title| !title.is_empty() && title.len() <= 40);
    let kind = item.peek("type").and_then(Node::as_str);
    let only = item.peek("required").and_then(|list| match &list.value {
        Value::List(items) if items.len() == 1 => items.first()?.as_str(),
        _ => None,
    });
    let is_enum = item.has("enum") || item.has("const");
    title
        .or_else(|| only.map(str::to_owned))
        .or_else(|| is_enum.then(|| "value".to_owned()))
        .or_else(|| kind.filter(|kind| *kind != "object").map(str::to_owned))
        .unwrap_or_else(|| format!("variant {}", index + 1))
}

/// Returns the JSON kind of values of the type, with an article.
fn kind_of(ty: &Ty) -> &'static str {
    match ty {
        Ty::BuiltIn(built_in) if built_in.is_string() => "a string",
        Ty::BuiltIn(built_in) if built_in.is_number() => "a number",
        Ty::BuiltIn(BuiltIn::Boolean) => "a boolean",
        Ty::List(_) => "a list",
        _ => "an object",
    }
}

/// Whether a part restricts the values, apart from the selected alternatives.
fn says_more(part: &Node, used: &[Used]) -> bool {
    let is_used = |key| used.contains(&(part.id, key));
    let keys = ["properties", "required", "enum", "const", "items"];
    let alternatives = ["oneOf", "anyOf"].into_iter();
    keys.iter().any(|key| part.has(key))
        || alternatives
            .into_iter()
            .any(|key| super::is_list(part, key) && !is_used(key))
}

/// Whether a schema only allows null.
pub(super) fn is_null(node: &Node) -> bool {
    let is_type = node.peek("type").and_then(Node::as_str) == Some("null");
    let is_old = matches!(node.peek("type").map(|node| &node.value), Some(Value::Null));
    let is_const = matches!(
        node.peek("const").map(|node| &node.value),
        Some(Value::Null)
    );
    let is_only = node.peek("enum").is_some_and(|list| match &list.value {
        Value::List(items) => matches!(
            items.as_slice(),
            [Node {
                value: Value::Null,
                ..
            }]
        ),
        _ => false,
    });
    let is_empty = node.map().is_some_and(|map| map.entries.len() == 1) && node.has("nullable");
    is_type || is_old || is_const || is_only || is_empty
}

pub(super) fn mark_null(node: &Node) {
    for key in ["type", "const", "enum", "nullable", "description", "title"] {
        node.take(key);
    }
}

/// Whether a schema only lists required keys.
fn is_condition(node: &Node) -> bool {
    let is_about_keys = node.has("required") || node.has("not");
    let says_more = [
        "$ref",
        "additionalProperties",
        "allOf",
        "const",
        "enum",
        "items",
        "properties",
    ];
    let inner = ["anyOf", "oneOf"]
        .into_iter()
        .filter_map(|key| node.peek(key));
    let mut inner = inner.flat_map(Node::children);
    is_about_keys && !is_ref(node) && !says_more.iter().any(|key| node.has(key))
        || node.map().is_some_and(|map| !map.entries.is_empty())
            && !says_more.iter().any(|key| node.has(key))
            && (node.has("anyOf") || node.has("oneOf"))
            && inner.all(is_condition)
}
