//! The keys of an object that distinguish it from other objects.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::union::is_null;
use crate::document::{Map, Node, Value};
use crate::import::Import;
use crate::refs::referenced;
use crate::spec::{BuiltIn, Field, Kind, Object, Ty, TypeId, Yaml};

/// The keys of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// The required keys, with the values of each key with an enum or a constant.
    required: Vec<(String, Vec<Yaml>)>,
    /// The keys with a default or a constant, with the values of each key with an enum or a constant.
    usual: Vec<(String, Vec<Yaml>)>,
    /// The known keys, with the kinds of their values in JSON.
    keys: HashMap<String, Kinds>,
    /// The kinds of the values under unknown keys.
    others: Kinds,
}

/// A set of kinds in JSON, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Kinds(u8);

impl Kinds {
    const STRING: Self = Self(1);
    const NUMBER: Self = Self(1 << 1);
    const BOOLEAN: Self = Self(1 << 2);
    const LIST: Self = Self(1 << 3);
    const OBJECT: Self = Self(1 << 4);
    const ALL: Self = Self((1 << 5) - 1);

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The kinds of the values of a schema in progress, as far as its keywords name them.
    fn of_node(node: &Node) -> Self {
        match node.peek("type").and_then(Node::as_str) {
            Some("string") => Self::STRING,
            Some("number" | "integer") => Self::NUMBER,
            Some("boolean") => Self::BOOLEAN,
            Some("array") => Self::LIST,
            Some("object") => Self::OBJECT,
            _ => Self::ALL,
        }
    }
}

impl Outline {
    fn of(object: &Object, types: &Import<'_>) -> Self {
        let required = object.fields.iter().filter(|field| !field.is_optional());
        let required = required.map(|field| (field.key.clone(), types.listed_values(&field.ty)));
        // In practice, services write constants and keys with a default.
        let has_default = |field: &Field| {
            let mut facts = field.notes.facts.iter();
            facts.any(|(fact, _)| *fact == "default")
        };
        let optional = object.fields.iter();
        let optional = optional.filter(|field| !field.is_required && !field.is_nullable);
        let usual = optional.filter_map(|field| {
            let values = types.listed_values(&field.ty);
            (values.len() == 1 || has_default(field)).then(|| (field.key.clone(), values))
        });
        Self {
            required: required.collect(),
            usual: usual.collect(),
            keys: object
                .fields
                .iter()
                .map(|field| (field.key.clone(), types.kinds(&field.ty)))
                .collect(),
            others: object
                .extra
                .as_ref()
                .map_or(Kinds::default(), |ty| types.kinds(ty)),
        }
    }

    /// The kinds of the values under a key.
    fn kinds(&self, key: &str) -> Kinds {
        self.keys.get(key).copied().unwrap_or(self.others)
    }

    /// Whether no object has both outlines.
    pub(super) fn is_distinct(&self, other: &Self) -> bool {
        let has_own = |one: &Self, other: &Self| {
            let mut required = one.required.iter();
            required.any(|(key, _)| one.kinds(key).0 & other.kinds(key).0 == 0)
        };
        let has_values = self.required.iter().any(|(key, values)| {
            let others = other.required.iter().find(|(other, _)| other == key);
            others.is_some_and(|(_, others)| {
                let is_listed = !values.is_empty() && !others.is_empty();
                is_listed && values.iter().all(|value| !others.contains(value))
            })
        });
        has_values || has_own(self, other) || has_own(other, self)
    }

    /// Returns the listed values under `key`.
    pub(super) fn values(&self, key: &str) -> &[Yaml] {
        let mut keys = self.required.iter().chain(&self.usual);
        let found = keys.find(|(known, _)| known == key);
        found.map_or(&[], |(_, values)| values)
    }

    /// Returns the keys that can be the tag of a union.
    pub(super) fn usual_keys(&self) -> impl Iterator<Item = &str> {
        let keys = self.required.iter().chain(&self.usual);
        keys.map(|(key, _)| key.as_str())
    }
}

impl<'d> Import<'d> {
    /// Returns the keys of the objects of a type.
    pub(super) fn outline(&self, ty: &Ty) -> Option<Outline> {
        let id = match ty {
            Ty::Named(id) => id,
            Ty::Map(value) => {
                return Some(Outline {
                    others: self.kinds(value),
                    ..Outline::default()
                });
            }
            _ => return None,
        };
        match &self.types.get(id.0)?.kind {
            Kind::Object(object) => Some(Outline::of(object, self)),
            Kind::Open => self.outlines.get(id).cloned(),
            Kind::Union {
                tag: Some(tag),
                variants,
            } => {
                let tags = variants
                    .iter()
                    .map(|variant| Yaml::Text(variant.key.clone()));
                Some(Outline {
                    required: vec![(tag.clone(), tags.collect())],
                    usual: Vec::new(),
                    keys: HashMap::from([(tag.clone(), Kinds::STRING)]),
                    others: Kinds::ALL,
                })
            }
            Kind::Union { .. } | Kind::Enum(_) | Kind::Endless => None,
        }
    }

    /// Returns the kinds of the values of a type.
    fn kinds(&self, ty: &Ty) -> Kinds {
        let types = self.flattened(ty.required()).into_iter();
        let kinds = types.map(|ty| match ty {
            Ty::BuiltIn(BuiltIn::Any) | Ty::Optional(_) => Kinds::ALL,
            Ty::BuiltIn(BuiltIn::Decimal) => Kinds::STRING.or(Kinds::NUMBER),
            Ty::BuiltIn(BuiltIn::Boolean) => Kinds::BOOLEAN,
            Ty::BuiltIn(built_in) if built_in.is_number() => Kinds::NUMBER,
            Ty::BuiltIn(built_in) if built_in.is_string() => Kinds::STRING,
            Ty::BuiltIn(_) | Ty::Map(_) => Kinds::OBJECT,
            Ty::List(_) => Kinds::LIST,
            Ty::Named(id) => match self.types.get(id.0).map(|ty| &ty.kind) {
                Some(kind) if kind.has_integers() => Kinds::NUMBER,
                Some(Kind::Enum(_)) => Kinds::STRING,
                Some(Kind::Object(_) | Kind::Union { .. }) => Kinds::OBJECT,
                Some(Kind::Open) => self.open_kinds.get(id).copied().unwrap_or(Kinds::ALL),
                Some(Kind::Endless) | None => Kinds::ALL,
            },
        });
        kinds.fold(Kinds::default(), Kinds::or)
    }

    pub(super) fn listed_values(&self, ty: &Ty) -> Vec<Yaml> {
        let kind = match ty {
            Ty::Named(id) => self.types.get(id.0).map(|ty| &ty.kind),
            _ => None,
        };
        match kind {
            Some(Kind::Enum(values)) => values.iter().map(|value| value.value.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Stores the keys of a type in progress, for unions in it with the type as a variant.
    pub(super) fn keep_outline(&mut self, id: TypeId, node: &'d Node) {
        let parts = self.parts(node);
        let alternatives = |part: &&'d Node| {
            let lists = [part.peek("oneOf"), part.peek("anyOf")];
            lists.into_iter().flatten().flat_map(Node::children)
        };
        let variants: Vec<&Node> = parts.iter().flat_map(alternatives).collect();
        let mut types = parts.iter().filter_map(|part| part.peek("type"));
        if node.peek("nullable").and_then(Node::as_bool) == Some(true)
            || types.any(|types| types.children().any(|name| name.as_str() == Some("null")))
            || variants.iter().any(|variant| is_null(variant))
        {
            self.open_nullable.insert(id);
        }
        if !variants.is_empty() {
            let kinds = variants.into_iter().map(|variant| {
                let target = referenced(self.document, variant);
                Kinds::of_node(target.unwrap_or(variant))
            });
            self.open_kinds
                .insert(id, kinds.fold(Kinds::default(), Kinds::or));
            return;
        }
        let kinds = parts.iter().map(|part| Kinds::of_node(part));
        let kinds = kinds.fold(Kinds::ALL, |all, kinds| Kinds(all.0 & kinds.0));
        self.open_kinds.insert(id, kinds);
        let mut outline = Outline::default();
        let mut required = HashSet::new();
        for part in &parts {
            let listed = part.peek("required").into_iter().flat_map(Node::children);
            required.extend(listed.filter_map(Node::as_str));
        }
        // Each part can list fewer values of a key.
        let mut listed: IndexMap<&str, Vec<Yaml>> = IndexMap::new();
        for part in &parts {
            let properties = part.peek("properties").and_then(Node::map);
            for (key, property) in properties.into_iter().flat_map(Map::iter) {
                let property = referenced(self.document, property).unwrap_or(property);
                let kinds = Kinds::of_node(property);
                outline.keys.insert(key.to_owned(), kinds);
                if property.peek("nullable").and_then(Node::as_bool) == Some(true) {
                    continue;
                }
                let values = values(property);
                let known = listed.entry(key).or_default();
                if known.is_empty() || (1..known.len()).contains(&values.len()) {
                    *known = values;
                }
            }
        }
        for (key, values) in listed {
            if required.contains(key) {
                outline.required.push((key.to_owned(), values));
            } else if values.len() == 1 {
                outline.usual.push((key.to_owned(), values));
            }
        }
        self.outlines.insert(id, outline);
    }
}

/// Returns the texts and integers in the `enum` or `const` of a schema.
fn values(node: &Node) -> Vec<Yaml> {
    let listed = node.peek("enum").into_iter().flat_map(Node::children);
    let values = node.peek("const").into_iter().chain(listed);
    let value = |node: &Node| match &node.value {
        Value::String(text) => Some(Yaml::Text(text.clone())),
        Value::Number(text) => Some(Yaml::Plain(text.clone())),
        _ => None,
    };
    values.filter_map(value).collect()
}
