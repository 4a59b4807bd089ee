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
    for path in [
        "std::fmt",
        "serde::Deserialize",
        "serde::Deserializer",
        "serde::Serialize",
        "serde::Serializer",
        "crate::Unrecognized",
        "crate::lenient::Empty",
        "crate::open_enum",
    ] {
        imports.add(path);
    }
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

        impl From<String> for #name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl Empty for #name {
            fn empty() -> Self {
                Self::from("")
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                open_enum::deserialize(deserializer)
            }
        }
    }
}
