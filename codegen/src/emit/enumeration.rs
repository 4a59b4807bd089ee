//! Open enums: the values that are known, and room for those that are not yet.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::imports::Imports;
use crate::model::Value;
use crate::name::Name;

pub(super) fn tokens(
    name: &Name,
    docs: &str,
    values: &[Value],
    imports: &mut Imports,
) -> TokenStream {
    imports.add("crate::Unrecognized");
    imports.add("crate::open_enum");
    let docs = docs::from_spec(docs);
    let variants = values.iter().map(|value| {
        let (docs, name) = (docs::from_spec(&value.docs), &value.name);
        quote!(#docs #name,)
    });
    let names: Vec<_> = values.iter().map(|value| &value.name).collect();
    let texts: Vec<_> = values.iter().map(|value| &value.value).collect();
    let unrecognized = quote!(Self::Unrecognized(Unrecognized::new(value)));
    let from = if values.is_empty() {
        unrecognized
    } else {
        quote!(match value { #(#texts => Self::#names,)* _ => #unrecognized, })
    };
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants)*
            #[doc = " A value that this version of the crate has no name for."]
            Unrecognized(Unrecognized),
        }

        impl #name {
            #[doc = " The value as it is on the wire."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#names => #texts,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        impl From<&str> for #name {
            fn from(value: &str) -> Self {
                #from
            }
        }

        open_enum::text_impls!(#name);
    }
}
