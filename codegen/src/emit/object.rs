//! Objects: the structs that bodies are made of.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::{debug, docs, ty};
use crate::model::{Constructor, Field, FixedField, Object, Ty};
use crate::name::Name;
use crate::output::macro_call;

pub(super) fn tokens(
    name: &Name,
    docs: &str,
    object: &Object,
    imports: &mut Imports,
) -> TokenStream {
    let structure = structure(name, docs, object, imports);
    let methods = methods(name, object);
    quote!(#structure #methods)
}

fn structure(name: &Name, docs: &str, object: &Object, imports: &mut Imports) -> TokenStream {
    imports.add("crate::runtime::object");
    let docs = docs::from_spec(docs);
    let shown = object
        .fields
        .iter()
        .map(|field| (&field.name, &field.ty, field.sensitive));
    let (derive, debug) = debug::of_struct(&quote!(#name), shown, imports);
    let default = is_empty_by_default(object).then(|| quote!(Default));
    let derives = derive.into_iter().chain(default);
    let fields = object.fields.iter().map(|field| {
        imports.add_ty(&field.ty);
        let (docs, name, ty) = (docs::from_spec(&field.docs), &field.name, field_type(field));
        quote!(#docs pub #name: #ty,)
    });
    let fields: Vec<_> = fields.collect();
    let on_wire = object.fields.iter().map(|field| (&field.name, &*field.key));
    let impls = impls(&quote!(object::impls), &quote!(#name), on_wire);
    quote! {
        #docs
        #[derive(Clone, #(#derives,)* PartialEq)]
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }

        #impls

        #debug
    }
}

/// The call of `macro_name` for the type `name`, with its fields as they are on the wire: each name, and the key if that is
/// another.
pub(super) fn impls<'m>(
    macro_name: &TokenStream,
    name: &TokenStream,
    fields: impl Iterator<Item = (&'m Name, &'m str)>,
) -> TokenStream {
    let fields = fields.map(|(name, key)| {
        if name.is_spelled(key) {
            quote!(#name)
        } else {
            quote!(#name(#key))
        }
    });
    macro_call(macro_name, name, fields)
}

fn field_type(field: &Field) -> TokenStream {
    match &field.ty {
        Ty::Optional(inner) if field.boxed => quote!(Option<Box<#inner>>),
        ty => quote!(#ty),
    }
}

/// Whether the empty object is a natural default: nothing has to be set.
fn is_empty_by_default(object: &Object) -> bool {
    let fields = &object.fields;
    fields
        .iter()
        .all(|field| matches!(field.ty, Ty::Optional(_) | Ty::List(_)))
}

/// Whether `new` asks for the field, instead of there being a method that sets it: what a request must have, or what a
/// response cannot be understood without.
pub(super) fn is_required(object: &Object, field: &Field) -> bool {
    match field.ty {
        Ty::Optional(_) | Ty::List(_) => false,
        _ => object.sent || ty::empty(&field.ty).is_none(),
    }
}

fn methods(name: &Name, object: &Object) -> TokenStream {
    let new = new(object);
    let named = object
        .constructors
        .iter()
        .map(|constructor| named(object, constructor));
    let setters = object
        .fields
        .iter()
        .filter(|field| !is_required(object, field))
        .map(setter);
    quote! {
        impl #name {
            #new
            #(#named)*
            #(#setters)*
        }
    }
}

fn new(object: &Object) -> TokenStream {
    if is_empty_by_default(object) {
        // A method of the same name would be called instead.
        let hidden = object
            .fields
            .iter()
            .any(|field| field.name.as_str() == "default");
        let default = if hidden {
            quote!(<Self as Default>::default)
        } else {
            quote!(Self::default)
        };
        return quote! {
            #[doc = " Nothing set yet."]
            #[must_use]
            pub fn new() -> Self {
                #default()
            }
        };
    }
    let (required, rest): (Vec<_>, Vec<_>) = object
        .fields
        .iter()
        .partition(|field| is_required(object, field));
    let docs = match (required.as_slice(), rest.as_slice()) {
        ([], _) => "Nothing set yet.",
        (_, []) => "All of it.",
        _ => "What is required; the methods set the rest.",
    };
    let values: Vec<_> = rest
        .into_iter()
        .filter_map(|field| Some((&field.name, ty::empty(&field.ty)?)))
        .collect();
    constructor(
        &docs::outer(docs),
        &format_ident!("new"),
        object,
        &required,
        &values,
    )
}

fn named(object: &Object, Constructor { name, docs, fixed }: &Constructor) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = Vec::new();
    for field in &object.fields {
        let ty = &field.ty;
        match fixed.iter().find(|fixed| fixed.field == field.name) {
            Some(FixedField { value, .. }) => values.push((&field.name, quote!(#ty::#value))),
            None if ty.is_optional() => values.push((&field.name, quote!(None))),
            None => arguments.push(field),
        }
    }
    constructor(&docs::from_spec(docs), name, object, &arguments, &values)
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
        ty::initializer(&field.ty, name)
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

fn setter(field: &Field) -> TokenStream {
    let (docs, name, inner) = (
        docs::from_spec(&field.docs),
        &field.name,
        field.ty.required(),
    );
    let value = ty::from_argument(inner, name);
    let value = match &field.ty {
        Ty::Optional(_) if field.boxed => quote!(Some(Box::new(#value))),
        Ty::Optional(_) => quote!(Some(#value)),
        _ => value,
    };
    let argument = ty::argument(inner);
    quote! {
        #docs
        #[must_use]
        pub fn #name(mut self, #name: #argument) -> Self {
            self.#name = #value;
            self
        }
    }
}
