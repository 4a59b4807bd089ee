//! Tagged unions: a name that says what kind of value comes with it.

use proc_macro2::TokenStream;
use quote::quote;

use super::{debug, deprecated, docs};
use crate::markdown;
use crate::model::{Tagging, Type, Union};
use crate::output::macro_call;

pub(super) fn tokens(ty: &Type, union: &Union) -> TokenStream {
    let name = &ty.name;
    let docs = docs::from_spec(&ty.docs);
    let Union { tagging, variants } = union;
    let Tagging::Adjacent {
        tag,
        content,
        tag_name,
    } = tagging;
    let declared = variants.iter().map(|variant| {
        let (docs, name, ty) = (docs::from_spec(&variant.docs), &variant.name, &variant.ty);
        let deprecated = deprecated::attribute(variant.deprecated.as_ref());
        if variant.boxed {
            quote!(#docs #deprecated #name(Box<#ty>),)
        } else {
            quote!(#docs #deprecated #name(#ty),)
        }
    });
    let wire = variants.iter().map(|variant| {
        let (name, tag) = (&variant.name, &variant.key);
        let redaction = debug::redaction(&variant.ty, variant.sensitive).into_iter();
        quote!(#name(#tag #(, #redaction)*))
    });
    let head = quote!(#name(#tag, #content));
    let impls = macro_call(&quote!(crate::runtime::tagged::impls), &head, wire);
    let (tag_code, content_code) = (markdown::code(tag), markdown::code(content));
    let tag_docs = docs::outer(&format!("Returns the {tag_code} as the service spells it."));
    let other_docs = docs::outer(&format!(
        "Creates the variant with this {tag_code} and this {content_code}.\n\n\
         Use it for a variant that this version of the crate does not know. If the crate knows the variant and the \
         content has its type, the result is the known variant."
    ));
    quote! {
        #docs
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            #[doc = " A variant that this version of the crate does not know."]
            Unrecognized(crate::UnrecognizedVariant),
        }

        impl #name {
            #other_docs
            pub fn other(tag: impl Into<String>, content: impl Into<serde_json::Value>) -> Self {
                crate::runtime::tagged::from_parts(tag.into(), content.into())
            }

            #tag_docs
            #[must_use]
            pub fn #tag_name(&self) -> &str {
                // In full: this method may be called `tag` too.
                crate::runtime::tagged::Tagged::tag(self)
            }
        }

        #impls
    }
}
