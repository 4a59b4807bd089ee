//! Types as callers write them.

pub(super) use crate::emit::rust_type;
use crate::model::{Field, Ty, Variant};

/// The type of the content of a variant, with the box that its size may need.
pub(super) fn content_type(variant: &Variant) -> Option<String> {
    let ty = rust_type(variant.ty.as_ref()?);
    Some(if variant.boxed {
        format!("Box<{ty}>")
    } else {
        ty
    })
}

/// The type of a field, with the box that its size may need.
pub(super) fn field_type(field: &Field) -> String {
    let ty = match &field.ty {
        Ty::Optional(inner) if field.boxed => format!("Option<Box<{}>>", rust_type(inner)),
        ty => rust_type(ty),
    };
    match field.clear {
        Some(_) => format!("Option<{ty}>"),
        None => ty,
    }
}
