//! Ids: a string type for each kind of id.

use std::iter;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::model::Type;
use crate::output::macro_call;

pub(super) fn tokens(ty: &Type) -> TokenStream {
    let name = &ty.name;
    let docs = docs::from_spec(&ty.docs);
    let impls = macro_call(
        &quote!(crate::runtime::id::impls),
        &quote!(#name),
        iter::empty(),
    );
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct #name(String);

        #impls
    }
}
