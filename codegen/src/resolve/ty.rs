//! Type expressions: `string`, `ParcelId?`, `[Piece]`, `"[string]?"`.

use super::types::Symbols;
use crate::diagnostic::{Code, did_you_mean, list_of};
use crate::model::Ty;

/// The types that every spec has, by their names.
pub(crate) const BUILT_IN: [(&str, Ty); 7] = [
    ("string", Ty::String),
    ("boolean", Ty::Boolean),
    ("integer", Ty::Integer),
    ("number", Ty::Number),
    ("timestamp", Ty::Timestamp),
    ("object", Ty::JsonObject),
    ("any", Ty::Any),
];

/// Lists in lists in lists: more is a mistake.
const DEEPEST: usize = 8;

/// What is wrong with a type expression, and what to do.
pub(super) struct BadType {
    pub(super) code: Code,
    /// The part of the text that is wrong.
    pub(super) within: String,
    pub(super) message: String,
    pub(super) help: String,
}

/// Reads `text`; the names in it are looked up in `symbols`, and if one is not there, so many of them are compared with it.
pub(super) fn parse(text: &str, symbols: &Symbols, names: usize) -> Result<Ty, BadType> {
    parse_at(text.trim(), symbols, names, 0)
}

fn parse_at(text: &str, symbols: &Symbols, names: usize, depth: usize) -> Result<Ty, BadType> {
    let bad = |message: String, help: &str| {
        Err(BadType {
            code: Code::BadTypeExpression,
            within: text.to_owned(),
            message,
            help: help.to_owned(),
        })
    };
    if depth > DEEPEST {
        return bad(
            format!("this type is nested more than {DEEPEST} deep"),
            "name the inner type under `types`",
        );
    }
    if let Some(inner) = text.strip_suffix('?') {
        let inner = parse_at(inner.trim_end(), symbols, names, depth + 1)?;
        if inner.is_optional() {
            return bad(format!("`{text}` is optional twice"), "write one `?`");
        }
        return Ok(Ty::Optional(Box::new(inner)));
    }
    if let Some(rest) = text.strip_prefix('[') {
        let Some(inner) = rest.strip_suffix(']') else {
            return bad(format!("`{text}` lacks its `]`"), "write a list as `[T]`");
        };
        return Ok(Ty::List(Box::new(parse_at(
            inner.trim(),
            symbols,
            names,
            depth + 1,
        )?)));
    }
    if text.is_empty() {
        return bad(
            "a type is missing here".to_owned(),
            "write one, such as `string`",
        );
    }
    if text.ends_with(']') {
        return bad(format!("`{text}` lacks its `[`"), "write a list as `[T]`");
    }
    if let Some((_, ty)) = BUILT_IN.iter().find(|(name, _)| *name == text) {
        return Ok(ty.clone());
    }
    if let Some(ty) = symbols.get(text) {
        return Ok(ty);
    }
    let built_in = BUILT_IN.iter().map(|(name, _)| *name);
    let help = did_you_mean(text, built_in.clone().chain(symbols.names().take(names)));
    Err(BadType {
        code: Code::UnknownType,
        within: text.to_owned(),
        message: format!("unknown type `{text}`"),
        help: help.unwrap_or_else(|| {
            format!(
                "add it under `types` or `ids`, or use one of {}",
                list_of(built_in)
            )
        }),
    })
}
