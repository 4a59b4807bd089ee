//! Objects that always contain another object of their type. They have no finite value, so the document is wrong.

use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::spec::{Kind, Ty, Type, TypeId};

/// A type during the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    New,
    /// The search is in the fields of the type.
    Open,
    Done,
}

impl Import<'_> {
    /// Makes required fields optional until no object always contains itself through the fields of objects.
    pub(crate) fn end_types(&mut self) {
        for (id, field) in endless_fields(&self.types) {
            let Some(Type {
                name,
                kind: Kind::Object(object),
                at,
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
                .at(Lost::Circular, *at, message, "an optional field");
        }
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
