//! Formats tokens as text.
//!
//! [`prettyplease`] puts no blank lines between items, writes one comment for each doc attribute, and does not format
//! macro calls. Therefore, the syntax tree gets marks: `spaced` marks blank lines, [`docs`] marks the ends of lines in
//! a comment, and [`macro_call`] marks macro calls. [`code`] replaces the marks in the formatted text.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::Token;

use super::imports;

/// Returns `head` and the text of `tokens`, for the file of a module in `parent`.
pub(super) fn code(head: String, parent: &str, tokens: TokenStream) -> Result<String, syn::Error> {
    let mut file = syn::parse2(tokens)?;
    imports::shorten(&mut file, parent);
    spaced(&mut file);
    let mut text = head;
    for line in prettyplease::unparse(&file).lines() {
        let code = line.trim_start();
        let attribute = code
            .strip_prefix("#[")
            .and_then(|code| code.strip_suffix(']'));
        if attribute == Some(BLANK_LINE) {
            text.push('\n');
            continue;
        }
        if let Some((name, arguments)) = line
            .strip_prefix(MACRO_CALL)
            .and_then(|call| call.split_once('('))
        {
            text.extend([name, "!(", arguments, "\n"]);
            continue;
        }
        let indent = line.len() - code.len();
        let start = line.get(..indent + "///".len()).unwrap_or(line);
        for (index, line) in line.split(LINE_OF_DOCS).enumerate() {
            let start = if index == 0 { "" } else { start };
            text.extend([start, line, "\n"]);
        }
    }
    Ok(text)
}

/// Returns the value of a `doc` attribute that becomes a comment with the lines of `text`.
///
/// One attribute is faster to format than one for each line. A raw string is faster to create and to parse than a
/// string with escapes.
pub(crate) fn docs(text: &str) -> Literal {
    let mut docs = String::with_capacity(text.len() + 16);
    for (index, line) in text.lines().map(str::trim_end).enumerate() {
        if index > 0 {
            docs.push(LINE_OF_DOCS);
        }
        if !line.is_empty() {
            docs.extend([" ", line]);
        }
    }
    let raw = format!("r#\"{docs}\"#").parse();
    raw.unwrap_or_else(|_| Literal::string(&docs))
}

/// Returns a call of the macro `name`, as an item. Its arguments are expressions, formatted like those of a function
/// call.
pub(crate) fn macro_call(
    name: &TokenStream,
    first: &TokenStream,
    rest: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    quote!(const _: () = #name(#first #(, #rest)*);)
}

/// The mark of a macro call: a constant without a name, whose value is a function call. Emitted code has no other such
/// constant.
const MACRO_CALL: &str = "const _: () = ";

/// The mark of a line end in docs. Docs do not contain this character, and code would escape it.
const LINE_OF_DOCS: char = '\u{1e}';

/// The attribute that marks a blank line. No emitted item has such an attribute.
const BLANK_LINE: &str = "blank_line";

/// Marks a [`BLANK_LINE`] before each item and each method of an `impl`, but not within a group of similar items, such
/// as `use` or `mod`.
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

/// A group of items without blank lines between them.
#[derive(Clone, Copy, PartialEq)]
enum Group {
    /// The start of the file.
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
            syn::Item::Mod(item) if item.content.is_none() => Self::Mod,
            syn::Item::Const(item) if item.ident == "_" => Self::Alone,
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
    let mark = syn::Attribute {
        pound_token: <Token![#]>::default(),
        style: syn::AttrStyle::Outer,
        bracket_token: syn::token::Bracket::default(),
        meta: syn::Meta::Path(Ident::new(BLANK_LINE, Span::call_site()).into()),
    };
    attributes.insert(0, mark);
}

/// Returns the attributes of an item, if it is of a kind that generated code contains.
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
