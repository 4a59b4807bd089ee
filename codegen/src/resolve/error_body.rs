//! The body of an error response: its keys, and the known types of error.

use indexmap::IndexMap;

use super::check::{Check, or_empty, text};
use super::namespace::{Entry, Namespace};
use super::reserved::UNRECOGNIZED;
use crate::diagnostic::{Part, Path};
use crate::model::{ErrorKeys, Value};
use crate::name::Name;
use crate::spec::{self, Map};

/// The types of error, by their keys in the spec.
pub(super) type ErrorTypes = IndexMap<String, Value>;

pub(super) fn keys(spec: &spec::ErrorBody) -> ErrorKeys {
    let Some(fields) = &spec.fields else {
        return ErrorKeys::default();
    };
    ErrorKeys {
        error_type: fields.error_type.clone(),
        message: fields.message.clone(),
        url: fields.url.clone(),
        details: fields.details.clone(),
        request_id: fields.request_id.clone(),
    }
}

/// The types of error in the map at `path`.
pub(super) fn types(check: &mut Check, path: &Path<'_>, spec: &Map<String>) -> ErrorTypes {
    let mut names = Namespace::with_own(&[UNRECOGNIZED]);
    let value = |(key, docs): (&String, &String)| {
        let path = path.key(key);
        check.docs(&path, docs);
        let help =
            "this type of error cannot be named here; leave it out, it will be `Unrecognized`";
        let name = check.name(&path, Part::Key, or_empty(key), Name::camel, help);
        let (what, location) = (format!("`{key}`"), path.at_key());
        let value = Value {
            value: key.clone(),
            name: names.give(&name, Entry { what, location }),
            docs: text(docs),
        };
        (key.clone(), value)
    };
    spec.iter().map(value).collect()
}
