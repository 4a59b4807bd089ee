//! Enums: their values.

use std::collections::HashMap;

use super::check::{Check, listed_twice, or_empty, text};
use super::namespace::{Entry, Namespace};
use crate::diagnostic::{Code, Fault, Location, Part, Path};
use crate::model::Value;
use crate::name::Name;
use crate::reserved::UNRECOGNIZED;
use crate::spec;

/// The values of the enum whose list is at `path`.
pub(super) fn values(check: &mut Check, path: &Path<'_>, spec: &[spec::EnumValue]) -> Vec<Value> {
    if spec.is_empty() {
        check.fault(no_values(path));
    }
    let mut names = Namespace::with_own(&[UNRECOGNIZED]);
    let mut seen = HashMap::new();
    let mut values = Vec::new();
    for (index, spec) in spec.iter().enumerate() {
        let path = path.index(index);
        let (value, value_path, docs, name, deprecated) = match spec {
            spec::EnumValue::Bare(value) => (value, path, None, None, None),
            spec::EnumValue::Full(full) => (
                &full.value,
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
        if let Some(first) = seen.insert(value, value_path.at_value()) {
            check.fault(value_twice(&value_path, value, first));
            continue;
        }
        let what = format!("`{value}`");
        let is_named = name.is_some();
        let name = match name {
            Some(name) => {
                check.plain_text(&value_path, Part::Value, value);
                let path = path.key("name");
                let help = "write a name such as `in_progress`";
                let name = check.given_name(&path, name, Name::camel, help);
                let help = "write `{ value: …, name: … }` with another name for Rust";
                check.claim(&mut names, &name, value, what, path.at_value(), help)
            }
            None => {
                let help = "write `{ value: …, name: … }` with a name for Rust";
                let text = or_empty(value);
                let name = check.name(&value_path, Part::Value, text, Name::camel, help);
                let location = value_path.at_value();
                names.give(&name, Entry { what, location })
            }
        };
        values.push(Value {
            value: value.clone(),
            name,
            is_named,
            docs: docs.map_or_else(|| spelling(value), text),
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

/// The docs of a value that has none of its own.
fn spelling(value: &str) -> String {
    match value {
        "" => "The empty string.".to_owned(),
        value => format!("Spelled `{value}`."),
    }
}
