//! Tagged unions: a key of each object identifies its variant.

use std::collections::{HashMap, HashSet};

use super::Place;
use super::notes::docs_of;
use crate::document::{Document, Id, Node};
use crate::import::Import;
use crate::names::{self, Names};
use crate::refs::find;
use crate::spec::{BuiltIn, Field, Kind, Ty, Variant, Yaml};
use crate::text::has_invisible;

/// A variant of a union that can be tagged.
#[derive(Debug)]
pub(super) struct Tagged {
    /// The schema of the variant.
    pub(super) target: Id,
    /// The name of the schema in the document.
    pub(super) name: String,
    pub(super) ty: Ty,
}

/// Returns the target of an entry of the `mapping` in the schema `node`.
pub(super) fn mapped<'d>(document: &'d Document, node: &Node, target: &Node) -> Option<&'d Node> {
    let text = target.as_str().unwrap_or_default();
    find(document, node, text)
        .filter(|_| text.contains(['#', '/', '.']))
        .or_else(|| find(document, node, &format!("#/components/schemas/{text}")))
}

/// The tags of schemas, by the number of the schema.
pub(super) type Mapping = HashMap<Id, Vec<String>>;

impl<'d> Import<'d> {
    /// Reads the `discriminator` of a schema.
    pub(super) fn mapping(&mut self, node: &'d Node) -> Mapping {
        let mut mapping: Mapping = HashMap::new();
        let Some(discriminator) = node.get("discriminator") else {
            return mapping;
        };
        discriminator.text("propertyName");
        for (tag, target) in discriminator.entries("mapping") {
            match mapped(self.document, node, target) {
                Some(found) => mapping.entry(found.id).or_default().push(tag.to_owned()),
                None => {
                    let message = format!("the target of the tag `{tag}` does not exist");
                    let kind = crate::loss::Kind::DanglingRef;
                    self.losses.push(kind, target, message, "");
                }
            }
        }
        mapping
    }

    /// Adds a union with this tag, unless a variant cannot contain it.
    pub(super) fn tagged(
        &mut self,
        tag: &str,
        mapping: &Mapping,
        options: &[Tagged],
        parts: &[&'d Node],
        place: &Place<'d>,
    ) -> Option<Ty> {
        if tag.is_empty() || !names::is_derivable(tag) {
            return None;
        }
        let tags = self.tags(tag, mapping, options);
        let mut variants: Vec<Variant> = Vec::new();
        let mut seen = HashSet::new();
        for (option, keys) in options.iter().zip(tags) {
            let Ty::Named(id) = option.ty else {
                return None;
            };
            let mut found = Vec::new();
            match self.types.get(id.0).map(|ty| &ty.kind) {
                Some(Kind::Union {
                    tag: Some(inner),
                    variants,
                }) if inner == tag => found.extend(variants.clone()),
                Some(kind @ (Kind::Object(_) | Kind::Open)) => {
                    if !self.can_be_tagged(kind, tag) {
                        return None;
                    }
                    let is_same = |variant: &Variant| variant.ty.as_ref() == Some(&option.ty);
                    if keys.iter().all(|key| seen.contains(key)) && !variants.iter().any(is_same) {
                        return None;
                    }
                    found.extend(keys.into_iter().map(|key| Variant {
                        key,
                        name: None,
                        ty: Some(option.ty.clone()),
                        docs: None,
                    }));
                }
                _ => return None,
            }
            found.retain(|variant| seen.insert(variant.key.clone()));
            variants.append(&mut found);
        }
        let mut names = Names::default();
        for (index, variant) in variants.iter_mut().enumerate() {
            variant.name = names.given(&variant.key, "variant", index);
        }
        if variants.is_empty() || variants.iter().any(|variant| variant.key.is_empty()) {
            return None;
        }
        let tag = Some(tag.to_owned());
        let docs = docs_of(parts);
        Some(self.add_type(Kind::Union { tag, variants }, place, docs))
    }

    /// Returns the tags of each option: those in the mapping, or else the values that no other option lists for the key, or
    /// else its name.
    fn tags(&self, tag: &str, mapping: &Mapping, options: &[Tagged]) -> Vec<Vec<String>> {
        let mapped: HashSet<_> = mapping.values().flatten().collect();
        let mut counts: HashMap<String, usize> = HashMap::new();
        let mut listed = Vec::new();
        for option in options {
            let values = match mapping.get(&option.target) {
                Some(_) => Vec::new(),
                None => self.pinned(&option.ty, tag),
            };
            for value in &values {
                *counts.entry(value.clone()).or_insert(0) += 1;
            }
            listed.push(values);
        }
        let tags = options.iter().zip(listed).map(|(option, mut values)| {
            if let Some(tags) = mapping.get(&option.target) {
                return tags.clone();
            }
            values.retain(|value| !mapped.contains(value));
            let is_name = |value: &&String| value.eq_ignore_ascii_case(&option.name);
            if let Some(name) = values.iter().find(is_name) {
                return vec![name.clone()];
            }
            values.retain(|value| counts.get(value) == Some(&1));
            if values.is_empty() {
                values.push(option.name.clone());
            }
            values
        });
        tags.collect()
    }

    /// Whether the tag can be among the keys of an object.
    fn can_be_tagged(&self, kind: &Kind, tag: &str) -> bool {
        let Kind::Object(object) = kind else {
            return true;
        };
        match object
            .fields
            .iter()
            .find(|field| field.key == tag)
            .map(|field| &field.ty)
        {
            Some(Ty::BuiltIn(built_in)) => *built_in == BuiltIn::String,
            Some(Ty::Named(id)) => {
                let kind = self.types.get(id.0).map(|ty| &ty.kind);
                let Some(Kind::Enum(values)) = kind else {
                    return false;
                };
                values
                    .iter()
                    .all(|value| matches!(value.value, Yaml::Text(_)))
            }
            Some(_) => false,
            None => object.extra.is_none(),
        }
    }

    /// Returns a key that distinguishes the variants, if each variant lists different values for it.
    pub(super) fn inferred_tag(&self, options: &[Tagged]) -> Option<String> {
        let outlines: Option<Vec<_>> = options
            .iter()
            .map(|option| self.outline(&option.ty))
            .collect();
        let outlines = outlines?;
        let is_tag = |key: &&str| {
            let mut seen = HashSet::new();
            outlines.iter().all(|outline| {
                let tags = outline.values(key);
                let is_new = |tag: &Yaml| matches!(tag, Yaml::Text(_)) && seen.insert(tag.clone());
                !tags.is_empty() && tags.iter().all(is_new)
            })
        };
        let mut tags = outlines.first()?.usual_keys().filter(is_tag);
        tags.next().map(str::to_owned)
    }

    /// Returns the texts that the type lists for `key`.
    fn pinned(&self, ty: &Ty, key: &str) -> Vec<String> {
        let outline = self.outline(ty).unwrap_or_default();
        let text = |value: &Yaml| match value {
            Yaml::Text(text) => Some(text.clone()),
            Yaml::Plain(_) => None,
        };
        let texts: Option<Vec<_>> = outline.values(key).iter().map(text).collect();
        texts.unwrap_or_default()
    }

    /// Returns the fields of an object with known fields.
    pub(crate) fn fields(&self, ty: &Ty) -> Option<&[Field]> {
        let Ty::Named(id) = ty else { return None };
        match &self.types.get(id.0)?.kind {
            Kind::Object(object) => Some(&object.fields),
            _ => None,
        }
    }
}

/// Returns the key that a `discriminator` names, if a spec can contain the key.
pub(super) fn discriminating_key(node: &Node) -> Option<&str> {
    let key = node.peek("discriminator")?.peek("propertyName")?.as_str()?;
    (!has_invisible(key)).then_some(key)
}
