//! Types in Rust, and the types of arguments that convert to them.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::model::{Kind, Ty};
use crate::name::Name;

impl ToTokens for Ty {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::String => quote!(String),
            Self::Boolean => quote!(bool),
            Self::Integer => quote!(i64),
            Self::Int32 => quote!(i32),
            Self::Uint64 => quote!(u64),
            Self::Number => quote!(f64),
            Self::Decimal => quote!(crate::Decimal),
            Self::Timestamp => quote!(crate::Timestamp),
            Self::Date => quote!(crate::Date),
            Self::UnixTime => quote!(crate::UnixTime),
            Self::Uuid => quote!(crate::Uuid),
            Self::Bytes => quote!(crate::Bytes),
            Self::JsonObject => quote!(crate::JsonObject),
            Self::Any => quote!(serde_json::Value),
            Self::RawBytes => quote!(bytes::Bytes),
            Self::File => quote!(crate::File),
            Self::Named { name, .. } => quote!(crate::types::#name),
            Self::Optional(inner) => quote!(Option<#inner>),
            Self::List(inner) => quote!(Vec<#inner>),
            Self::Map { key, value } => quote!(std::collections::BTreeMap<#key, #value>),
            Self::Poisoned => quote!(_),
        });
    }
}

/// The type in Rust, without the paths of modules: `Option<Vec<UserId>>`.
pub(crate) fn rust_type(ty: &Ty) -> String {
    let text = quote!(#ty).to_string().replace(' ', "");
    let mut short = String::new();
    for part in text.split_inclusive(['<', '>', ',', '(', ')']) {
        short.push_str(part.rsplit("::").next().unwrap_or(part));
    }
    short.replace(',', ", ")
}

/// The type in docs, with a link if it has a name. The text is longer than the name, because rustdoc rejects a link whose
/// text already resolves to the target.
pub(super) fn linked(ty: &Ty) -> String {
    let text = format!("the type `{}`", rust_type(ty));
    match ty.named() {
        Some((name, _)) => format!("[{text}](crate::types::{name})"),
        None => text,
    }
}

/// The value of an absent or null field of type `ty`, if that is not an error. The runtime's `absent.rs` creates the
/// same value.
pub(super) fn empty(ty: &Ty) -> Option<TokenStream> {
    let empty = match ty {
        Ty::Optional(_) => quote!(None),
        Ty::List(_) => quote!(Vec::new()),
        Ty::Map { .. } => quote!(std::collections::BTreeMap::new()),
        Ty::String => quote!(String::new()),
        Ty::Boolean => quote!(false),
        Ty::Integer | Ty::Int32 | Ty::Uint64 => quote!(0),
        Ty::Number => quote!(0.0),
        Ty::Any => quote!(serde_json::Value::Null),
        Ty::UnixTime | Ty::Bytes => quote!(#ty::default()),
        Ty::Decimal
        | Ty::Timestamp
        | Ty::Date
        | Ty::Uuid
        | Ty::Named {
            kind: Kind::Enum, ..
        } => quote!(#ty::from("")),
        Ty::Named {
            kind: Kind::IntegerEnum,
            ..
        } => quote!(#ty::from(0)),
        Ty::JsonObject | Ty::RawBytes | Ty::File | Ty::Named { .. } | Ty::Poisoned => return None,
    };
    Some(empty)
}

/// Whether a built-in scalar has a default in Rust.
pub(super) fn has_default(ty: &Ty) -> bool {
    !matches!(ty, Ty::Decimal | Ty::Timestamp | Ty::Date | Ty::Uuid)
}

/// Whether callers pass an argument that converts to the type, such as a `&str` for a string or an id.
pub(super) fn is_converted(ty: &Ty) -> bool {
    match ty {
        Ty::String
        | Ty::Decimal
        | Ty::Timestamp
        | Ty::Date
        | Ty::UnixTime
        | Ty::Uuid
        | Ty::Bytes
        | Ty::JsonObject
        | Ty::Any
        | Ty::RawBytes => true,
        Ty::Named { kind, .. } => matches!(kind, Kind::Id | Kind::Enum | Kind::IntegerEnum),
        Ty::Boolean
        | Ty::Integer
        | Ty::Int32
        | Ty::Uint64
        | Ty::Number
        | Ty::File
        | Ty::Optional(_)
        | Ty::List(_)
        | Ty::Map { .. }
        | Ty::Poisoned => false,
    }
}

/// The type of an argument for a value of type `ty`.
pub(super) fn argument(ty: &Ty) -> TokenStream {
    match ty {
        Ty::List(item) => {
            let item = element(item);
            quote!(impl IntoIterator<Item = #item>)
        }
        Ty::Map { key, value } => {
            let (key, value) = (element(key), element(value));
            quote!(impl IntoIterator<Item = (#key, #value)>)
        }
        ty => element(ty),
    }
}

/// The type of an argument for a value of type `ty` in a list or a map.
fn element(ty: &Ty) -> TokenStream {
    if is_converted(ty) {
        quote!(impl Into<#ty>)
    } else {
        quote!(#ty)
    }
}

/// Converts the argument `name` to its value.
pub(super) fn from_argument(ty: &Ty, name: &impl ToTokens) -> TokenStream {
    match ty {
        Ty::List(item) if is_converted(item) => quote!(#name.into_iter().map(Into::into).collect()),
        Ty::Map { value, .. } => {
            let value = if is_converted(value) {
                quote!(value.into())
            } else {
                quote!(value)
            };
            quote!(#name.into_iter().map(|(key, value)| (key.into(), #value)).collect())
        }
        Ty::List(_) => quote!(#name.into_iter().collect()),
        ty if is_converted(ty) => quote!(#name.into()),
        _ => quote!(#name),
    }
}

/// The field `name` of a literal, with the value of an argument.
pub(super) fn initializer(ty: &Ty, name: &Name, argument: &Name) -> TokenStream {
    if is_converted(ty) || ty.is_collection() {
        let value = from_argument(ty, argument);
        quote!(#name: #value,)
    } else if name == argument {
        quote!(#name,)
    } else {
        quote!(#name: #argument,)
    }
}

/// The type of an argument that sets an optional value of type `ty`. Lists, maps, bytes and arbitrary JSON have an empty
/// value, so the argument is not an option.
pub(super) fn optional_argument(ty: &Ty) -> TokenStream {
    match ty {
        ty if takes_no_option(ty) => argument(ty),
        ty => quote!(impl crate::IntoOption<#ty>),
    }
}

fn takes_no_option(ty: &Ty) -> bool {
    ty.is_collection() || matches!(ty, Ty::Any | Ty::RawBytes)
}

/// Converts the argument `name` to an option, with its value in `wrapper`.
pub(super) fn from_optional_argument(
    ty: &Ty,
    name: &impl ToTokens,
    wrapper: Option<&TokenStream>,
) -> TokenStream {
    let value = from_argument(ty, name);
    match (takes_no_option(ty), wrapper) {
        (true, None) => quote!(Some(#value)),
        (true, Some(wrapper)) => quote!(Some(#wrapper(#value))),
        (false, None) => quote!(#name.into_option()),
        (false, Some(wrapper)) => quote!(#name.into_option().map(#wrapper)),
    }
}
