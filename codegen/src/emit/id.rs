//! Ids: strings that must not be mixed up.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::imports::Imports;
use crate::model::Type;

pub(super) fn tokens(ty: &Type, imports: &mut Imports) -> TokenStream {
    imports.add("std::fmt");
    imports.add("serde::Deserialize");
    imports.add("serde::Serialize");
    let name = &ty.name;
    let docs = docs::from_spec(&ty.docs);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        #[serde(transparent)]
        pub struct #name(String);

        impl #name {
            #[doc = " The id as it is on the wire."]
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl AsRef<str> for #name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for #name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for #name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl From<String> for #name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for #name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<&String> for #name {
            fn from(id: &String) -> Self {
                Self(id.clone())
            }
        }

        impl From<&Self> for #name {
            fn from(id: &Self) -> Self {
                id.clone()
            }
        }
    }
}
