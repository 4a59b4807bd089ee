//! Inheritance: a reference to a schema with a `discriminator` means any of its variants. A variant extends the schema
//! through `allOf`, or the `mapping` of the `discriminator` lists it.

use std::collections::{HashMap, HashSet};
use std::iter;

use indexmap::IndexMap;

use super::component::stem;
use super::tag::{Tagged, discriminating_key, mapped};
use super::{DEEPEST, Place, Schema, can_only_be, has_shape, only_reference};
use crate::document::{Document, Id, Map, Node};
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::refs::{MOST_HOPS, is_ref, referenced};
use crate::spec::{Kind, Ty};

/// The variants of a schema with their names, by their numbers.
pub(crate) type Variants<'d> = IndexMap<Id, (&'d str, &'d Node)>;

/// Returns the variants of each schema with a `discriminator`, by the number of the schema.
pub(crate) fn variants(document: &Document) -> HashMap<Id, Variants<'_>> {
    let roots = document.files.iter().map(|file| &file.root);
    let schemas = roots.filter_map(|root| root.peek("components")?.peek("schemas"));
    let schemas = schemas.filter_map(Node::map).flat_map(Map::iter);
    let mut bases = IndexMap::new();
    let mut heirs: HashMap<_, Vec<_>> = HashMap::new();
    for (name, node) in schemas {
        bases.insert(node.id, node);
        let items = node.peek("allOf").into_iter().flat_map(Node::children);
        for item in items.filter(|item| is_ref(item)) {
            if let Some(base) = end_of_references(document, item) {
                bases.insert(base.id, base);
                heirs.entry(base.id).or_default().push((name, node));
            }
        }
    }
    let with_variants = bases.into_values().filter_map(|base| {
        let tag = base_tag(base)?;
        let mut listed = listed(document, base);
        let mut variants = Variants::new();
        let mut open = vec![base];
        let mut seen = HashSet::from([base.id]);
        while let Some(node) = open.pop() {
            for (name, heir) in heirs.get(&node.id).into_iter().flatten().copied() {
                if !seen.insert(heir.id) {
                    continue;
                }
                // A schema that adds nothing can be another name for its base.
                if only_reference(heir).is_none() || listed.contains_key(&heir.id) {
                    variants.insert(heir.id, (name, heir));
                }
                if base_tag(heir).is_none() {
                    open.push(heir);
                }
            }
        }
        if has_only_tag(base, tag) {
            listed.retain(|id, _| !variants.contains_key(id));
            variants.extend(listed);
        }
        (!variants.is_empty()).then_some((base.id, variants))
    });
    with_variants.collect()
}

/// Returns the target of a `$ref`, or of the `$ref` in its target.
fn end_of_references<'d>(document: &'d Document, node: &'d Node) -> Option<&'d Node> {
    let mut targets = iter::successors(Some(node), |node| referenced(document, node));
    targets.by_ref().take(MOST_HOPS).find(|node| !is_ref(node))
}

/// Returns the key that identifies the variants of a schema which is not itself a union.
fn base_tag(node: &Node) -> Option<&str> {
    discriminating_key(node).filter(|_| !node.has("oneOf") && !node.has("anyOf"))
}

/// Whether the values of a schema are any objects with the key `tag`.
fn has_only_tag(node: &Node, tag: &str) -> bool {
    let properties = node.peek("properties").and_then(Node::map);
    let mut keys = properties.into_iter().flat_map(|map| map.entries.keys());
    let required = node.peek("required").into_iter().flat_map(Node::children);
    !has_shape(node, &["discriminator", "properties", "required", "type"])
        && keys.all(|key| key == tag)
        && required.map(Node::as_str).all(|key| key == Some(tag))
        && can_only_be(node, "object")
}

/// Returns the other schemas that the `mapping` of a schema lists.
fn listed<'d>(document: &'d Document, node: &'d Node) -> Variants<'d> {
    let entries = mapping(node).filter_map(|(_, entry)| {
        let target = mapped(document, node, entry)?;
        Some((target.id, (stem(entry.as_str()?), target)))
    });
    entries.filter(|(id, _)| *id != node.id).collect()
}

/// Returns the tags in the `mapping` of a schema.
fn mapping(node: &Node) -> impl Iterator<Item = (&str, &Node)> {
    let discriminator = node.peek("discriminator");
    let mapping = discriminator.and_then(|node| node.peek("mapping")?.map());
    mapping.into_iter().flat_map(Map::iter)
}

impl<'d> Import<'d> {
    /// Converts a schema with variants to a union of the variants.
    pub(super) fn inherited(&mut self, node: &'d Node, place: &Place<'d>) -> Option<Schema> {
        let tag = base_tag(node)?;
        let variants = self.variants.get(&node.id)?.clone();
        if self.depth >= DEEPEST {
            return None;
        }
        let tags = self.mapping(node);
        let mut options = Vec::new();
        self.depth += 1;
        for (id, (name, variant)) in variants {
            let ty = self.named(variant, name, place.direction).ty;
            options.push(Tagged {
                target: id,
                name: name.to_owned(),
                ty,
            });
        }
        self.depth -= 1;
        let Some(ty) = self.tagged(tag, &tags, &options, &[node], place) else {
            let message = format!("the key `{tag}` does not determine the variant of an object");
            self.losses
                .push(Lost::Union, node, message, "the shared fields");
            return None;
        };
        if has_only_tag(node, tag) {
            node.take("required");
            node.take("type");
            let property = node.get("properties").and_then(|node| node.get(tag));
            for key in ["$ref", "enum", "type"] {
                property.and_then(|property| property.take(key));
            }
        }
        self.report_missing_tags(node, &ty);
        let (_, is_nullable) = self.type_names(&[node]);
        Some(Schema {
            is_nullable: is_nullable || node.is("nullable"),
            ..Schema::of(ty)
        })
    }

    /// Reports the tags of a `mapping` that are not in the union.
    fn report_missing_tags(&mut self, node: &'d Node, union: &Ty) {
        let Ty::Named(id) = union else { return };
        let Some(Kind::Union { variants, .. }) = self.types.get(id.0).map(|ty| &ty.kind) else {
            return;
        };
        let known: HashSet<_> = variants
            .iter()
            .map(|variant| variant.key.as_str())
            .collect();
        for (tag, entry) in mapping(node).filter(|(tag, _)| !known.contains(tag)) {
            let message = format!("the union has no variant with the tag `{tag}`");
            self.losses
                .push(Lost::Union, entry, message, "an unknown variant");
        }
    }
}
