//! Types as callers write them.

use quote::quote;

use crate::model::Ty;

/// The type in Rust, without the paths of modules: `Option<Vec<UserId>>`.
pub(super) fn rust_type(ty: &Ty) -> String {
    let text = quote!(#ty).to_string().replace(' ', "");
    let mut short = String::new();
    for part in text.split_inclusive(['<', '>', ',', '(', ')']) {
        short.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    short
}
