//! Inheritance: heirs extend a schema with a `discriminator` through `allOf`, or the `discriminator` lists them. A reference
//! to that schema means any heir.

use super::component::stem;
use super::tag::{Tagged, discriminating_key, mapped};
use super::{Place, Schema, only_reference};
use crate::document::{Document, Id, Map, Node};
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::refs::{is_ref, referenced};
use crate::spec::{Kind, Ty};
use std::collections::HashMap;

/// Lists the components that extend a schema with `allOf`, by the number of the extended schema.
pub(crate) fn heirs(document: &Document) -> HashMap<Id, Vec<(&str, &Node)>> {
    let mut heirs: HashMap<_, Vec<_>> = HashMap::new();
    let roots = document.files.iter().map(|file| &file.root);
    let schemas = roots.filter_map(|root| root.peek("components")?.peek("schemas"));
    let schemas = schemas.filter_map(Node::map).flat_map(Map::iter);
    for (name, node) in schemas {
        let items = node.peek("allOf").into_iter().flat_map(Node::children);
        for item in items.filter(|item| is_ref(item)) {
            if let Some(base) = referenced(document, item)
                && (only_reference(node).is_none() || is_variant(document, base, node))
            {
                heirs.entry(base.id).or_default().push((name, node));
            }
        }
    }
    heirs
}

/// Whether a schema that adds nothing to `base` is a variant of it, and not another name for it.
fn is_variant(document: &Document, base: &Node, node: &Node) -> bool {
    let mut mapping = mapping_of(base).peekable();
    if mapping.peek().is_none() {
        return node.peek("nullable").and_then(Node::as_bool) != Some(true);
    }
    mapping.any(|target| mapped(document, base, target).is_some_and(|target| target.id == node.id))
}

/// Lists the entries of the `mapping` of a schema.
fn mapping_of(node: &Node) -> impl Iterator<Item = &Node> {
    let discriminator = node.peek("discriminator");
    let mapping = discriminator.and_then(|node| node.peek("mapping"));
    mapping.into_iter().flat_map(Node::children)
}

impl<'d> Import<'d> {
    /// Whether the schema is one of the heirs of `base`.
    pub(super) fn is_heir(&self, node: &Node, base: &Node) -> bool {
        let heirs = self.heirs.get(&base.id);
        discriminating_key(base).is_some()
            && heirs.is_some_and(|heirs| heirs.iter().any(|(_, heir)| heir.id == node.id))
    }

    /// Converts a schema with heirs to a union of the heirs.
    pub(super) fn inherited(&mut self, node: &'d Node, place: &Place<'d>) -> Option<Schema> {
        let tag = discriminating_key(node)?;
        if node.has("oneOf") || node.has("anyOf") {
            return None;
        }
        let heirs = self.heirs.get(&node.id).cloned().unwrap_or_default();
        let mut options = self.options(&heirs, place);
        let mut listed = Vec::new();
        for target in mapping_of(node) {
            let name = stem(target.as_str().unwrap_or_default());
            let target = mapped(self.document, node, target);
            let is_new = |target: &&'d Node| {
                let mut known = heirs.iter().chain(&listed);
                target.id != node.id && known.all(|(_, other)| other.id != target.id)
            };
            listed.extend(target.filter(is_new).map(|target| (name, target)));
        }
        // The mapping can list schemas that repeat the keys of this one.
        let others = self.options(&listed, place);
        if !others.is_empty()
            && others
                .iter()
                .all(|other| self.has_keys(&other.ty, node, tag))
        {
            options.extend(others);
            for key in ["properties", "required", "type"] {
                node.take(key);
            }
        }
        if options.is_empty() {
            return None;
        }
        let mapping = self.mapping(node);
        let Some(ty) = self.tagged(tag, &mapping, &options, &[node], place) else {
            let message = format!("the key `{tag}` does not determine the variant of an object");
            self.losses
                .push(Lost::Union, node, message, "the shared fields");
            return None;
        };
        for entry in mapping_of(node) {
            let is_variant = |id| options.iter().any(|option| option.target == id);
            if mapped(self.document, node, entry).is_some_and(|target| !is_variant(target.id)) {
                let message = "the union has no variant for this tag";
                self.losses
                    .push(Lost::Union, entry, message, "an unknown variant");
            }
        }
        Some(Schema {
            is_nullable: node.is("nullable"),
            ..Schema::of(ty)
        })
    }

    /// Converts variants, each with the name of its schema.
    fn options(&mut self, variants: &[(&'d str, &'d Node)], place: &Place<'d>) -> Vec<Tagged> {
        let mut options = Vec::new();
        for (name, node) in variants {
            let ty = self.named(node, name, place.direction).ty;
            options.push(Tagged {
                target: node.id,
                name: self.components.get(&node.id).cloned().unwrap_or_default(),
                ty,
            });
        }
        options
    }

    /// Whether an object has all keys of the schema `node` except the tag.
    fn has_keys(&self, ty: &Ty, node: &Node, tag: &str) -> bool {
        let Ty::Named(id) = ty else { return false };
        let Some(Kind::Object(object)) = self.types.get(id.0).map(|ty| &ty.kind) else {
            return false;
        };
        let properties = node.peek("properties").and_then(Node::map);
        let mut keys = properties.into_iter().flat_map(|map| map.entries.keys());
        keys.all(|key| key == tag || object.fields.iter().any(|field| field.key == *key))
    }
}
