//! The body of an error response: its keys, and the known types of error.

use indexmap::IndexMap;

use super::check::{Check, text};
use super::namespace::Namespace;
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
    let mut names = Namespace::with_taken([("Unrecognized", "the variant for all other types")]);
    let value = |(key, docs): (&String, &String)| {
        let path = path.key(key);
        check.docs(&path, docs);
        check.plain_text(&path, Part::Key, key);
        let help =
            "this type of error cannot be named here; leave it out, it will be `Unrecognized`";
        let name = check.name(&path, Part::Key, Name::camel(key), help);
        let owner = format!("`{key}`");
        check.claim(&mut names, &name, key, owner, path.at_key(), help);
        let value = Value {
            value: key.clone(),
            name,
            docs: text(docs),
        };
        (key.clone(), value)
    };
    spec.iter().map(value).collect()
}
