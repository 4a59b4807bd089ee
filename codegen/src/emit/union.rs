//! Unions: enums whose variants hold values.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use super::enumeration::integer;
use super::{debug, deprecated, docs};
use crate::markdown::code;
use crate::model::{Pattern, Tagging, Test, Type, Union, Variant};
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
        Tagging::Untagged { .. } => quote! {
            #[doc = " A value that matches no variant of this version of the crate."]
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
        Tagging::Untagged { .. } => (quote!(crate::runtime::untagged::impls), quote!(#name)),
    };
    let on_wire: Vec<_> = match tagging {
        Tagging::Adjacent { .. } | Tagging::Internal { .. } => {
            variants.iter().map(tagged).collect()
        }
        Tagging::Untagged { patterns } => variants.iter().zip(patterns).map(untagged).collect(),
    };
    let impls = macro_call(&macro_name, &head, on_wire.into_iter());
    let display = union.is_scalar().then(|| {
        let names = variants
            .iter()
            .map(|variant| variant.name.to_token_stream());
        macro_call(
            &quote!(crate::runtime::untagged::display),
            &quote!(#name),
            names,
        )
    });
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

        #display
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

/// The variant in the runtime's macro: `Card("card")`, or `Cash = "cash"` without content.
fn tagged(variant: &Variant) -> TokenStream {
    let (name, tag) = (&variant.name, &variant.key);
    match &variant.ty {
        Some(ty) => {
            let redaction = debug::redaction(ty, variant.sensitive).into_iter();
            quote!(#name(#tag #(, #redaction)*))
        }
        None => quote!(#name = #tag),
    }
}

/// The variant in the runtime's macro, with its patterns: `Texts(list(string))`.
fn untagged((variant, patterns): (&Variant, &Vec<Pattern>)) -> TokenStream {
    let (name, patterns) = (&variant.name, patterns.iter().map(pattern));
    let ty = variant.ty.iter();
    let redaction = ty.filter_map(|ty| debug::redaction(ty, variant.sensitive));
    quote!(#name(#(#patterns)|* #(, #redaction)*))
}

fn pattern(pattern: &Pattern) -> TokenStream {
    match pattern {
        Pattern::String => quote!(string),
        Pattern::Number => quote!(number),
        Pattern::Boolean => quote!(boolean),
        Pattern::List(items) if items.is_empty() => quote!(list),
        Pattern::List(items) => {
            let items = items.iter().map(self::pattern);
            quote!(list(#(#items)|*))
        }
        Pattern::Object(tests) if tests.is_empty() => quote!(object),
        Pattern::Object(tests) => {
            let tests = tests.iter().map(|test| match test {
                Test::Has(key) => quote!(has(#key)),
                Test::Lacks(key) => quote!(lacks(#key)),
                Test::Is(key, values) => quote!(is(#key, #(#values),*)),
                Test::IsInteger(key, values) => {
                    let values = values.iter().map(|value| integer(*value));
                    quote!(is_integer(#key, #(#values),*))
                }
                Test::Holds(key, kinds) => {
                    let kinds = kinds.iter().map(self::pattern);
                    quote!(holds(#key, #(#kinds),*))
                }
                Test::HoldsNo(key, kinds) => {
                    let kinds = kinds.iter().map(self::pattern);
                    quote!(holds_no(#key, #(#kinds),*))
                }
            });
            quote!(object(#(#tests),*))
        }
    }
}

/// The constructor for unknown variants, and the method that returns the tag.
fn methods(tagging: &Tagging) -> TokenStream {
    match tagging {
        Tagging::Adjacent {
            tag,
            content,
            tag_name,
        } => {
            let (tag, content) = (code(tag), code(content));
            let docs = docs::outer(&format!(
                "Creates a variant with this {tag} and this {content}.\n\n\
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
                "Creates a variant with this {tag} and these other fields.\n\n\
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
        Tagging::Untagged { .. } => other(),
    }
}

/// The constructor for values of unknown variants.
fn other() -> TokenStream {
    let docs = docs::outer(
        "Creates a variant from this JSON value.\n\n\
         Use it for a variant that this version of the crate does not know. If the crate knows the variant and all keys of the \
         value, the result is the known variant.",
    );
    quote! {
        #docs
        pub fn other(value: impl Into<serde_json::Value>) -> Self {
            crate::runtime::look_ahead::other(value.into())
        }
    }
}

fn tag_method(tag: &str, name: &Name, trait_name: &TokenStream) -> TokenStream {
    let docs = docs::outer(&format!(
        "Returns the {tag} in the spelling of the service."
    ));
    quote! {
        #docs
        #[must_use]
        pub fn #name(&self) -> &str {
            // The full path is necessary because this method can also be called `tag`.
            #trait_name::tag(self)
        }
    }
}
