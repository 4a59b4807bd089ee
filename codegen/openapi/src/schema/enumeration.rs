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
        let values: Vec<&'d Node> = values.into_iter().filter(|node| !is_null(node)).collect();
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
        parts: &[&'d Node],
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
        if values.is_empty() || is_mixed {
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
        let mut seen = HashSet::new();
        values.retain(|value| seen.insert(value.value.clone()));
        for (index, value) in values.iter_mut().enumerate() {
            if let (Yaml::Text(text), None) = (&value.value, &value.name) {
                value.name = names::given(text, "value", index);
            }
        }
        let mut given = Names::default();
        for value in &mut values {
            value.name = value.name.take().map(|name| given.give(&name));
        }
        let ty = if values.iter().all(is_text) {
            let docs = docs_of(&[part]);
            self.add_type(Kind::Enum(values), place, docs)
        } else {
            self.integers(&values, parts)
        };
        let mut schema = Schema::of(ty);
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
        let is_integer = |node: &&Node| matches!(&node.value, Value::Number(text) if text.parse::<i64>().is_ok());
        let is_boolean = |node: &&Node| matches!(node.value, Value::Boolean(_));
        let is_scalar = |node: &&Node| node.scalar().is_some();
        let is_text = |node: &&Node| matches!(node.value, Value::String(_));
        if values.is_empty() {
            return None;
        }
        if values.iter().all(is_integer) && name != Some("string") {
            let value = |node: &&Node| {
                Some(EnumValue {
                    value: Yaml::Plain(node.scalar()?.to_owned()),
                    name: None,
                    docs: None,
                })
            };
            let values: Vec<_> = values.iter().filter_map(value).collect();
            return Some(self.integers(&values, parts));
        }
        if values.iter().all(is_boolean) && name != Some("string") {
            if let ([only], Some(first)) = (values, parts.first()) {
                let line = format!("Always `{}`.", only.scalar().unwrap_or_default());
                self.kept.entry(first.id).or_default().push(line);
            }
            return Some(Ty::BuiltIn(BuiltIn::Boolean));
        }
        let is_string = values.iter().all(is_text) || name == Some("string");
        if is_string && values.iter().all(is_scalar) {
            let text = |node: &&Node| node.scalar().map(|text| Yaml::Text(text.to_owned()));
            return Some(self.add_enum(values.iter().filter_map(text), parts, place));
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

    /// Lists these values in the docs: an enum of a spec has texts only.
    fn integers(&mut self, values: &[EnumValue], parts: &[&'d Node]) -> Ty {
        let has_docs = values
            .iter()
            .any(|value| value.name.is_some() || value.docs.is_some());
        let line = |value: &EnumValue| {
            let name = value.name.as_deref().map(|name| name.replace('_', " "));
            let about: Vec<_> = name.into_iter().chain(value.docs.clone()).collect();
            let about = about.join(". ").replace('\n', "\n  ");
            let colon = if about.is_empty() { "" } else { ": " };
            format!("`{}`{colon}{about}", value.value.as_str())
        };
        let lines: Vec<String> = values.iter().map(line).collect();
        let docs = match lines.as_slice() {
            [only] => format!("Always {only}."),
            _ if has_docs => format!("One of:\n\n- {}", lines.join("\n- ")),
            _ => format!("One of {}.", lines.join(", ")),
        };
        if let Some(first) = parts.first() {
            self.kept.entry(first.id).or_default().push(docs);
        }
        Ty::BuiltIn(BuiltIn::Integer)
    }

    fn lose_values(&mut self, part: &Node, instead: &str) {
        let message = "the values are neither all texts nor all integers";
        self.losses.push(Lost::Schema, part, message, instead);
    }

    fn add_enum(
        &mut self,
        values: impl Iterator<Item = Yaml>,
        parts: &[&'d Node],
        place: &Place<'d>,
    ) -> Ty {
        let mut seen = HashSet::new();
        let values = values.filter(|value| seen.insert(value.clone()));
        let values: Vec<_> = values
            .enumerate()
            .map(|(index, value)| EnumValue {
                name: match &value {
                    Yaml::Text(text) => names::given(text, "value", index),
                    Yaml::Plain(_) => None,
                },
                value,
                docs: None,
            })
            .collect();
        let docs = docs_of(parts);
        self.add_type(Kind::Enum(values), place, docs)
    }
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
        Value::Number(text) if text.parse::<i64>().is_ok() => {
            let name = title.as_deref().map(names::snake);
            let is_name =
                |name: &String| name.starts_with(|first: char| first.is_ascii_lowercase());
            Some(EnumValue {
                value: Yaml::Plain(text.clone()),
                name: name.filter(is_name),
                docs: docs.clone(),
            })
        }
        _ => None,
    };
    values.map(value).collect()
}
