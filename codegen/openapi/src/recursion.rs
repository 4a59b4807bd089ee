//! Types that contain themselves. Their properties are known only after all types are converted.

use std::collections::HashMap;

use crate::body::plain_field;
use crate::document::{Id, Node};
use crate::import::{Converted, Import};
use crate::loss::Kind as Lost;
use crate::spec::{Field, Kind, Ty, Type, TypeId, Variant};

/// A type during the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    /// The search is in the fields of the type.
    Open,
    Done,
}

impl Import<'_> {
    /// Corrects types that a spec cannot contain.
    pub(crate) fn settle_recursion(&mut self, root: &Node) {
        let components = self.components_of_types();
        let at = |id: TypeId| components.get(&id).copied().unwrap_or(root.id);
        for id in (0..self.types.len()).map(TypeId) {
            self.settle_variants(id, at(id));
        }
        self.end_types(at);
    }

    /// Removes the variants of a tagged union that are no objects, and adds the tag to the other ones.
    fn settle_variants(&mut self, id: TypeId, at: Id) {
        let Some(Kind::Union {
            tag: Some(tag),
            variants,
        }) = self.types.get_mut(id.0).map(|ty| &mut ty.kind)
        else {
            return;
        };
        let (tag, all) = (tag.clone(), std::mem::take(variants));
        let mut kept = Vec::new();
        for variant in all {
            if self.can_have_tag(&variant, &tag) {
                kept.push(variant);
            } else {
                let message = format!(
                    "the variant `{}` of the union cannot have the key `{tag}`",
                    variant.key
                );
                self.losses
                    .at(Lost::Union, at, message, "the other variants");
            }
        }
        if let Some(ty) = self.types.get_mut(id.0) {
            ty.kind = if kept.is_empty() {
                Kind::Endless
            } else {
                Kind::Union {
                    tag: Some(tag),
                    variants: kept,
                }
            };
        }
    }

    /// Whether the objects of a variant can have the tag. An object with any keys gets a field for it.
    fn can_have_tag(&mut self, variant: &Variant, tag: &str) -> bool {
        let Some(Ty::Named(id)) = variant.ty else {
            return true;
        };
        let Some(kind @ Kind::Object(_)) = self.types.get(id.0).map(|ty| &ty.kind) else {
            return false;
        };
        if self.can_be_tagged(kind, tag) {
            return true;
        }
        match self.types.get_mut(id.0).map(|ty| &mut ty.kind) {
            Some(Kind::Object(object)) if object.fields.iter().all(|field| field.key != tag) => {
                object.fields.insert(
                    0,
                    Field {
                        is_required: true,
                        ..plain_field(tag, Ty::STRING)
                    },
                );
                true
            }
            _ => false,
        }
    }

    /// Makes fields optional until each type has a finite value.
    fn end_types(&mut self, at: impl Fn(TypeId) -> Id) {
        for (id, field) in endless_fields(&self.types) {
            let Some(Type {
                name,
                kind: Kind::Object(object),
                ..
            }) = self.types.get_mut(id.0)
            else {
                continue;
            };
            let Some(field) = object.fields.get_mut(field) else {
                continue;
            };
            field.is_required = false;
            let message = format!(
                "each `{name}` contains another one through the required `{}`",
                field.key
            );
            self.losses
                .at(Lost::Circular, at(id), message, "an optional field");
        }
    }

    /// Returns the component that each type comes from.
    fn components_of_types(&self) -> HashMap<TypeId, Id> {
        let mut components = HashMap::new();
        for ((component, _), converted) in &self.converted {
            if let Converted::Done(schema) = converted
                && let Ty::Named(id) = schema.ty
            {
                let first = components.entry(id).or_insert(*component);
                *first = (*first).min(*component);
            }
        }
        components
    }
}

/// Returns the fields that lead back to a type which always contains them.
fn endless_fields(types: &[Type]) -> Vec<(TypeId, usize)> {
    let mut states = vec![State::New; types.len()];
    let mut found = Vec::new();
    for start in 0..types.len() {
        // Each type with the index of its next field.
        let mut open = vec![(start, 0)];
        while let Some((id, next)) = open.pop() {
            let Some(state) = states.get_mut(id) else {
                continue;
            };
            if next == 0 {
                if *state != State::New {
                    continue;
                }
                *state = State::Open;
            }
            let Some((field, inner)) = held(types, id, next) else {
                *state = State::Done;
                continue;
            };
            open.push((id, field + 1));
            match states.get(inner) {
                Some(State::Open) => found.push((TypeId(id), field)),
                _ => open.push((inner, 0)),
            }
        }
    }
    found
}

/// Returns the first field from the index `next` that always contains an object, and the type of that object.
fn held(types: &[Type], id: usize, next: usize) -> Option<(usize, usize)> {
    let Kind::Object(object) = &types.get(id)?.kind else {
        return None;
    };
    let mut fields = object.fields.iter().enumerate().skip(next);
    fields.find_map(|(index, field)| match &field.ty {
        Ty::Named(inner) if !field.is_optional() => Some((index, inner.0)),
        _ => None,
    })
}
