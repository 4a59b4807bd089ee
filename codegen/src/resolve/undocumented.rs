//! Docs for entries without docs, inferred from their names and types.

use crate::diagnostic::list_of;
use crate::markdown::code;
use crate::model::Ty;
use crate::spec::{self, Constant, Map};

/// The docs of the package.
pub(super) const PACKAGE: &str = "A client for an HTTP API.";

/// Returns the docs of a credential, by its key in `auth`.
pub(super) fn credential(key: &str) -> &'static str {
    match key {
        "username" => "The user name for HTTP Basic authentication.",
        "password" => "The password for HTTP Basic authentication.",
        _ => "The token that authenticates calls.",
    }
}

/// Returns the docs of a server.
pub(super) fn server(key: &str) -> String {
    format!("The server {}.", named(key))
}

/// Returns the docs of a resource.
pub(super) fn resource(name: &str) -> String {
    format!("The endpoints of {}.", named(name))
}

/// Returns the summary of an endpoint.
pub(super) fn endpoint(spec: &spec::Endpoint) -> String {
    format!("`{} {}`", spec.method, spec.path)
}

/// Returns the docs of a named type.
pub(super) fn ty(key: &str, spec: Option<&spec::Type>) -> String {
    let kind = match spec {
        None => "an id",
        Some(spec) if spec.fields.is_some() => "an object",
        Some(spec) if spec.values.is_some() => "an enum",
        Some(spec) if spec.tag.is_some() => "a tagged union",
        Some(_) => "a union",
    };
    format!("{} is {kind}.", named(key))
}

/// Returns the docs of a constructor, from the values that it sets.
pub(super) fn constructor(with: &Map<Constant>) -> String {
    let fixed = with
        .iter()
        .map(|(key, value)| format!("{} set to {}", named(key), named(&value.to_string())));
    let fixed: Vec<_> = fixed.collect();
    format!("Creates a value with {}.", fixed.join(" and "))
}

/// Returns the docs of a type of error.
pub(super) fn error_type(key: &str) -> String {
    format!("The type of error {}.", named(key))
}

/// Returns the docs of a field, a parameter or a variant with content, from the type of its value.
pub(super) fn value(key: &str, ty: &Ty) -> String {
    let value = match ty {
        Ty::Any => "any JSON value".to_owned(),
        Ty::Integer => "an integer".to_owned(),
        Ty::Optional(_) => format!("an {}", noun(ty)),
        Ty::Named { .. } => format!("a value of the type {}", noun(ty)),
        _ => format!("a {}", noun(ty)),
    };
    format!("{} holds {value}.", named(key))
}

/// Returns the docs of a variant without content.
pub(super) fn unit(key: &str) -> String {
    format!("{} has no content.", named(key))
}

/// The noun for one value of the type, without an article.
fn noun(ty: &Ty) -> String {
    let noun = match ty {
        Ty::String => "string",
        Ty::Boolean => "boolean",
        Ty::Integer => "integer",
        Ty::Int32 => "32-bit integer",
        Ty::Uint64 => "64-bit unsigned integer",
        Ty::Number => "number",
        Ty::Decimal => "decimal number",
        Ty::Timestamp => "timestamp",
        Ty::Date => "date",
        Ty::UnixTime => "Unix time",
        Ty::Uuid => "UUID",
        Ty::Bytes => "byte string",
        Ty::JsonObject => "JSON object",
        Ty::Any => "JSON value",
        Ty::RawBytes => "run of bytes",
        Ty::File => "file",
        Ty::Poisoned => "value",
        Ty::Named { name, .. } => return list_of([name.as_str()]),
        Ty::Optional(inner) => return format!("optional {}", noun(inner)),
        Ty::List(item) => return format!("list of {}", nouns(item)),
        Ty::Map { value, .. } => return format!("map of {}", nouns(value)),
    };
    noun.to_owned()
}

/// The plural noun for values of the type.
fn nouns(ty: &Ty) -> String {
    match ty {
        Ty::Named { .. } => format!("{} values", noun(ty)),
        Ty::Optional(inner) => format!("optional {}", nouns(inner)),
        Ty::List(item) => format!("lists of {}", nouns(item)),
        Ty::Map { value, .. } => format!("maps of {}", nouns(value)),
        _ => format!("{}s", noun(ty)),
    }
}

/// The key, as code.
fn named(key: &str) -> String {
    if key.trim().is_empty() {
        "the empty text".to_owned()
    } else {
        code(key)
    }
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::model::Ty;

    #[test]
    fn a_value_is_described_by_its_type() {
        let list = |item| Ty::List(Box::new(item));
        let optional = |inner| Ty::Optional(Box::new(inner));
        for (ty, said) in [
            (Ty::String, "a string"),
            (Ty::Integer, "an integer"),
            (Ty::Any, "any JSON value"),
            (optional(Ty::Number), "an optional number"),
            (list(optional(Ty::Boolean)), "a list of optional booleans"),
            (
                optional(list(list(Ty::Timestamp))),
                "an optional list of lists of timestamps",
            ),
        ] {
            assert_eq!(value("a`b", &ty), format!("``a`b`` holds {said}."));
        }
    }
}
