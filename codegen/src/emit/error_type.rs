//! `client/error_type.rs`: the service's types of error, and the paths to the parts of an error body.

use proc_macro2::TokenStream;
use quote::quote;

use super::enumeration;
use crate::model::{ErrorKeys, Model};
use crate::name::Name;
use crate::output::File;

pub(super) fn file(model: &Model) -> File<'_> {
    File::code("src/client/error_type.rs", &model.source, || tokens(model))
}

fn tokens(model: &Model) -> TokenStream {
    let docs = "A type of error of the service.\n\nThe list is open: every other type is `Unrecognized`, and `as_str` returns its text.";
    let name = Name::error_type();
    let code = enumeration::tokens(&name, docs, &model.error_types, false);
    let ErrorKeys {
        error_type,
        message,
        url,
        details,
        request_id,
    } = &model.error_keys;
    quote! {
        #code

        #[doc = " The paths to the parts of an error body."]
        pub(crate) const ERROR_KEYS: crate::runtime::error_keys::ErrorKeys = crate::runtime::error_keys::ErrorKeys {
            error_type: &[#(#error_type),*],
            message: &[#(#message),*],
            url: &[#(#url),*],
            details: &[#(#details),*],
            request_id: &[#(#request_id),*],
        };
    }
}
