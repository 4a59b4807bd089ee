//! `Debug` for what holds personal data: it shows that a value is there, not what it is.

use proc_macro2::TokenStream;
use quote::quote;

use crate::model::Ty;
use crate::name::Name;

/// `Debug` for a struct: a name to derive it by, or, where a field is sensitive, an implementation.
pub(super) fn of_struct<'n>(
    name: &TokenStream,
    fields: impl Iterator<Item = (&'n Name, &'n Ty, bool)> + Clone,
) -> (Option<TokenStream>, Option<TokenStream>) {
    if !fields.clone().any(|(_, _, sensitive)| sensitive) {
        return (Some(quote!(Debug)), None);
    }
    let fields = fields.map(|(name, ty, sensitive)| {
        let shown = name.as_str();
        match redaction(ty, sensitive) {
            Some(redacted) => quote!(.field(#shown, &#redacted(&self.#name))),
            None => quote!(.field(#shown, &self.#name)),
        }
    });
    let text = name.to_string();
    let implementation = quote! {
        impl std::fmt::Debug for #name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(#text) #(#fields)* .finish()
            }
        }
    };
    (None, Some(implementation))
}

/// What of a value of type `ty` is shown, if it is sensitive: a function of the runtime.
pub(super) fn redaction(ty: &Ty, sensitive: bool) -> Option<TokenStream> {
    sensitive.then(|| match ty {
        Ty::Optional(_) => quote!(crate::runtime::redacted::option),
        Ty::List(_) => quote!(crate::runtime::redacted::list),
        _ => quote!(crate::runtime::redacted::value),
    })
}
