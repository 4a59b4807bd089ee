//! Types as callers write them.

use quote::quote;

use crate::model::{Field, Ty};

/// The type in Rust, without the paths of modules: `Option<Vec<UserId>>`.
pub(super) fn rust_type(ty: &Ty) -> String {
    let text = quote!(#ty).to_string().replace(' ', "");
    let mut short = String::new();
    for part in text.split_inclusive(['<', '>', ',', '(', ')']) {
        short.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    short.replace(',', ", ")
}

/// The type of a field or of a variant, with the box that its size may need.
pub(super) fn field_type(field: &Field) -> String {
    match &field.ty {
        ty if !field.boxed => rust_type(ty),
        Ty::Optional(inner) => format!("Option<Box<{}>>", rust_type(inner)),
        ty => format!("Box<{}>", rust_type(ty)),
    }
}
