//! The values of enums.

use std::collections::HashMap;

use super::check::{Check, listed_twice, or_empty, text};
use super::namespace::{Entry, Namespace};
use crate::diagnostic::{Code, Fault, Location, Part, Path};
use crate::model::Value;
use crate::name::Name;
use crate::reserved::UNRECOGNIZED;
use crate::spec::{self, Constant};

/// Resolves the values in the list at `path`: integers or strings.
pub(super) fn values(
    check: &mut Check,
    path: &Path<'_>,
    spec: &[spec::EnumValue],
    of_integers: bool,
) -> Vec<Value> {
    if spec.is_empty() {
        check.fault(no_values(path));
    }
    let mut names = Namespace::with_own(&[UNRECOGNIZED]);
    let mut seen = HashMap::new();
    let mut values = Vec::new();
    for (index, spec) in spec.iter().enumerate() {
        let path = path.index(index);
        let value = spec.constant().to_string();
        let (value_path, docs, name, deprecated) = match spec {
            spec::EnumValue::Bare(_) => (path, None, None, None),
            spec::EnumValue::Full(full) => (
                path.key("value"),
                full.docs.as_deref(),
                full.name.as_deref(),
                full.deprecated.as_ref(),
            ),
        };
        let deprecated = check.deprecated(&path, deprecated);
        if let Some(docs) = docs {
            check.docs(&path.key("docs"), docs);
        }
        reject_other_kind(check, &value_path, spec.constant(), of_integers);
        if let Some(first) = seen.insert(value.clone(), value_path.at_value()) {
            check.fault(value_twice(&value_path, &value, first));
            continue;
        }
        let what = format!("`{value}`");
        let is_named = name.is_some();
        let name = match name {
            Some(name) => {
                check.plain_text(&value_path, Part::Value, &value);
                let path = path.key("name");
                let help = "write a name such as `in_progress`";
                let name = check.given_name(&path, name, Name::camel, help);
                let help = "write `{ value: …, name: … }` with another name in Rust";
                check.claim(&mut names, &name, &value, what, path.at_value(), help)
            }
            None => {
                let help = "write `{ value: …, name: … }` with a name in Rust";
                let text = words(spec.constant());
                let name = check.name(&value_path, Part::Value, &text, Name::camel, help);
                let location = value_path.at_value();
                names.give(&name, Entry { what, location })
            }
        };
        values.push(Value {
            is_named,
            docs: docs.map_or_else(|| spelling(spec.constant()), text),
            value,
            name,
            deprecated,
        });
    }
    values
}

fn no_values(path: &Path<'_>) -> Fault {
    let message = "an enum needs at least one value";
    let help = "list the known values";
    Fault::key(Code::MissingEntry, path, message, help)
}

fn value_twice(path: &Path<'_>, value: &str, first: Location) -> Fault {
    let message = format!("the value `{value}` appears twice");
    listed_twice(path, message, first)
}

/// Rejects a value of another kind than the first value, and an integer that is too large.
fn reject_other_kind(check: &mut Check, path: &Path<'_>, value: &Constant, of_integers: bool) {
    match value {
        Constant::Integer(value) if of_integers => {
            if i64::try_from(*value).is_err() {
                check.fault(out_of_range(path, *value));
            }
        }
        Constant::String(_) if !of_integers => {}
        Constant::String(_) | Constant::Integer(_) => check.fault(mixed(path, of_integers)),
    }
}

fn out_of_range(path: &Path<'_>, value: i128) -> Fault {
    let message = format!("`{value}` is not an integer of 64 bits");
    let help = "remove it, or make all values strings if the service sends strings";
    Fault::value(Code::WrongKind, path, message, help)
}

fn mixed(path: &Path<'_>, of_integers: bool) -> Fault {
    let (first, this) = if of_integers {
        ("whole number", "string")
    } else {
        ("string", "whole number")
    };
    let message = format!("this value is a {this}, and the first value is a {first}");
    let help = "write all values with quotes, or all without: an enum has values of one kind";
    Fault::value(Code::WrongKind, path, message, help)
}

/// The words from which the name of a value is derived.
fn words(value: &Constant) -> String {
    match value {
        Constant::String(text) => or_empty(text).to_owned(),
        Constant::Integer(value) if *value < 0 => format!("value_minus_{}", value.unsigned_abs()),
        Constant::Integer(value) => format!("value_{value}"),
    }
}

/// The docs of a value without docs in the spec.
fn spelling(value: &Constant) -> String {
    match value {
        Constant::String(text) if text.is_empty() => "The empty string.".to_owned(),
        Constant::String(text) => format!("Spelled `{text}`."),
        Constant::Integer(value) => format!("The number `{value}`."),
    }
}
