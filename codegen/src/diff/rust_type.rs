//! Types in the code of callers.

pub(super) use crate::emit::rust_type;
use crate::model::{Field, Ty, Variant};

/// Returns the type of the content of a variant, with its box.
pub(super) fn content_type(variant: &Variant) -> Option<String> {
    let ty = rust_type(variant.ty.as_ref()?);
    Some(if variant.boxed {
        format!("Box<{ty}>")
    } else {
        ty
    })
}

/// Returns the type of a field, with its box.
pub(super) fn field_type(field: &Field) -> String {
    let ty = match &field.ty {
        Ty::Optional(inner) if field.boxed => format!("Option<Box<{}>>", rust_type(inner)),
        ty => rust_type(ty),
    };
    match field.null.clear() {
        Some(_) => format!("Option<{ty}>"),
        None => ty,
    }
}
