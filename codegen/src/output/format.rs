//! Code, from tokens to text.
//!
//! [`prettyplease`] formats, but it puts no blank line between items, its comments have one line each, and it does not look
//! into macro calls. So `spaced` marks where a line stays empty, [`docs`] where a line of a comment ends, and [`macro_call`]
//! what is a macro, in the syntax tree and nowhere else, and the marks become what they stand for in the text.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::quote;
use syn::Token;

use super::imports;

/// The text of `tokens` behind `head`, for a file of a module in `parent`.
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

/// The value of a `doc` attribute that becomes a comment for each line of `text`.
///
/// One attribute for all of it is quicker to format than one for each line, and a raw string is quicker to make and to
/// parse than one with escapes.
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

/// A call of the macro `name`, as an item, whose arguments are expressions and are formatted as those of a function.
pub(crate) fn macro_call(
    name: &TokenStream,
    first: &TokenStream,
    rest: impl Iterator<Item = TokenStream>,
) -> TokenStream {
    quote!(const _: () = #name(#first #(, #rest)*);)
}

/// How it looks in the text: a constant without a name, which nothing else is, that calls a function.
const MACRO_CALL: &str = "const _: () = ";

/// Where a line ends within docs, which have no such character of their own. In code it would be escaped.
const LINE_OF_DOCS: char = '\u{1e}';

/// An attribute that nothing has.
const BLANK_LINE: &str = "blank_line";

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
