//! The keys that distinguish objects.

use std::collections::HashSet;

use crate::document::{Map, Node, Value};
use crate::import::Import;
use crate::spec::{Field, Kind, Object, Ty, TypeId, Yaml};

/// The keys of an object.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outline {
    /// The required keys, with their listed values.
    required: Vec<(String, Vec<Yaml>)>,
    /// Keys with a default, with their listed values.
    usual: Vec<(String, Vec<Yaml>)>,
    /// The allowed keys. `None` if all keys are allowed.
    keys: Option<HashSet<String>>,
}

impl Outline {
    fn of(object: &Object, types: &Import<'_>) -> Self {
        let required = object.fields.iter().filter(|field| !field.is_optional());
        let required = required.map(|field| (field.key.clone(), types.listed_values(&field.ty)));
        // Services always write a constant with a default.
        let has_default = |field: &&Field| {
            let mut facts = field.notes.facts.iter();
            facts.any(|(fact, _)| *fact == "default") && !field.is_nullable && !field.is_required
        };
        let usual = object.fields.iter().filter(has_default);
        let usual = usual.map(|field| (field.key.clone(), types.listed_values(&field.ty)));
        Self {
            required: required.collect(),
            usual: usual.collect(),
            keys: object.extra.is_none().then(|| {
                object
                    .fields
                    .iter()
                    .map(|field| field.key.clone())
                    .collect()
            }),
        }
    }

    fn can_have(&self, key: &str) -> bool {
        self.keys.as_ref().is_none_or(|keys| keys.contains(key))
    }

    /// Whether no object matches both outlines.
    pub(super) fn is_distinct(&self, other: &Self) -> bool {
        let has_own =
            |one: &Self, other: &Self| one.required.iter().any(|(key, _)| !other.can_have(key));
        let has_values = self.required.iter().any(|(key, values)| {
            let others = other.required.iter().find(|(other, _)| other == key);
            others.is_some_and(|(_, others)| {
                let is_listed = !values.is_empty() && !others.is_empty();
                is_listed && values.iter().all(|value| !others.contains(value))
            })
        });
        has_values || has_own(self, other) || has_own(other, self)
    }

    /// Returns the listed values of `key`.
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
    /// Returns the outline of a type whose values are objects.
    pub(super) fn outline(&self, ty: &Ty) -> Option<Outline> {
        let Ty::Named(id) = ty else { return None };
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
                    keys: None,
                })
            }
            Kind::Union { .. } | Kind::Enum(_) | Kind::Endless => None,
        }
    }

    fn listed_values(&self, ty: &Ty) -> Vec<Yaml> {
        let kind = match ty {
            Ty::Named(id) => self.types.get(id.0).map(|ty| &ty.kind),
            _ => None,
        };
        match kind {
            Some(Kind::Enum(values)) => values.iter().map(|value| value.value.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// Stores the outline of a type in progress, for unions inside it with the type as a variant.
    pub(super) fn keep_outline(&mut self, id: TypeId, node: &'d Node) {
        let parts = self.parts(node);
        let is_union = |part: &&Node| part.has("oneOf") || part.has("anyOf");
        if parts.iter().any(is_union) {
            return;
        }
        let mut outline = Outline::default();
        let mut keys = HashSet::new();
        let mut required = HashSet::new();
        for part in &parts {
            let listed = part.peek("required").into_iter().flat_map(Node::children);
            required.extend(listed.filter_map(Node::as_str));
        }
        for part in &parts {
            let properties = part.peek("properties").and_then(Node::map);
            for (key, property) in properties.into_iter().flat_map(Map::iter) {
                let is_new = keys.insert(key.to_owned());
                let is_nullable = property.peek("nullable").and_then(Node::as_bool) == Some(true);
                if is_new && required.contains(key) && !is_nullable {
                    outline.required.push((key.to_owned(), values(property)));
                }
            }
        }
        outline.keys = Some(keys);
        self.outlines.insert(id, outline);
    }
}

/// Returns the texts and integers that a schema lists.
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
