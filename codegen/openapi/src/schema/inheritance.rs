//! Inheritance: heirs extend a schema with a `discriminator` through `allOf`. A reference to that schema means any heir.

use super::tag::{Tagged, discriminating_key};
use super::{Place, Schema};
use crate::document::{Document, Id, Node};
use crate::import::Import;
use crate::refs::{find, is_ref};
use std::collections::HashMap;

/// Lists the components that extend a schema with `allOf`, by the number of the extended schema.
pub(crate) fn heirs(document: &Document) -> HashMap<Id, Vec<&Node>> {
    let mut heirs: HashMap<_, Vec<_>> = HashMap::new();
    let root = document.root();
    let schemas = root.and_then(|root| root.peek("components")?.peek("schemas"));
    for node in schemas.into_iter().flat_map(Node::children) {
        let items = node.peek("allOf").into_iter().flat_map(Node::children);
        for item in items.filter(|item| is_ref(item)) {
            let text = item.peek("$ref").and_then(Node::as_str);
            if let Some(base) = text.and_then(|text| find(document, item, text)) {
                heirs.entry(base.id).or_default().push(node);
            }
        }
    }
    heirs
}

impl<'d> Import<'d> {
    /// Converts a schema with heirs to a union of the heirs.
    pub(super) fn inherited(&mut self, node: &'d Node, place: &Place<'d>) -> Option<Schema> {
        let tag = discriminating_key(node)?;
        let is_union = node.has("oneOf") || node.has("anyOf");
        let heirs = self.heirs.get(&node.id).cloned().unwrap_or_default();
        if is_union || heirs.is_empty() {
            return None;
        }
        let mapping = self.mapping(node);
        let mut options = Vec::new();
        for heir in heirs {
            let name = self.components.get(&heir.id).cloned().unwrap_or_default();
            let schema = self.named(heir, &name, place.direction);
            options.push(Tagged {
                target: heir.id,
                name,
                ty: schema.ty,
            });
        }
        let ty = self.tagged(tag, &mapping, &options, &[node], place)?;
        Some(Schema {
            is_nullable: node.is("nullable"),
            ..Schema::of(ty)
        })
    }
}
