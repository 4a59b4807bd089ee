//! Code, from tokens to text.
//!
//! [`prettyplease`] formats; it puts no blank line between items, so `spaced` marks where one belongs, in the syntax tree
//! and nowhere else, and the marks become empty lines in the text.

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::Parser;

/// The text of `tokens` behind `head`.
pub(super) fn code(head: String, tokens: TokenStream) -> Result<String, syn::Error> {
    let mut file = syn::parse2(tokens)?;
    spaced(&mut file);
    let code = prettyplease::unparse(&file);
    let mut text = head;
    text.reserve(code.len());
    for line in code.lines() {
        if line.trim_start() != BLANK_LINE {
            text.push_str(line);
        }
        text.push('\n');
    }
    Ok(text)
}

/// A doc comment that no docs can contain: theirs start with a space.
const BLANK_LINE: &str = "///¶";

/// Puts a [`BLANK_LINE`] wherever a person would leave a line empty: between items, but not within a group of `use` or
/// `mod`, and between the methods of an `impl`.
fn spaced(file: &mut syn::File) {
    let mut previous = if file.attrs.is_empty() {
        Group::First
    } else {
        Group::Attributes
    };
    for item in &mut file.items {
        if let syn::Item::Impl(item) = item {
            for item in item.items.iter_mut().skip(1) {
                if let syn::ImplItem::Fn(method) = item {
                    mark(&mut method.attrs);
                }
            }
        }
        let group = Group::of(item);
        if previous != Group::First
            && (group == Group::Alone || group != previous)
            && let Some(attributes) = attributes(item)
        {
            mark(attributes);
        }
        previous = group;
    }
}

/// Items that stand together without an empty line between them.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    /// Nothing comes before it.
    First,
    /// The attributes and docs of the file.
    Attributes,
    Mod,
    UseStd,
    UseExternal,
    UseCrate,
    Reexport,
    Const,
    Alone,
}

impl Group {
    fn of(item: &syn::Item) -> Self {
        match item {
            syn::Item::Mod(item) if item.content.is_none() && item.attrs.is_empty() => Self::Mod,
            syn::Item::Const(item) if item.attrs.is_empty() => Self::Const,
            syn::Item::Use(item) if !matches!(item.vis, syn::Visibility::Inherited) => {
                Self::Reexport
            }
            syn::Item::Use(item) => match &item.tree {
                syn::UseTree::Path(path) if path.ident == "std" => Self::UseStd,
                syn::UseTree::Path(path) if path.ident == "crate" || path.ident == "super" => {
                    Self::UseCrate
                }
                _ => Self::UseExternal,
            },
            _ => Self::Alone,
        }
    }
}

fn mark(attributes: &mut Vec<syn::Attribute>) {
    let text = BLANK_LINE.trim_start_matches('/');
    let mark = syn::Attribute::parse_outer.parse2(quote!(#[doc = #text]));
    attributes.splice(0..0, mark.unwrap_or_default());
}

/// The attributes of an item, of the kinds that generated code has.
fn attributes(item: &mut syn::Item) -> Option<&mut Vec<syn::Attribute>> {
    match item {
        syn::Item::Const(syn::ItemConst { attrs, .. })
        | syn::Item::Enum(syn::ItemEnum { attrs, .. })
        | syn::Item::Impl(syn::ItemImpl { attrs, .. })
        | syn::Item::Mod(syn::ItemMod { attrs, .. })
        | syn::Item::Struct(syn::ItemStruct { attrs, .. })
        | syn::Item::Use(syn::ItemUse { attrs, .. }) => Some(attrs),
        _ => None,
    }
}
