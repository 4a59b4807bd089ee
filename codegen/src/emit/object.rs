//! Objects: the structs of requests and responses.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::{debug, deprecated, docs, ty};
use crate::model::{Constructor, Field, FixedValue, Null, Object, Ty};
use crate::name::Name;
use crate::output::macro_call;

pub(super) fn tokens(name: &Name, docs: &str, object: &Object) -> TokenStream {
    let structure = structure(name, docs, object);
    let methods = methods(name, object);
    quote!(#structure #methods)
}

fn structure(name: &Name, docs: &str, object: &Object) -> TokenStream {
    let docs = docs::from_spec(docs);
    let debug = debug::of_struct(&quote!(#name), object.members());
    let default = is_empty_by_default(object).then(|| quote!(Default));
    let derives = debug.derive().into_iter().chain(&default);
    let debug = debug.implementation();
    let fields = object.members().map(|field| {
        let (docs, name, ty) = (
            docs::from_spec(&field.docs()),
            &field.name,
            field_type(field),
        );
        let deprecated = deprecated::attribute(field.deprecated.as_ref());
        quote!(#docs #deprecated pub #name: #ty,)
    });
    let on_wire = object.fields.iter();
    let on_wire = on_wire.map(|field| (&field.name, &*field.key, field.null == Null::IfUnset));
    let macro_name = match object.extra {
        Some(_) => quote!(crate::runtime::extra::impls),
        None => quote!(crate::runtime::object::impls),
    };
    let impls = impls(&macro_name, &quote!(#name), on_wire);
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

/// The call of `macro_name` for the type `name`, with its fields: each name, the key if it differs from the name, and whether
/// an absent value is null.
pub(super) fn impls<'m>(
    macro_name: &TokenStream,
    name: &TokenStream,
    fields: impl Iterator<Item = (&'m Name, &'m str, bool)>,
) -> TokenStream {
    let fields = fields.map(|(name, key, has_null)| {
        if has_null {
            quote!(#name(#key, null))
        } else if name.is_spelled(key) {
            quote!(#name)
        } else {
            quote!(#name(#key))
        }
    });
    macro_call(macro_name, name, fields)
}

fn field_type(field: &Field) -> TokenStream {
    let ty = match &field.ty {
        Ty::Optional(inner) if field.boxed => quote!(Option<Box<#inner>>),
        ty => quote!(#ty),
    };
    // Absent, null, or a value.
    match field.null.clear() {
        Some(_) => quote!(Option<#ty>),
        None => ty,
    }
}

/// Whether an empty object is the default: no field is required.
fn is_empty_by_default(object: &Object) -> bool {
    !object.fields.iter().any(Field::is_required)
}

fn methods(name: &Name, object: &Object) -> TokenStream {
    let new = new(object);
    let named = object
        .constructors
        .iter()
        .map(|constructor| named(object, constructor));
    let setters = settable(object).map(setter);
    quote! {
        impl #name {
            #new
            #(#named)*
            #(#setters)*
        }
    }
}

/// The fields with a setter. Only objects of requests have setters. Tests can set the public fields of other objects.
fn settable(object: &Object) -> impl Iterator<Item = &Field> {
    let fields = object.members().filter(|field| !field.is_required());
    fields.filter(|_| object.sent)
}

fn new(object: &Object) -> TokenStream {
    if is_empty_by_default(object) {
        // Without this check, a call of the constructor would call a setter with the same name.
        let mut methods = settable(object).map(Field::setter);
        let hidden = methods.any(|method| method.as_str() == "default");
        let default = if hidden {
            quote!(<Self as Default>::default)
        } else {
            quote!(Self::default)
        };
        return quote! {
            #[doc = " Creates an empty value."]
            #[must_use]
            pub fn new() -> Self {
                #default()
            }
        };
    }
    let (required, rest): (Vec<_>, Vec<_>) =
        object.members().partition(|field| field.is_required());
    let docs = if rest.is_empty() {
        "Creates a value with all its fields."
    } else {
        "Creates a value with the required fields. Other fields are empty."
    };
    let values = rest
        .into_iter()
        .filter_map(|field| Some((&field.name, ty::empty(&field.ty)?)))
        .collect();
    let name = format_ident!("new");
    constructor(&docs::outer(docs), &name, object, &required, &values)
}

fn named(object: &Object, Constructor { name, docs, fixed }: &Constructor) -> TokenStream {
    let mut arguments = Vec::new();
    let mut values = HashMap::new();
    for field in &object.fields {
        let ty = &field.ty;
        let value = match fixed.get(&field.name) {
            Some(FixedValue { name, .. }) => quote!(#ty::#name),
            None if ty.is_optional() => quote!(None),
            None => {
                arguments.push(field);
                continue;
            }
        };
        values.insert(&field.name, value);
    }
    let extra = object.extra.iter();
    values.extend(extra.filter_map(|extra| Some((&extra.name, ty::empty(&extra.ty)?))));
    constructor(&docs::from_spec(docs), name, object, &arguments, &values)
}

/// A function that takes `arguments` and sets the other fields to `values`.
fn constructor(
    docs: &TokenStream,
    name: &impl quote::ToTokens,
    object: &Object,
    arguments: &[&Field],
    values: &HashMap<&Name, TokenStream>,
) -> TokenStream {
    let names: Vec<_> = arguments.iter().map(|field| &field.name).collect();
    let types = arguments.iter().map(|field| ty::argument(&field.ty));
    let fields = object.members().map(|field| {
        let name = &field.name;
        if let Some(value) = values.get(name) {
            return quote!(#name: #value,);
        }
        ty::initializer(&field.ty, name, name)
    });
    // Clippy allows seven.
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
    let (docs, name, setter) = (docs::from_spec(&field.docs()), &field.name, field.setter());
    let (argument, value) = match &field.ty {
        Ty::Optional(inner) => {
            let wrapper = match (field.boxed, field.null.clear()) {
                (false, None) => None,
                (true, None) => Some(quote!(Box::new)),
                (false, Some(_)) => Some(quote!(Some)),
                (true, Some(_)) => Some(quote!(|value| Some(Box::new(value)))),
            };
            let value = ty::from_optional_argument(inner, name, wrapper.as_ref());
            (ty::optional_argument(inner), value)
        }
        ty => (ty::argument(ty), ty::from_argument(ty, name)),
    };
    let deprecated = deprecated::attribute(field.deprecated.as_ref());
    let clear = field.null.clear().map(|clear| clearer(field, clear));
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #setter(mut self, #name: #argument) -> Self {
            self.#name = #value;
            self
        }

        #clear
    }
}

/// The method that sends null as a field.
fn clearer(field: &Field, clear: &Name) -> TokenStream {
    let (name, setter) = (&field.name, field.setter());
    // A link needs no `r#` before a keyword.
    let setter = setter.as_str();
    let docs = docs::outer(&format!(
        "Sends null as [`{setter}`](Self::{setter}), which clears the value. If the field is not set, the value stays."
    ));
    let deprecated = deprecated::attribute(field.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #clear(mut self) -> Self {
            self.#name = Some(None);
            self
        }
    }
}
