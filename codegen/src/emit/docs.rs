//! Doc comments.

use proc_macro2::TokenStream;
use quote::quote;

use super::wrap::wrap;
use crate::{markdown, output};

/// Docs from the spec, as outer doc comments.
pub(super) fn from_spec(text: &str) -> TokenStream {
    outer(&markdown::safe(text))
}

/// Docs whose Markdown is safe, as outer doc comments.
pub(super) fn outer(text: &str) -> TokenStream {
    let text = output::docs(&wrap(text));
    quote!(#[doc = #text])
}

/// Docs whose Markdown is safe, as inner doc comments of a file.
pub(super) fn inner(text: &str) -> TokenStream {
    let text = output::docs(&wrap(text));
    quote!(#![doc = #text])
}

/// An item of a list: `lead`, which is safe, and `docs` from the spec. All lines are part of the item.
pub(super) fn list_item(lead: &str, docs: &str) -> String {
    let text = format!("{lead}{}", markdown::safe_after_word(docs));
    format!("- {}", text.trim_end().replace('\n', "\n  "))
}

/// Replaces each `{name}` in the template with its value. Does not change a `{name}` in a value.
pub(super) fn fill_in(template: &str, values: &[(&str, &str)]) -> String {
    let mut pieces = template.split('{');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let filled = piece.split_once('}').and_then(|(name, rest)| {
            let (_, value) = values.iter().find(|(known, _)| *known == name)?;
            Some([*value, rest])
        });
        text.extend(filled.unwrap_or(["{", piece]));
    }
    text
}
