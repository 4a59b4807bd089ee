//! `client/envelope.rs`: the fields that every response body has in addition to the fields of its endpoint.

use proc_macro2::TokenStream;
use quote::quote;

use super::derivable::Derivable;
use super::{debug, docs, ty};
use crate::model::{Field, Model};
use crate::output::File;

pub(super) fn file(model: &Model) -> File<'_> {
    File::code("src/client/envelope.rs", &model.source, || tokens(model))
}

fn tokens(model: &Model) -> TokenStream {
    let fields = model.envelope.as_slice();
    let names = fields.iter().map(|field| &field.name);
    let types = fields.iter().map(|field| &field.ty);
    let debug = debug::of_struct(&quote!(Envelope), fields);
    let default = default(fields);
    let derives = [debug.derive(), default.derive()].into_iter().flatten();
    let (debug, default) = (debug.implementation(), default.implementation());
    let (take, request_id) = (take(fields), request_id(model));
    let docs = docs::inner(
        "The fields that every response body has in addition to the fields of its endpoint.",
    );
    quote! {
        #docs

        #[doc = " The envelope of a response body."]
        #[derive(Clone #(, #derives)*)]
        pub(crate) struct Envelope {
            #(pub(super) #names: #types,)*
        }

        #debug

        #default

        impl Envelope {
            #[doc = " Reads the value of `key` from `body`. Returns `false` if the envelope has no such key."]
            #take

            #[doc = " Returns the request id, or an empty string if the response has no request id."]
            #[cfg(feature = "tracing")]
            #request_id
        }
    }
}

/// `Default`: derived, or implemented if the type of a field has an empty value but no default, such as a timestamp.
fn default(fields: &[Field]) -> Derivable {
    if fields.iter().all(|field| ty::has_default(&field.ty)) {
        return Derivable::Derived(quote!(Default));
    }
    let names = fields.iter().map(|field| &field.name);
    let empty = fields.iter().map(|field| ty::empty(&field.ty));
    Derivable::Implemented(quote! {
        impl Default for Envelope {
            fn default() -> Self {
                Self { #(#names: #empty,)* }
            }
        }
    })
}

/// The method that reads a field of the envelope from a body.
fn take(fields: &[Field]) -> TokenStream {
    if fields.is_empty() {
        return quote! {
            #[allow(clippy::unnecessary_wraps, clippy::unused_self, reason = "this API has no envelope")]
            pub(crate) fn take<'de, A: serde::de::MapAccess<'de>>(&mut self, _key: &str, _body: &mut A) -> Result<bool, A::Error> {
                Ok(false)
            }
        };
    }
    let keys = fields.iter().map(|field| &field.key);
    let names = fields.iter().map(|field| &field.name);
    quote! {
        pub(crate) fn take<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, body: &mut A) -> Result<bool, A::Error> {
            match key {
                #(#keys => self.#names = crate::runtime::absent::read(body)?,)*
                _ => return Ok(false),
            }
            Ok(true)
        }
    }
}

/// The method that returns the request id.
fn request_id(model: &Model) -> TokenStream {
    match &model.request_id {
        Some(name) => quote! {
            pub(crate) fn request_id(&self) -> &str {
                &self.#name
            }
        },
        None => quote! {
            #[allow(clippy::unused_self, reason = "this API has no request ids")]
            pub(crate) fn request_id(&self) -> &'static str {
                ""
            }
        },
    }
}
