//! `Debug` for what holds personal data: it shows that a value is there, not what it is.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Imports;
use crate::model::Ty;
use crate::name::Name;

/// `Debug` for a struct: a name to derive it by, or, where a field is sensitive, an implementation.
pub(super) fn of_struct<'n>(
    name: &TokenStream,
    fields: impl Iterator<Item = (&'n Name, &'n Ty, bool)> + Clone,
    imports: &mut Imports,
) -> (Option<TokenStream>, Option<TokenStream>) {
    if !fields.clone().any(|(_, _, sensitive)| sensitive) {
        return (Some(quote!(Debug)), None);
    }
    imports.add("std::fmt");
    imports.add("crate::redacted");
    let fields = fields.map(|(name, ty, sensitive)| {
        let shown = name.as_str();
        let value = shown_as(ty, sensitive, &quote!(&self.#name));
        quote!(.field(#shown, #value))
    });
    let text = name.to_string();
    let implementation = quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(#text) #(#fields)* .finish()
            }
        }
    };
    (None, Some(implementation))
}

/// The same for an enum whose variants hold one value each. `last` are the arms of what is always there.
pub(super) fn of_enum<'n>(
    name: &Name,
    variants: impl Iterator<Item = (&'n Name, &'n Ty, bool)> + Clone,
    last: &TokenStream,
    imports: &mut Imports,
) -> (Option<TokenStream>, Option<TokenStream>) {
    if !variants.clone().any(|(_, _, sensitive)| sensitive) {
        return (Some(quote!(Debug)), None);
    }
    imports.add("std::fmt");
    imports.add("crate::redacted");
    let arms = variants.map(|(name, ty, sensitive)| {
        let shown = name.as_str();
        let value = shown_as(ty, sensitive, &quote!(value));
        quote!(Self::#name(value) => f.debug_tuple(#shown).field(#value).finish(),)
    });
    let implementation = quote! {
        impl fmt::Debug for #name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    #(#arms)*
                    #last
                }
            }
        }
    };
    (None, Some(implementation))
}

/// What `Debug` gets for the `value` of a field.
fn shown_as(ty: &Ty, sensitive: bool, value: &TokenStream) -> TokenStream {
    match ty {
        _ if !sensitive => value.clone(),
        Ty::Optional(_) => quote!(&redacted::option(#value)),
        Ty::List(_) => quote!(&redacted::list(#value)),
        _ => quote!(&redacted::value(#value)),
    }
}
