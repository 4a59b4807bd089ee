//! `Debug` of types with personal data. It hides the values of sensitive fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::derivable::Derivable;
use crate::model::{Field, Param, Ty};
use crate::name::Name;

/// A field in the output of `Debug`.
pub(super) struct Shown<'m> {
    name: &'m Name,
    ty: &'m Ty,
    sensitive: bool,
}

impl<'m> From<&'m Field> for Shown<'m> {
    fn from(field: &'m Field) -> Self {
        Self {
            name: &field.name,
            ty: &field.ty,
            sensitive: field.sensitive,
        }
    }
}

impl<'m> From<&'m Param> for Shown<'m> {
    fn from(param: &'m Param) -> Self {
        Self {
            name: &param.name,
            ty: &param.ty,
            sensitive: param.sensitive,
        }
    }
}

/// `Debug` of a struct: implemented if a field is sensitive, and derived otherwise.
pub(super) fn of_struct<'m>(
    name: &TokenStream,
    fields: impl IntoIterator<Item: Into<Shown<'m>>>,
) -> Derivable {
    let fields: Vec<Shown<'_>> = fields.into_iter().map(Into::into).collect();
    if !fields.iter().any(|field| field.sensitive) {
        return Derivable::Derived(quote!(Debug));
    }
    let fields = fields.iter().map(|field| {
        let (name, shown) = (field.name, field.name.as_str());
        match redaction(field.ty, field.sensitive) {
            Some(redacted) => quote!(.field(#shown, &#redacted(&self.#name))),
            None => quote!(.field(#shown, &self.#name)),
        }
    });
    let text = name.to_string();
    Derivable::Implemented(quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text) #(#fields)* .finish()
            }
        }
    })
}

/// The function of the runtime that shows a value of type `ty`, if it is sensitive.
pub(super) fn redaction(ty: &Ty, sensitive: bool) -> Option<TokenStream> {
    sensitive.then(|| match ty {
        Ty::Optional(_) => quote!(crate::runtime::redacted::option),
        Ty::List(_) => quote!(crate::runtime::redacted::list),
        _ => quote!(crate::runtime::redacted::value),
    })
}
