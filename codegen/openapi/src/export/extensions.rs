//! The keys that start with `x-`: facts without a key in OpenAPI.

use codegen::model::Name;

use crate::yaml::{Map, Yaml, put};

/// Adds the entry `key: true`, if `is` is true.
pub(super) fn put_flag(map: &mut Map, key: &str, is: bool) {
    if is {
        put(map, key, truth());
    }
}

/// Adds the name in Rust, if the spec contains it.
pub(super) fn put_name(map: &mut Map, name: &Name, is_named: bool) {
    if is_named {
        put(map, "x-name", text(name.as_str()));
    }
}

/// Marks a deprecated item, and adds its replacement.
pub(super) fn put_deprecated(map: &mut Map, note: Option<&String>) {
    if let Some(note) = note {
        put(map, "deprecated", truth());
        put(map, "x-deprecated", exact(note));
    }
}

pub(super) fn put_docs(map: &mut Map, docs: &str) {
    put(map, "description", exact(docs));
}

pub(super) fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

/// A text with significant line breaks.
pub(super) fn exact(text: &str) -> Yaml {
    Yaml::Exact(text.to_owned())
}

pub(super) fn texts<'t>(all: impl IntoIterator<Item = &'t str>) -> Yaml {
    Yaml::List(all.into_iter().map(text).collect())
}

/// A number, in the notation of both formats.
pub(super) fn number(number: impl ToString + Copy) -> Yaml {
    Yaml::Raw(number.to_string())
}

pub(super) fn truth() -> Yaml {
    Yaml::Raw("true".to_owned())
}

pub(super) fn map<const N: usize>(entries: [(&str, Yaml); N]) -> Map {
    entries.map(|(key, value)| (key.to_owned(), value)).into()
}

/// A map of these entries, on one line if it fits.
pub(super) fn object<const N: usize>(entries: [(&str, Yaml); N]) -> Yaml {
    Yaml::Short(map(entries))
}

/// A reference to a component.
pub(super) fn reference(section: &str, name: &str) -> Map {
    map([("$ref", text(&format!("#/components/{section}/{name}")))])
}
