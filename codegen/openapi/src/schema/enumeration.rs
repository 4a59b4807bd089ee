//! Enums and constants.

use std::collections::HashSet;

use super::notes::docs_of;
use super::union::{is_null, mark_null};
use super::{Place, Schema};
use crate::document::{Node, Read, Value};
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::names::{self, Names};
use crate::spec::{BuiltIn, EnumValue, Kind, Ty, Yaml};
use crate::text::has_invisible;

impl<'d> Import<'d> {
    /// Converts a schema that lists its values.
    pub(super) fn enumeration(&mut self, parts: &[&'d Node], place: &Place<'d>) -> Option<Schema> {
        let part = parts
            .iter()
            .find(|part| part.has("enum") || part.has("const"))?;
        let values: Vec<&'d Node> = match part.get("const") {
            Some(value) => vec![value],
            None => part.list("enum").iter().collect(),
        };
        // Other lists of values include these.
        for other in parts {
            let lists = other.peek("enum").into_iter().chain(other.peek("const"));
            for list in lists {
                list.mark(Read::Whole);
            }
            other.take("oneOf");
            other.take("anyOf");
        }
        let is_null = |node: &&'d Node| matches!(node.value, Value::Null);
        let is_nullable = values.iter().any(is_null);
        let (types, may_be_null) = self.type_names(parts);
        let mut values: Vec<&'d Node> = values.into_iter().filter(|node| !is_null(node)).collect();
        values.retain(|node| self.is_visible(node));
        let ty = self.listed(&values, types.first().copied(), part, parts, place)?;
        Some(Schema {
            is_nullable: is_nullable || may_be_null,
            ..Schema::of(ty)
        })
    }

    /// Converts alternatives with one value each to an enum whose values have docs.
    pub(super) fn constants(
        &mut self,
        part: &'d Node,
        key: &str,
        place: &Place<'d>,
    ) -> Option<Schema> {
        let (nulls, items): (Vec<&'d Node>, Vec<&'d Node>) =
            part.peek(key)?.children().partition(|item| is_null(item));
        let mut values: Vec<EnumValue> = Vec::new();
        for item in &items {
            values.extend(constant(item)?);
        }
        let is_text = |value: &EnumValue| matches!(value.value, Yaml::Text(_));
        let is_mixed = values.iter().any(is_text) && !values.iter().all(is_text);
        let is_odd =
            |value: &EnumValue| matches!(&value.value, Yaml::Text(text) if has_invisible(text));
        if values.is_empty() || is_mixed || values.iter().any(is_odd) {
            return None;
        }
        part.list(key);
        let read = ["const", "enum", "title", "description", "type", "format"];
        for item in items {
            for key in read {
                item.take(key);
            }
        }
        for item in &nulls {
            mark_null(item);
        }
        part.get("type");
        part.text("format");
        let docs = docs_of(&[part]);
        let mut schema = Schema::of(self.add_enum(values, place, docs));
        schema.is_nullable = !nulls.is_empty();
        Some(schema)
    }

    fn listed(
        &mut self,
        values: &[&'d Node],
        name: Option<&str>,
        part: &'d Node,
        parts: &[&'d Node],
        place: &Place<'d>,
    ) -> Option<Ty> {
        let is_boolean = |node: &&Node| matches!(node.value, Value::Boolean(_));
        let is_scalar = |node: &&Node| node.scalar().is_some();
        let is_text = |node: &&Node| matches!(node.value, Value::String(_));
        if values.is_empty() {
            return None;
        }
        let integers: Option<Vec<Yaml>> = values.iter().map(|node| integer(node)).collect();
        if let Some(integers) = integers.filter(|_| name != Some("string")) {
            let values = described(integers, part);
            return Some(self.add_enum(values, place, docs_of(parts)));
        }
        if values.iter().all(is_boolean) && name != Some("string") {
            if let ([only], Some(first)) = (values, parts.first()) {
                let line = format!("Always `{}`.", only.scalar().unwrap_or_default());
                self.kept.entry(first.id).or_default().push(line);
            }
            return Some(Ty::BuiltIn(BuiltIn::Boolean));
        }
        let is_number = |node: &&Node| matches!(node.value, Value::Number(_));
        if let (Some("number"), Some(first)) = (name, parts.first())
            && values.iter().all(is_number)
        {
            let texts = values.iter().filter_map(|node| node.scalar());
            let texts: Vec<_> = texts.map(|text| format!("`{text}`")).collect();
            let line = format!("One of {}.", texts.join(", "));
            self.kept.entry(first.id).or_default().push(line);
            return Some(self.of_type("number", parts, place));
        }
        let is_string = values.iter().all(is_text) || name == Some("string");
        if is_string && values.iter().all(is_scalar) {
            let text = |node: &&Node| node.scalar().map(|text| Yaml::Text(text.to_owned()));
            let values = described(values.iter().filter_map(text).collect(), part);
            return Some(self.add_enum(values, place, docs_of(parts)));
        }
        // The values are lost, but not their type.
        let name = name.unwrap_or(if values.iter().all(is_scalar) {
            "any"
        } else {
            "object"
        });
        self.lose_values(part, name);
        Some(match name {
            "any" => Ty::ANY,
            name => self.of_type(name, parts, place),
        })
    }

    fn lose_values(&mut self, part: &Node, instead: &str) {
        let message = "an enum of a spec contains only texts or only integers of 64 bits";
        self.losses.push(Lost::Schema, part, message, instead);
    }

    /// Adds an enum of these values. Different values get different names.
    pub(super) fn add_enum(
        &mut self,
        mut values: Vec<EnumValue>,
        place: &Place<'d>,
        docs: Option<String>,
    ) -> Ty {
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.value.clone()));
        let mut names = Names::default();
        // The generator derives the name `Value3` from the integer 3.
        for value in &values {
            if let (Yaml::Plain(number), None) = (&value.value, &value.name) {
                names.give(&format!("value {number}"));
            }
        }
        for (index, value) in values.iter_mut().enumerate() {
            value.name = match (&value.value, value.name.take()) {
                (Yaml::Text(text), None) => names.given(text, "value", index),
                (_, name) => name.map(|name| names.give(&name)),
            };
        }
        self.add_type(Kind::Enum(values), place, docs)
    }
}

/// Returns the integer of 64 bits that a node is.
fn integer(node: &Node) -> Option<Yaml> {
    match &node.value {
        Value::Number(text) => Some(Yaml::Plain(text.parse::<i64>().ok()?.to_string())),
        _ => None,
    }
}

/// Returns listed values with the names and docs that common extensions give to them.
fn described(values: Vec<Yaml>, part: &Node) -> Vec<EnumValue> {
    let texts = |key: &str| {
        let texts = part.peek(key).into_iter().flat_map(Node::children);
        let texts: Option<Vec<_>> = texts.map(Node::as_str).collect();
        let texts = texts.filter(|texts| texts.len() == values.len());
        if texts.is_some() {
            part.take(key);
        }
        texts.unwrap_or_default()
    };
    let (titles, docs) = (texts("x-enum-varnames"), texts("x-enum-descriptions"));
    let value = |(index, value): (usize, Yaml)| EnumValue {
        name: match value {
            Yaml::Text(_) => None,
            Yaml::Plain(_) => titles.get(index).and_then(|title| name(title)),
        },
        value,
        docs: docs
            .get(index)
            .map(|docs| crate::text::docs(docs))
            .filter(|docs| !docs.is_empty()),
    };
    values.into_iter().enumerate().map(value).collect()
}

/// Returns the name of an integer with this title.
fn name(title: &str) -> Option<String> {
    let name = names::snake(title);
    let is_name = name.starts_with(|first: char| first.is_ascii_lowercase());
    is_name.then_some(name)
}

/// Returns the values of an alternative that only lists values.
fn constant(node: &Node) -> Option<Vec<EnumValue>> {
    const KEYS: [&str; 6] = ["const", "enum", "title", "description", "type", "format"];
    let map = node.map()?;
    let is_known = |key: &String| KEYS.contains(&key.as_str()) || key.starts_with("x-");
    let is_constant = node.has("const") || node.has("enum");
    if !is_constant || !map.entries.keys().all(is_known) {
        return None;
    }
    let text = |key: &str| Some(crate::text::docs(node.peek(key)?.as_str()?));
    let title = text("title").filter(|title| !title.is_empty());
    let docs = text("description").filter(|docs| !docs.is_empty());
    let listed = node.peek("enum").into_iter().flat_map(Node::children);
    let values = node.peek("const").into_iter().chain(listed);
    let value = |value: &Node| match &value.value {
        Value::String(text) => {
            let title = title.as_deref().map(crate::text::sentence);
            Some(EnumValue {
                value: Yaml::Text(text.clone()),
                name: None,
                docs: docs.clone().or(title),
            })
        }
        _ => Some(EnumValue {
            value: integer(value)?,
            name: title.as_deref().and_then(name),
            docs: docs.clone(),
        }),
    };
    values.map(value).collect()
}
