//! The body of an error response: its keys, and the known types of error.

use indexmap::IndexMap;

use super::check::{Check, or_empty, text, unique};
use super::namespace::{Entry, Namespace};
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{ErrorKeys, Value};
use crate::name::Name;
use crate::reserved::UNRECOGNIZED;
use crate::spec::{self, Map};

/// The types of error, by their keys in the spec.
pub(super) type ErrorTypes = IndexMap<String, Value>;

/// The paths to the parts of an error body, from the map at `path`.
pub(super) fn keys(check: &mut Check, path: &Path<'_>, spec: &spec::ErrorFields) -> ErrorKeys {
    let mut paths = |key, paths: &[String]| {
        let list = path.key(key);
        unique(check, &list, paths);
        for (index, text) in paths.iter().enumerate() {
            let path = list.index(index);
            check.plain_text(&path, Part::Value, text);
            if text.split('.').any(str::is_empty) {
                check.fault(empty_key(&path, text));
            }
        }
        paths.to_vec()
    };
    ErrorKeys {
        error_type: paths("type", &spec.error_type),
        message: paths("message", &spec.message),
        url: paths("url", &spec.url),
        details: paths("details", &spec.details),
        request_id: paths("request_id", &spec.request_id),
    }
}

fn empty_key(path: &Path<'_>, text: &str) -> Fault {
    let message = format!("`{text}` has an empty key, which no body has");
    let help = "write keys with a dot between two of them, such as `error.message`";
    Fault::value(Code::BadErrorKey, path, message, help)
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
