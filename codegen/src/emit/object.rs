//! Objects: the structs that bodies are made of.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::{docs, ty};
use crate::model::{Constructor, Field, Object, Ty};
use crate::name::Name;

pub(super) fn tokens(
    name: &Name,
    docs: &str,
    object: &Object,
    imports: &mut Imports,
) -> TokenStream {
    let constructors = if object.sent {
        constructors(name, object)
    } else {
        TokenStream::new()
    };
    // Where nothing is required, the empty object is a natural default.
    let default = (object.sent && required(object).next().is_none()).then(|| quote!(Default,));
    let structure = structure(name, docs, &object.fields, default.as_ref(), imports);
    quote!(#structure #constructors)
}

/// The struct alone, as it is for types that only ever arrive.
pub(super) fn structure(
    name: &Name,
    docs: &str,
    fields: &[Field],
    default: Option<&TokenStream>,
    imports: &mut Imports,
) -> TokenStream {
    imports.add("serde::Deserialize");
    imports.add("serde::Serialize");
    let docs = docs::from_spec(docs);
    let fields = fields.iter().map(|field| {
        imports.add_ty(&field.ty);
        if field.ty.has_empty() {
            imports.add("crate::lenient");
        }
        let (docs, name, ty) = (docs::from_spec(&field.docs), &field.name, field_type(field));
        let rename = rename(&field.key, &field.name);
        let serde = if field.ty.is_optional() {
            quote!(#[serde(skip_serializing_if = "Option::is_none" #(, #rename)*)])
        } else if field.ty.has_empty() {
            quote!(#[serde(default = "lenient::empty", deserialize_with = "lenient::or_empty" #(, #rename)*)])
        } else {
            quote!(#(#[serde(#rename)])*)
        };
        quote!(#docs #serde pub #name: #ty,)
    });
    let fields: Vec<_> = fields.collect();
    quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq, Deserialize, Serialize)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
    }
}

/// `rename = "…"`, where the key is not the name.
pub(super) fn rename(key: &str, name: &Name) -> Vec<TokenStream> {
    if key == name.as_str() {
        Vec::new()
    } else {
        vec![quote!(rename = #key)]
    }
}

fn field_type(field: &Field) -> TokenStream {
    match &field.ty {
        Ty::Optional(inner) if field.boxed => quote!(Option<Box<#inner>>),
        ty => quote!(#ty),
    }
}

/// The fields that `new` asks for: what has a setter can be left out.
fn required(object: &Object) -> impl Iterator<Item = &Field> {
    object
        .fields
        .iter()
        .filter(|field| !matches!(field.ty, Ty::Optional(_) | Ty::List(_)))
}

fn constructors(name: &Name, object: &Object) -> TokenStream {
    let arguments: Vec<_> = required(object).collect();
    let new = if arguments.is_empty() {
        quote! {
            #[doc = " Nothing set yet."]
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }
        }
    } else {
        let rest = object
            .fields
            .iter()
            .filter(|field| matches!(field.ty, Ty::Optional(_) | Ty::List(_)));
        let empty = rest.map(|field| {
            let empty = if field.ty.is_optional() {
                quote!(None)
            } else {
                quote!(Vec::new())
            };
            (&field.name, empty)
        });
        let docs = docs::outer("What is required; the methods set the rest.");
        constructor(
            &docs,
            &format_ident!("new"),
            object,
            &arguments,
            &empty.collect::<Vec<_>>(),
        )
    };
    let named = object
        .constructors
        .iter()
        .map(|Constructor { name, docs, fixed }| {
            let is_fixed = |field: &Field| fixed.iter().any(|(name, _)| *name == field.name);
            let arguments: Vec<_> = object
                .fields
                .iter()
                .filter(|field| !is_fixed(field) && !field.ty.is_optional())
                .collect();
            let mut values: Vec<_> = Vec::new();
            for field in &object.fields {
                if let Some((_, variant)) = fixed.iter().find(|(name, _)| *name == field.name) {
                    let ty = &field.ty;
                    values.push((&field.name, quote!(#ty::#variant)));
                } else if field.ty.is_optional() {
                    values.push((&field.name, quote!(None)));
                }
            }
            constructor(&docs::from_spec(docs), name, object, &arguments, &values)
        });
    let setters = object.fields.iter().filter_map(setter);
    quote! {
        impl #name {
            #new
            #(#named)*
            #(#setters)*
        }
    }
}

/// A function that takes `arguments` and sets the other fields to `values`.
fn constructor(
    docs: &TokenStream,
    name: &impl quote::ToTokens,
    object: &Object,
    arguments: &[&Field],
    values: &[(&Name, TokenStream)],
) -> TokenStream {
    let names: Vec<_> = arguments.iter().map(|field| &field.name).collect();
    let types = arguments.iter().map(|field| ty::argument(&field.ty));
    let fields = object.fields.iter().map(|field| {
        let name = &field.name;
        if let Some((_, value)) = values.iter().find(|(set, _)| *set == name) {
            return quote!(#name: #value,);
        }
        match ty::from_argument(&field.ty, name) {
            same if same.to_string() == quote!(#name).to_string() => quote!(#name,),
            value => quote!(#name: #value,),
        }
    });
    // Clippy draws the line at seven.
    let many = (arguments.len() > 7).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        #docs
        #many
        #[must_use]
        pub fn #name(#(#names: #types),*) -> Self {
            Self { #(#fields)* }
        }
    }
}

fn setter(field: &Field) -> Option<TokenStream> {
    let (docs, name, inner) = (
        docs::from_spec(&field.docs),
        &field.name,
        field.ty.required(),
    );
    let value = ty::from_argument(inner, name);
    let value = match &field.ty {
        Ty::Optional(_) if field.boxed => quote!(Some(Box::new(#value))),
        Ty::Optional(_) => quote!(Some(#value)),
        Ty::List(_) => value,
        _ => return None,
    };
    let argument = ty::argument(inner);
    Some(quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, #name: #argument) -> Self {
            self.#name = #value;
            self
        }
    })
}
