//! `client/envelope.rs`: the fields that every body has beside those of its endpoint.

use proc_macro2::TokenStream;
use quote::quote;

use super::{debug, docs, ty};
use crate::model::{Model, Ty};
use crate::output::File;

pub(super) fn file(model: &Model) -> File<'_> {
    File::code("src/client/envelope.rs", &model.source, || tokens(model))
}

fn tokens(model: &Model) -> TokenStream {
    let fields: Vec<_> = model.envelope.iter().collect();
    let (keys, names): (Vec<_>, Vec<_>) =
        fields.iter().map(|field| (&field.key, &field.name)).unzip();
    let types = fields.iter().map(|field| &field.ty);
    let shown = fields
        .iter()
        .map(|field| (&field.name, &field.ty, field.sensitive));
    let (derive, debug) = debug::of_struct(&quote!(Envelope), shown);
    let derive = derive.into_iter();
    let docs = docs::inner("What every response carries beside the body of its own.");
    let take = if fields.is_empty() {
        quote! {
            #[allow(clippy::unnecessary_wraps, clippy::unused_self, reason = "this API has no envelope")]
            pub(crate) fn take<'de, A: serde::de::MapAccess<'de>>(&mut self, _key: &str, _body: &mut A) -> Result<bool, A::Error> {
                Ok(false)
            }
        }
    } else {
        quote! {
            pub(crate) fn take<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, body: &mut A) -> Result<bool, A::Error> {
                match key {
                    #(#keys => self.#names = crate::runtime::absent::Field::read(body)?,)*
                    _ => return Ok(false),
                }
                Ok(true)
            }
        }
    };
    let request_id = match &model.request_id {
        Some(name) => quote! {
            pub(crate) fn request_id(&self) -> &str {
                &self.#name
            }
        },
        None => quote! {
            #[allow(clippy::unused_self, reason = "this API does not name calls")]
            pub(crate) fn request_id(&self) -> &'static str {
                ""
            }
        },
    };
    // A timestamp has an empty value, but no default that could be derived.
    let (derived, default) = if fields.iter().all(|field| field.ty != Ty::Timestamp) {
        (Some(quote!(Default)), None)
    } else {
        let empty = fields.iter().map(|field| ty::empty(&field.ty));
        let default = quote! {
            impl Default for Envelope {
                fn default() -> Self {
                    Self { #(#names: #empty,)* }
                }
            }
        };
        (None, Some(default))
    };
    quote! {
        #docs

        #[doc = " The parts of every body that are not the endpoint's own."]
        #[derive(Clone, #(#derive,)* #derived)]
        pub(crate) struct Envelope {
            #(pub(super) #names: #types,)*
        }

        #debug

        #default

        impl Envelope {
            #[doc = " Reads the value of `key` from `body`. Returns `false` if the envelope has no such key."]
            #take

            #[doc = " The name of the call, if it has one."]
            #[cfg(feature = "tracing")]
            #request_id
        }
    }
}
