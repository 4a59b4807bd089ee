//! Warnings: what gives a right crate, but leaves its readers with less than they need.

use std::collections::{HashMap, HashSet};

use heck::ToSnakeCase;

use super::check::Check;
use crate::diagnostic::{Code, Fault, Location, Path};
use crate::spec::{self, ClientFile, ResourceFile, TypeExpr};

/// Looks at a spec without errors.
pub(super) fn lint(check: &mut Check, client: &ClientFile, files: &[ResourceFile]) {
    let root = Path::root(client.file);
    fields(check, &root.key("envelope"), &client.spec.envelope);
    auth_header(check, &root, client.spec.auth.as_ref());
    if let Some(error) = &client.spec.error {
        names(check, &root.key("error").key("types"), &error.types);
    }
    for ResourceFile { file, spec, .. } in files {
        let root = Path::root(*file);
        names(check, &root.key("ids"), &spec.ids);
        for (key, spec) in &spec.types {
            ty(check, &root.key("types").key(key), spec);
        }
        for (key, spec) in &spec.endpoints {
            endpoint(check, &root.key("endpoints").key(key), spec);
        }
    }
    unused_types(check, files);
}

fn ty(check: &mut Check, path: &Path<'_>, spec: &spec::Type) {
    docs(check, path, "docs", &spec.docs);
    for (key, map) in [("fields", &spec.fields), ("variants", &spec.variants)] {
        if let Some(map) = map {
            fields(check, &path.key(key), map);
        }
    }
}

fn endpoint(check: &mut Check, path: &Path<'_>, spec: &spec::Endpoint) {
    docs(check, path, "summary", &spec.summary);
    for (key, spec) in &spec.params {
        let params = path.key("params");
        let path = params.key(key);
        docs(check, &path, "docs", &spec.docs);
        if spec.sent_in.as_deref() == Some("header") {
            header(check, path.at_key(), key);
        }
        if spec.ty.is_optional()
            && let Some(word) = says_required(&spec.docs)
        {
            let message = format!(
                "`{key}` is optional, but its docs say that it is {}",
                word.to_lowercase()
            );
            let help = "remove the `?` from its type, or say when it can be left out";
            let fault = Fault::value(Code::RequiredInDocs, &path.key("docs"), message, help);
            let ty = path.key("type").at_value();
            check.fault(fault.within(word).related(ty, "optional here"));
        }
    }
    if let Some(spec::Response::Fields(spec)) = &spec.response {
        fields(check, &path.key("response"), spec);
    }
}

/// The header of the credential.
fn auth_header(check: &mut Check, root: &Path<'_>, spec: Option<&spec::Auth>) {
    if let Some(spec) = spec.and_then(|spec| spec.header.as_ref()) {
        let auth = root.key("auth");
        let path = auth.key("header");
        header(check, path.key("header").at_value(), &spec.header);
    }
}

/// The header `name`, which the spec names at `location`.
fn header(check: &mut Check, location: Location, name: &str) {
    if name.contains('_') {
        let message = format!("some servers drop the header `{name}`, since it has a `_`");
        let help = format!("if the API takes it, write `{}`", name.replace('_', "-"));
        check.fault(Fault::new(
            Code::UnderscoreInHeader,
            location,
            message,
            help,
        ));
    }
}

fn fields(check: &mut Check, path: &Path<'_>, spec: &spec::Map<spec::Field>) {
    for (key, spec) in spec {
        docs(check, &path.key(key), "docs", &spec.docs);
    }
}

/// A map from names to docs.
fn names(check: &mut Check, path: &Path<'_>, spec: &spec::Map<String>) {
    for (key, text) in spec {
        if repeats(key, text) {
            check.fault(repetition(&path.key(key), key));
        }
    }
}

/// The docs under `key` of what `path` leads to.
fn docs(check: &mut Check, path: &Path<'_>, key: &str, text: &str) {
    if repeats(path.last_key(), text) {
        check.fault(repetition(&path.key(key), path.last_key()));
    }
}

fn repetition(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("these docs only repeat the name `{name}`");
    let help = "say what the name does not: what it means, its unit, its range, its default";
    Fault::value(Code::DocsRepeatName, path, message, help)
}

/// Whether `docs` are the words of `name` and no more.
fn repeats(name: &str, docs: &str) -> bool {
    let docs = docs.to_lowercase();
    let words = docs.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !matches!(*word, "" | "a" | "an" | "the"));
    words.eq(name.to_snake_case().split('_'))
}

/// The word by which `docs` say plainly that something must be there: `Required.`, `This is mandatory.`
fn says_required(docs: &str) -> Option<&str> {
    let is_one_of = |word: &str, words: &[&str]| words.iter().any(|w| w.eq_ignore_ascii_case(word));
    docs.split(['.', ';', ',', '(', ')', '\n'])
        .find_map(|sentence| {
            let words: Vec<_> = sentence.split_whitespace().collect();
            let word = match words.as_slice() {
                [word] => word,
                [first, .., "is", word] if is_one_of(first, &["it", "the", "this"]) => word,
                _ => return None,
            };
            is_one_of(word, &["required", "mandatory"]).then_some(*word)
        })
}

/// Types and ids that no endpoint leads to.
fn unused_types(check: &mut Check, files: &[ResourceFile]) {
    let types: HashMap<&str, &spec::Type> = files
        .iter()
        .flat_map(|file| &file.spec.types)
        .map(|(key, spec)| (key.as_str(), spec))
        .collect();
    let endpoints = files.iter().flat_map(|file| file.spec.endpoints.values());
    let mut open: Vec<&str> = Vec::new();
    for endpoint in endpoints {
        open.extend(endpoint.params.values().flat_map(|param| param.ty.names()));
        open.extend(endpoint.body.iter().flat_map(TypeExpr::names));
        match &endpoint.response {
            Some(spec::Response::Type(ty)) => open.extend(ty.names()),
            Some(spec::Response::Fields(fields)) => open.extend(named_types(fields)),
            None => {}
        }
    }
    let mut used = HashSet::new();
    while let Some(name) = open.pop() {
        if used.insert(name)
            && let Some(ty) = types.get(name)
        {
            let fields = [&ty.fields, &ty.variants].into_iter().flatten();
            open.extend(fields.flat_map(named_types));
        }
    }
    for ResourceFile { file, spec, .. } in files {
        let root = Path::root(*file);
        let ids = spec.ids.keys().map(|key| ("ids", key));
        let types = spec.types.keys().map(|key| ("types", key));
        for (section, key) in ids.chain(types) {
            if !used.contains(key.as_str()) {
                let message = format!("no endpoint uses the type `{key}`");
                let help = "use it, or remove it";
                let path = root.key(section);
                check.fault(Fault::key(Code::UnusedType, &path.key(key), message, help));
            }
        }
    }
}

fn named_types(fields: &spec::Map<spec::Field>) -> impl Iterator<Item = &str> {
    fields.values().flat_map(|field| field.ty.names())
}

#[cfg(test)]
mod tests {
    use super::{repeats, says_required};

    #[test]
    fn docs_that_say_nothing_but_the_name_repeat_it() {
        for (name, docs) in [
            ("user_id", "The user id."),
            ("userId", "User ID"),
            ("Parcel", "A parcel."),
        ] {
            assert!(repeats(name, docs), "{docs}");
        }
        for (name, docs) in [
            ("user_id", "The id of the user."),
            ("name", "The name that couriers see."),
            ("id", ""),
        ] {
            assert!(!repeats(name, docs), "{docs}");
        }
    }

    #[test]
    fn only_what_is_required_in_any_case_is_required() {
        for docs in [
            "Required.",
            "The name. This field is required.",
            "It is mandatory",
        ] {
            assert!(says_required(docs).is_some(), "{docs}");
        }
        for docs in [
            "Not required.",
            "Required if there is no name.",
            "The name; required for live projects.",
            "What the courier requires.",
            "Cannot be required.",
            "Whether the field is required.",
            "A required-fields mask.",
            "Formerly required.",
            "The list of required scopes.",
            "The mandatory fee.",
        ] {
            assert!(says_required(docs).is_none(), "{docs}");
        }
    }
}
