//! Open enums: the known values, and a variant for all other values.

use proc_macro2::TokenStream;
use quote::quote;

use super::{deprecated, docs};
use crate::model::Value;
use crate::name::Name;
use crate::output::macro_call;

/// An open enum. If its values are the keys of a map, it implements `Ord`.
pub(super) fn tokens(name: &Name, docs: &str, values: &[Value], is_key: bool) -> TokenStream {
    let docs = docs::from_spec(docs);
    let variants = values.iter().map(|value| {
        let (docs, name) = (docs::from_spec(&value.docs), &value.name);
        let deprecated = deprecated::attribute(value.deprecated.as_ref());
        quote!(#docs #deprecated #name,)
    });
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
            #(#variants)*
            #[doc = " A value that this version of the crate does not know."]
            Unrecognized(crate::Unrecognized),
        }

        #impls

        #order
    }
}
