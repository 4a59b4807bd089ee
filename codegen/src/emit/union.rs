//! Unions: enums whose variants hold values.

use proc_macro2::TokenStream;
use quote::quote;

use super::{debug, deprecated, docs};
use crate::markdown::code;
use crate::model::{Tagging, Type, Union, Variant};
use crate::name::Name;
use crate::output::macro_call;

pub(super) fn tokens(ty: &Type, union: &Union) -> TokenStream {
    let name = &ty.name;
    let docs = docs::from_spec(&ty.docs);
    let Union { tagging, variants } = union;
    let declared = variants.iter().map(declared);
    let unrecognized = match tagging {
        Tagging::Adjacent { .. } => quote! {
            #[doc = " A variant that this version of the crate does not know."]
            Unrecognized(crate::UnrecognizedVariant),
        },
        Tagging::Internal { .. } => quote! {
            #[doc = " A variant that this version of the crate does not know."]
            Unrecognized(crate::UnrecognizedValue),
        },
    };
    let methods = methods(tagging);
    let (macro_name, head) = match tagging {
        Tagging::Adjacent { tag, content, .. } => (
            quote!(crate::runtime::tagged::impls),
            quote!(#name(#tag, #content)),
        ),
        Tagging::Internal { tag, .. } => (
            quote!(crate::runtime::internally_tagged::impls),
            quote!(#name(#tag)),
        ),
    };
    let impls = macro_call(&macro_name, &head, variants.iter().map(on_wire));
    quote! {
        #docs
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            #unrecognized
        }

        impl #name {
            #methods
        }

        #impls
    }
}

fn declared(variant: &Variant) -> TokenStream {
    let (docs, name) = (docs::from_spec(&variant.docs), &variant.name);
    let deprecated = deprecated::attribute(variant.deprecated.as_ref());
    let content = match &variant.ty {
        Some(ty) if variant.boxed => Some(quote!((Box<#ty>))),
        Some(ty) => Some(quote!((#ty))),
        None => None,
    };
    quote!(#docs #deprecated #name #content,)
}

/// The variant as the runtime declares it: `Card("card")`, or `Cash = "cash"` without content.
fn on_wire(variant: &Variant) -> TokenStream {
    let (name, tag) = (&variant.name, &variant.key);
    match &variant.ty {
        Some(ty) => {
            let redaction = debug::redaction(ty, variant.sensitive).into_iter();
            quote!(#name(#tag #(, #redaction)*))
        }
        None => quote!(#name = #tag),
    }
}

/// The constructor for variants that are not known, and the method that returns the tag.
fn methods(tagging: &Tagging) -> TokenStream {
    match tagging {
        Tagging::Adjacent {
            tag,
            content,
            tag_name,
        } => {
            let (tag, content) = (code(tag), code(content));
            let docs = docs::outer(&format!(
                "Creates the variant with this {tag} and this {content}.\n\n\
                 Use it for a variant that this version of the crate does not know. If the crate knows the variant and the \
                 content has its type, the result is the known variant."
            ));
            let trait_name = quote!(crate::runtime::tagged::Tagged);
            let tag_method = tag_method(&tag, tag_name, &trait_name);
            quote! {
                #docs
                pub fn other(tag: impl Into<String>, content: impl Into<serde_json::Value>) -> Self {
                    crate::runtime::tagged::from_parts(tag.into(), content.into())
                }

                #tag_method
            }
        }
        Tagging::Internal { tag, tag_name } => {
            let tag = code(tag);
            let docs = docs::outer(&format!(
                "Creates the variant with this {tag} and these other fields.\n\n\
                 Use it for a variant that this version of the crate does not know. If the crate knows the variant and all \
                 its fields, the result is the known variant."
            ));
            let trait_name = quote!(crate::runtime::internally_tagged::InternallyTagged);
            let tag_method = tag_method(&tag, tag_name, &trait_name);
            quote! {
                #docs
                pub fn other(
                    tag: impl Into<String>,
                    fields: impl IntoIterator<Item = (impl Into<String>, impl Into<serde_json::Value>)>,
                ) -> Self {
                    crate::runtime::internally_tagged::from_parts(tag.into(), fields)
                }

                #tag_method
            }
        }
    }
}

fn tag_method(tag: &str, name: &Name, trait_name: &TokenStream) -> TokenStream {
    let docs = docs::outer(&format!("Returns the {tag} as the service spells it."));
    quote! {
        #docs
        #[must_use]
        pub fn #name(&self) -> &str {
            // The full path is needed if this method is called `tag` too.
            #trait_name::tag(self)
        }
    }
}
