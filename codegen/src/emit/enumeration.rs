//! Open enums: the known values, and a variant for all other values.

use proc_macro2::TokenStream;
use quote::quote;

use super::{deprecated, docs};
use crate::model::{Value, grouped};
use crate::name::Name;
use crate::output::macro_call;

/// An open enum of strings. If its values are the keys of a map, it implements `Ord`.
pub(super) fn tokens(name: &Name, docs: &str, values: &[Value], is_key: bool) -> TokenStream {
    let docs = docs::from_spec(docs);
    let variants = variants(values, &quote!(crate::Unrecognized));
    let wire = values
        .iter()
        .map(|Value { name, value, .. }| quote!(#name(#value)));
    let impls = macro_call(
        &quote!(crate::runtime::open_enum::impls),
        &quote!(#name),
        wire,
    );
    let order = is_key.then(|| quote!(crate::runtime::map::order!(#name);));
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #variants
        }

        #impls

        #order
    }
}

/// An open enum of whole numbers.
pub(super) fn of_integers(name: &Name, docs: &str, values: &[Value]) -> TokenStream {
    let docs = docs::from_spec(docs);
    let variants = variants(values, &quote!(crate::UnrecognizedInteger));
    let wire = values.iter().map(|Value { name, value, .. }| {
        let integer = value.parse::<i64>().map(integer).ok();
        quote!(#name(#integer))
    });
    let impls = macro_call(
        &quote!(crate::runtime::integer_enum::impls),
        &quote!(#name),
        wire,
    );
    quote! {
        #docs
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #variants
        }

        #impls
    }
}

/// The whole number, with underscores between thousands.
pub(super) fn integer(value: impl Into<i128>) -> TokenStream {
    grouped(value.into(), '_').parse().unwrap_or_default()
}

/// The variants of the values, and the one for other values, which have the type `unrecognized`.
fn variants(values: &[Value], unrecognized: &TokenStream) -> TokenStream {
    let known = values.iter().map(|value| {
        let (docs, name) = (docs::from_spec(&value.docs), &value.name);
        let deprecated = deprecated::attribute(value.deprecated.as_ref());
        quote!(#docs #deprecated #name,)
    });
    quote! {
        #(#known)*
        #[doc = " A value that this version of the crate does not know."]
        Unrecognized(#unrecognized),
    }
}
