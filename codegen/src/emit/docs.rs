//! Doc comments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::markdown;

/// Docs from the spec, as outer doc comments.
pub(super) fn from_spec(text: &str) -> TokenStream {
    outer(&markdown::safe(text))
}

/// Docs whose Markdown is known to be safe, a doc comment for each line.
pub(super) fn outer(text: &str) -> TokenStream {
    text.lines()
        .map(|line| {
            let line = spaced(line);
            quote!(#[doc = #line])
        })
        .collect()
}

/// The same for the file or module that they stand in.
pub(super) fn inner(text: &str) -> TokenStream {
    text.lines()
        .map(|line| {
            let line = spaced(line);
            quote!(#![doc = #line])
        })
        .collect()
}

fn spaced(line: &str) -> String {
    let line = line.trim_end();
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// `text` as an item of a list: its lines after the first are part of the item.
pub(super) fn list_item(text: &str) -> String {
    format!("- {}", text.trim_end().replace('\n', "\n  "))
}

/// The text with its first letter in lower case, unless the first word is not an ordinary one.
pub(super) fn first_paragraph(text: &str) -> &str {
    text.split("\n\n").next().unwrap_or(text)
}
