//! Tagged unions: a name that says what kind of value comes with it.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use super::{debug, docs};
use crate::markdown;
use crate::model::{Type, Union};

pub(super) fn tokens(ty: &Type, union: &Union, imports: &mut Imports) -> TokenStream {
    for path in [
        "serde::Deserialize",
        "serde::Deserializer",
        "serde::Serialize",
        "serde::Serializer",
        "serde::de",
        "serde_json::Value",
        "crate::UnrecognizedVariant",
        "crate::tagged",
    ] {
        imports.add(path);
    }
    let name = &ty.name;
    let docs = docs::from_spec(&ty.docs);
    let Union {
        tag,
        content,
        tag_name,
        variants,
    } = union;
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
    let names: Vec<_> = variants.iter().map(|variant| &variant.name).collect();
    let tags: Vec<_> = variants.iter().map(|variant| &variant.key).collect();
    let (tag_code, content_code) = (markdown::code(tag), markdown::code(content));
    let tag_docs = docs::outer(&format!("The {tag_code} as it is on the wire."));
    let shown = variants
        .iter()
        .map(|variant| (&variant.name, &variant.ty, variant.sensitive));
    // What nobody knows may be sensitive too.
    let last = quote! {
        Self::Unrecognized(variant) => f.debug_tuple("Unrecognized").field(&variant.tag()).finish(),
    };
    let (derive, debug) = debug::of_enum(name, shown, &last, imports);
    let derive = derive.into_iter();
    let other_docs = docs::outer(&format!(
        "The variant with this {tag_code} and this {content_code}.\n\n\
         It is for those that this version of the crate has no name for; where it has one, and the content is of its \
         type, the result is the named variant."
    ));
    quote! {
        #docs
        #[derive(Clone, #(#derive,)* PartialEq)]
        #[non_exhaustive]
        pub enum #name {
            #(#declared)*
            #[doc = " A variant that this version of the crate has no name for."]
            Unrecognized(UnrecognizedVariant),
        }

        #debug

        impl #name {
            #other_docs
            pub fn other(tag: impl Into<String>, content: impl Into<Value>) -> Self {
                let (tag, content) = (tag.into(), content.into());
                Self::from_parts::<serde_json::Error>(tag.clone(), content.clone())
                    .unwrap_or_else(|_| Self::Unrecognized(UnrecognizedVariant::new(tag, content)))
            }

            #tag_docs
            #[must_use]
            pub fn #tag_name(&self) -> &str {
                match self {
                    #(Self::#names(_) => #tags,)*
                    Self::Unrecognized(variant) => variant.tag(),
                }
            }

            fn from_parts<E: de::Error>(tag: String, content: Value) -> Result<Self, E> {
                match tag.as_str() {
                    #(#tags => tagged::content(content).map(Self::#names),)*
                    _ => Ok(Self::Unrecognized(UnrecognizedVariant::new(tag, content))),
                }
            }
        }

        impl Serialize for #name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    #(Self::#names(content) => tagged::serialize(#tag, #tags, #content, content, serializer),)*
                    Self::Unrecognized(variant) => variant.serialize(#tag, #content, serializer),
                }
            }
        }

        impl<'de> Deserialize<'de> for #name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let (tag, content) = tagged::deserialize(deserializer, #tag, #content)?;
                Self::from_parts(tag, content)
            }
        }
    }
}
