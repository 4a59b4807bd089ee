//! Changes of the types of the bodies of errors.

use super::change::{Found, Kind};
use super::rust_type::rust_type;
use crate::model::{ErrorBody, Model, Statuses, Ty};

/// Finds bodies with a type that had no type before.
pub(super) fn added(old: &[ErrorBody], new: &[ErrorBody]) -> Option<Found> {
    let is_new = |body: &&ErrorBody| of(old, body.statuses).is_none();
    let added: Vec<_> = new.iter().filter(is_new).map(shown).collect();
    Found::when(!added.is_empty(), Kind::ErrorBodyAdded, || {
        format!("the body of an error now has a type: {}", added.join(", "))
    })
}

/// Finds bodies that had another type before.
pub(super) fn changed(old: &[ErrorBody], new: &[ErrorBody]) -> Option<Found> {
    let is_changed = |body: &&ErrorBody| of(new, body.statuses) != Some(&body.ty);
    let changed: Vec<_> = old.iter().filter(is_changed).map(shown).collect();
    Found::when(!changed.is_empty(), Kind::ErrorBodyChanged, || {
        let changed = changed.join(", ");
        format!("the body of an error no longer has this type: {changed}")
    })
}

/// Returns the type of the body of all errors.
pub(super) fn of_client(model: &Model) -> Vec<ErrorBody> {
    let body = model.error_body.clone().map(|ty| ErrorBody {
        statuses: Statuses::Other,
        ty,
    });
    body.into_iter().collect()
}

fn of(bodies: &[ErrorBody], statuses: Statuses) -> Option<&Ty> {
    let body = bodies.iter().find(|body| body.statuses == statuses)?;
    Some(&body.ty)
}

fn shown(body: &ErrorBody) -> String {
    format!("`{}` for {}", rust_type(&body.ty), body.statuses)
}
