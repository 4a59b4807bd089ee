//! Types as callers write them.

use quote::quote;

use crate::model::{Field, Ty, Variant};

/// The type in Rust, without the paths of modules: `Option<Vec<UserId>>`.
pub(super) fn rust_type(ty: &Ty) -> String {
    let text = quote!(#ty).to_string().replace(' ', "");
    let mut short = String::new();
    for part in text.split_inclusive(['<', '>', ',', '(', ')']) {
        short.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    short.replace(',', ", ")
}

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
