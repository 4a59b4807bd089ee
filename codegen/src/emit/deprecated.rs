//! Deprecated items: an attribute for the compiler, and a note in the docs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown::safe;
use crate::model::{Endpoint, Field, Object, Response, Shape};

/// The attribute of a deprecated item, with its note.
pub(super) fn attribute(note: Option<&String>) -> Option<TokenStream> {
    let note = safe(note?);
    Some(quote!(#[deprecated(note = #note)]))
}

/// The words before the docs of a deprecated item.
pub(super) fn word(note: Option<&String>) -> &'static str {
    if note.is_some() { ", deprecated" } else { "" }
}

/// The attribute for the file of a type whose code uses a deprecated item.
pub(super) fn allowed_in_type(shape: &Shape) -> Option<TokenStream> {
    allowed(match shape {
        Shape::Id => false,
        Shape::Object(object) => is_in_object(object),
        Shape::Enum(values) | Shape::IntegerEnum(values) => {
            values.iter().any(|value| value.deprecated.is_some())
        }
        Shape::Union(union) => {
            let mut variants = union.variants.iter();
            variants.any(|variant| variant.deprecated.is_some())
        }
    })
}

/// The attribute for the file of an endpoint whose code uses a deprecated item.
pub(super) fn allowed_in_endpoint(endpoint: &Endpoint) -> Option<TokenStream> {
    let in_response = match &endpoint.response {
        Response::Own(object) => is_in_object(object),
        Response::Empty
        | Response::Type(_)
        | Response::Bytes
        | Response::Text
        | Response::Events(_) => false,
    };
    let in_paging = endpoint.paging.as_ref().is_some_and(|paging| {
        let mut ways = paging.ways().into_iter().flatten();
        ways.any(|field| field.is_deprecated)
    });
    allowed(in_response || in_paging)
}

fn allowed(is_named: bool) -> Option<TokenStream> {
    is_named.then(|| quote!(#![allow(deprecated, reason = "callers can still use the item")]))
}

fn is_in_object(object: &Object) -> bool {
    let constructors = object.constructors.iter();
    let mut fixed = constructors.flat_map(|constructor| constructor.fixed.values());
    has_deprecated(&object.fields) || fixed.any(|value| value.is_deprecated)
}

fn has_deprecated(fields: &[Field]) -> bool {
    fields.iter().any(|field| field.deprecated.is_some())
}
