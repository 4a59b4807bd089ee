//! `Debug` of types with personal data. It hides the values of sensitive fields.

use proc_macro2::TokenStream;
use quote::quote;

use super::derivable::Derivable;
use crate::model::{Field, Ty};
use crate::name::Name;

/// A field in the output of `Debug`.
pub(super) struct Shown {
    name: Name,
    redaction: Option<TokenStream>,
}

impl Shown {
    /// Returns the field `name` of type `ty`. If it is sensitive, its value is hidden.
    pub(super) fn new(name: &Name, ty: &Ty, sensitive: bool) -> Self {
        Self {
            name: name.clone(),
            redaction: redaction(ty, sensitive),
        }
    }

    /// Returns a field that the generator adds.
    pub(super) fn whole(name: &str) -> Self {
        Self {
            name: Name::own(name),
            redaction: None,
        }
    }
}

impl From<&Field> for Shown {
    fn from(field: &Field) -> Self {
        Self::new(&field.name, &field.ty, field.sensitive)
    }
}

/// `Debug` of a struct: implemented if a field is sensitive, and derived otherwise.
pub(super) fn of_struct(
    name: &TokenStream,
    fields: impl IntoIterator<Item: Into<Shown>>,
) -> Derivable {
    let fields: Vec<Shown> = fields.into_iter().map(Into::into).collect();
    if !fields.iter().any(|field| field.redaction.is_some()) {
        return Derivable::Derived(quote!(Debug));
    }
    let fields = fields.iter().map(|Shown { name, redaction }| {
        let shown = name.as_str();
        match redaction {
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
