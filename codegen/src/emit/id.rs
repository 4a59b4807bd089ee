//! Ids: strings that must not be mixed up.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use super::imports::Imports;
use crate::model::Type;

pub(super) fn tokens(ty: &Type, imports: &mut Imports) -> TokenStream {
    imports.add("serde::Deserialize");
    imports.add("serde::Serialize");
    imports.add("crate::id");
    let name = &ty.name;
    let docs = docs::from_spec(&ty.docs);
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
        #[serde(transparent)]
        pub struct #name(String);

        id::text_impls!(#name);
    }
}
