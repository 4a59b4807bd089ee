//! Tagged unions: a name that says what kind of value comes with it.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::{debug, docs};
use crate::markdown;
use crate::model::{Tagging, Type, Union};
use crate::output::macro_call;

pub(super) fn tokens(ty: &Type, union: &Union, imports: &mut Imports) -> TokenStream {
    for path in [
        "serde_json::Value",
        "crate::UnrecognizedVariant",
        "crate::runtime::tagged",
    ] {
        imports.add(path);
    }
    let name = &ty.name;
    let docs = docs::from_spec(&ty.docs);
    let Union { tagging, variants } = union;
    let Tagging::Adjacent {
        tag,
        content,
        tag_name,
    } = tagging;
    let declared = variants.iter().map(|variant| {
        imports.add_ty(&variant.ty);
        let (docs, name, ty) = (docs::from_spec(&variant.docs), &variant.name, &variant.ty);
        if variant.boxed {
            quote!(#docs #name(Box<#ty>),)
        } else {
            quote!(#docs #name(#ty),)
        }
    });
    let declared: Vec<_> = declared.collect();
    let wire = variants.iter().map(|variant| {
        let (name, tag) = (&variant.name, &variant.key);
        let redaction = debug::redaction(&variant.ty, variant.sensitive).into_iter();
        quote!(#name(#tag #(, #redaction)*))
    });
    let head = quote!(#name(#tag, #content));
    let impls = macro_call(&quote!(tagged::impls), &head, wire);
    let (tag_code, content_code) = (markdown::code(tag), markdown::code(content));
    let tag_docs = docs::outer(&format!("The {tag_code} as it is on the wire."));
    if variants.iter().any(|variant| variant.sensitive) {
        imports.add("crate::runtime::redacted");
    }
    let other_docs = docs::outer(&format!(
        "The variant with this {tag_code} and this {content_code}.\n\n\
         It is for those that this version of the crate has no name for; where it has one, and the content is of its \
         type, the result is the named variant."
    ));
    quote! {
        #docs
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            #[doc = " A variant that this version of the crate has no name for."]
            Unrecognized(UnrecognizedVariant),
        }

        impl #name {
            #other_docs
            pub fn other(tag: impl Into<String>, content: impl Into<Value>) -> Self {
                tagged::from_parts(tag.into(), content.into())
            }

            #tag_docs
            #[must_use]
            pub fn #tag_name(&self) -> &str {
                // In full: this method may be called `tag` too.
                tagged::Tagged::tag(self)
            }
        }

        #impls
    }
}
