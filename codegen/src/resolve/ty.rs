//! Type expressions: `string`, `ParcelId?`, `[Piece]`, `"[string]?"`.

use indexmap::IndexMap;

use crate::diagnostic::{Code, did_you_mean, list_of};
use crate::model::Ty;
use crate::spec::BUILT_IN;

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

/// Reads `text`; the names in it are looked up in `named`.
pub(super) fn parse(text: &str, named: &IndexMap<String, Ty>) -> Result<Ty, BadType> {
    parse_at(text.trim(), named, 0)
}

fn parse_at(text: &str, named: &IndexMap<String, Ty>, depth: usize) -> Result<Ty, BadType> {
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
        let inner = parse_at(inner.trim_end(), named, depth + 1)?;
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
            named,
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
    if let Some(ty) = built_in(text).or_else(|| named.get(text).cloned()) {
        return Ok(ty);
    }
    let names = named.keys().map(String::as_str);
    let help = did_you_mean(text, BUILT_IN.into_iter().chain(names));
    Err(BadType {
        code: Code::UnknownType,
        within: text.to_owned(),
        message: format!("unknown type `{text}`"),
        help: help.unwrap_or_else(|| {
            format!(
                "add it under `types` or `ids`, or use one of {}",
                list_of(BUILT_IN)
            )
        }),
    })
}

/// The type that every spec has under this name.
fn built_in(name: &str) -> Option<Ty> {
    Some(match name {
        "string" => Ty::String,
        "boolean" => Ty::Boolean,
        "integer" => Ty::Integer,
        "number" => Ty::Number,
        "timestamp" => Ty::Timestamp,
        "object" => Ty::JsonObject,
        "any" => Ty::Any,
        _ => return None,
    })
}
