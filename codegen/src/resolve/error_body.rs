//! The body of an error response: its keys, and the known types of error.

use indexmap::IndexMap;

use super::check::{Check, or_empty, unique};
use super::namespace::Namespace;
use super::prefixes::Prefixes;
use super::undocumented;
use crate::diagnostic::{Code, Fault, Location, Part, Path};
use crate::model::{ErrorKeys, Value};
use crate::name::Name;
use crate::reserved::UNRECOGNIZED;
use crate::spec::{self, Map};

/// The types of error, by their keys in the spec.
pub(super) type ErrorTypes = IndexMap<String, Value>;

/// Resolves the paths to the parts of an error body, and the known types of error, from the map at `path`.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    spec: Option<&spec::ErrorBody>,
) -> (ErrorKeys, ErrorTypes) {
    let Some(spec) = spec else {
        return Default::default();
    };
    let fields = path.key("fields");
    let keys = spec.fields.as_ref();
    let keys = keys.map_or_else(ErrorKeys::default, |spec| keys_of(check, &fields, spec));
    let path = path.key("types");
    let types = types(check, &path, &spec.types);
    let is_found = !keys.error_type.is_empty() || check.lacks_entries(&fields.key("type"));
    if !types.is_empty() && !is_found {
        check.fault(types_without_path(&path));
    }
    (keys, types)
}

fn types_without_path(path: &Path<'_>) -> Fault {
    let message = "the types are unreachable, because `fields` has no path to the type of an error";
    let help = "add `type: [KEY]` under `error.fields`, with the key of the type in an error body, or remove `types`";
    Fault::key(Code::UselessKey, path, message, help)
}

fn keys_of(check: &mut Check, path: &Path<'_>, spec: &spec::ErrorFields) -> ErrorKeys {
    let mut paths = |key, paths: &[String]| {
        let list = path.key(key);
        unique(check, &list, paths);
        let mut prefixes = Prefixes::default();
        for (index, text) in paths.iter().enumerate() {
            let path = list.index(index);
            check.plain_text(&path, Part::Value, text);
            check_syntax(check, &path, text);
            if let Some((first, location)) =
                prefixes.add(text.split('.').collect(), (text, path.at_value()))
                && *first != text
            {
                check.fault(hidden(&path, text, location.clone()));
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

/// Translates a path to the syntax of the spec: `$.errors[0].code` of `JSONPath` and the JSON pointer `/errors/0/code`
/// become `errors.0.code`.
fn translated(text: &str) -> String {
    if let Some(pointer) = text.strip_prefix('/') {
        return pointer.replace('/', ".");
    }
    let path = text.strip_prefix("$.").unwrap_or(text);
    let mut steps = path.split('[');
    let start = steps.next().unwrap_or_default().to_owned();
    let index = |step: &str| {
        let (index, rest) = step.split_once(']')?;
        let is_index = !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit());
        is_index.then(|| format!(".{index}{rest}"))
    };
    let rest: Option<String> = steps.map(index).collect();
    rest.map_or_else(|| path.to_owned(), |rest| start + &rest)
}

fn check_syntax(check: &mut Check, path: &Path<'_>, text: &str) {
    let right = translated(text);
    if right.split('.').any(str::is_empty) {
        check.fault(empty_key(path, text));
    } else if right != text {
        check.fault(other_syntax(path, text, &right));
    }
}

fn empty_key(path: &Path<'_>, text: &str) -> Fault {
    let message = format!("`{text}` has an empty key");
    let help = "write keys, separated by dots, such as `error.message`";
    Fault::value(Code::BadErrorKey, path, message, help)
}

fn other_syntax(path: &Path<'_>, text: &str, right: &str) -> Fault {
    let message = format!("`{text}` does not have the syntax of a path");
    Fault::value(Code::BadErrorKey, path, message, format!("write `{right}`"))
}

fn hidden(path: &Path<'_>, text: &str, first: Location) -> Fault {
    let message = format!("`{text}` has no effect: an earlier path always finds a value first");
    let fault = Fault::value(
        Code::BadErrorKey,
        path,
        message,
        "put the longer path first",
    );
    fault.related(first, "the earlier path")
}

/// Resolves the types of error in the map at `path`.
fn types(check: &mut Check, path: &Path<'_>, spec: &Map<Option<String>>) -> ErrorTypes {
    let mut names = Namespace::with_own(&[UNRECOGNIZED]);
    let value = |(key, docs): (&String, &Option<String>)| {
        let path = path.key(key);
        let docs = check.docs_or(&path, docs.as_ref(), || undocumented::error_type(key));
        let help = "remove it: clients then return this type of error as `Unrecognized`";
        let name = check.name(&path, Part::Key, or_empty(key), Name::camel, help);
        let value = Value {
            value: key.clone(),
            name: names.give(&name, ()),
            is_named: false,
            docs,
            deprecated: None,
        };
        (key.clone(), value)
    };
    spec.iter().map(value).collect()
}
