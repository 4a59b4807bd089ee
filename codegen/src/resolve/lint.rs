//! Warnings about docs, names and unused types. The crate is correct, but could be easier to read.

use std::collections::{HashMap, HashSet};

use super::check::Check;
use crate::diagnostic::{Code, Fault, Location, Path};
use crate::name::snake_case;
use crate::spec::{self, ClientFile, ResourceFile, TypeExpr};

/// Checks a spec without errors.
pub(super) fn lint(check: &mut Check, client: &ClientFile, files: &[ResourceFile]) {
    let (root, client) = (Path::root(client.file), &client.spec);
    missing(
        check,
        &root.key("crate"),
        "docs",
        client.package.docs.as_ref(),
    );
    if let Some(auth) = &client.auth {
        auth.for_each(&root.key("auth"), |path, spec| {
            credentials(check, path, spec);
        });
    }
    fixed_headers(check, &root, &client.headers);
    for (key, spec) in &client.servers {
        missing(
            check,
            &root.key("servers").key(key),
            "docs",
            spec.docs.as_ref(),
        );
    }
    fields(check, &root.key("envelope"), &client.envelope);
    let path = root.key("response_headers");
    response_headers(check, &path, &client.response_headers);
    if let Some(auth) = &client.auth {
        auth.for_each(&root.key("auth"), |path, spec| {
            auth_header(check, path, spec);
        });
    }
    if let Some(error) = &client.error {
        names(check, &root.key("error").key("types"), &error.types);
    }
    check.each(files, resource);
    unused_types(check, client, files);
}

fn resource(check: &mut Check, ResourceFile { file, spec, .. }: &ResourceFile) {
    let root = Path::root(*file);
    missing(check, &root, "docs", spec.docs.as_ref());
    names(check, &root.key("ids"), &spec.ids);
    for (key, spec) in &spec.types {
        ty(check, &root.key("types").key(key), spec);
    }
    for (key, spec) in &spec.endpoints {
        endpoint(check, &root.key("endpoints").key(key), spec);
    }
}

fn credentials(check: &mut Check, path: &Path<'_>, spec: &spec::Auth) {
    let spec::Auth {
        basic,
        bearer,
        header,
        query,
    } = spec;
    let basic = basic.as_ref();
    let tokens = [
        basic.map(|basic| ("basic", "username", &basic.username)),
        basic.map(|basic| ("basic", "password", &basic.password)),
        bearer.as_ref().map(|it| ("bearer", "token", &it.token)),
        header.as_ref().map(|it| ("header", "token", &it.token)),
        query.as_ref().map(|it| ("query", "token", &it.token)),
    ];
    for (way, key, spec) in tokens.into_iter().flatten() {
        missing(check, &path.key(way).key(key), "docs", spec.docs.as_ref());
    }
}

fn ty(check: &mut Check, path: &Path<'_>, spec: &spec::Type) {
    docs(check, path, "docs", spec.docs.as_ref());
    for (key, spec) in &spec.constructors {
        let constructors = path.key("constructors");
        missing(check, &constructors.key(key), "docs", spec.docs.as_ref());
    }
    if let Some(spec) = &spec.fields {
        fields(check, &path.key("fields"), spec);
    }
    for (key, spec) in spec.variants.iter().flatten() {
        let variants = path.key("variants");
        docs(check, &variants.key(key), "docs", spec.docs.as_ref());
    }
}

fn endpoint(check: &mut Check, path: &Path<'_>, spec: &spec::Endpoint) {
    docs(check, path, "summary", spec.summary.as_ref());
    for (key, spec) in &spec.params {
        let params = path.key("params");
        let path = params.key(key);
        docs(check, &path, "docs", spec.docs.as_ref());
        if spec.sent_in.as_deref() == Some("header") {
            header(check, path.at_key(), key);
        }
        if spec.ty.is_optional()
            && let Some(word) = spec.docs.as_deref().and_then(says_required)
        {
            check.fault(required_in_docs(&path, word));
        }
    }
    fixed_headers(check, path, &spec.headers);
    if let Some(spec::Response::Fields(spec)) = &spec.response {
        fields(check, &path.key("response"), spec);
    }
    let path = path.key("response_headers");
    response_headers(check, &path, &spec.response_headers);
}

fn response_headers(check: &mut Check, path: &Path<'_>, headers: &spec::Map<spec::ResponseHeader>) {
    for (key, spec) in headers {
        docs(check, &path.key(key), "docs", spec.docs.as_ref());
        header(check, path.key(key).at_key(), key);
    }
}

/// Warns of an optional parameter whose docs contain `word`, so they call it required.
fn required_in_docs(path: &Path<'_>, word: &str) -> Fault {
    let message = format!(
        "`{}` is optional, but its docs call it {}",
        path.last_key(),
        word.to_lowercase()
    );
    let help = "remove the `?` from its type, or describe when callers can omit it";
    let fault = Fault::value(Code::RequiredInDocs, &path.key("docs"), message, help);
    let ty = path.key("type").at_value();
    fault.within(word).related(ty, "optional here")
}

/// Warns of a header with a credential.
fn auth_header(check: &mut Check, path: &Path<'_>, spec: &spec::Auth) {
    if let Some(spec) = &spec.header {
        let path = path.key("header");
        header(check, path.key("header").at_value(), &spec.header);
    }
}

/// Warns of headers with fixed values of the client or of the endpoint at `path`.
fn fixed_headers(check: &mut Check, path: &Path<'_>, spec: &spec::Map<String>) {
    for name in spec.keys() {
        header(check, path.key("headers").key(name).at_key(), name);
    }
}

/// Warns of the header `name` at `location` if its name contains an underscore.
fn header(check: &mut Check, location: Location, name: &str) {
    if name.contains('_') {
        check.fault(underscore_in_header(location, name));
    }
}

fn underscore_in_header(location: Location, name: &str) -> Fault {
    let message = format!("some servers drop the header `{name}`, because its name has a `_`");
    let help = format!("if the API accepts it, write `{}`", name.replace('_', "-"));
    Fault::new(Code::UnderscoreInHeader, location, message, help)
}

fn fields(check: &mut Check, path: &Path<'_>, spec: &spec::Map<spec::Field>) {
    for (key, spec) in spec {
        docs(check, &path.key(key), "docs", spec.docs.as_ref());
    }
}

/// Warns about a map from names to docs.
fn names(check: &mut Check, path: &Path<'_>, spec: &spec::Map<Option<String>>) {
    for (key, text) in spec {
        let path = path.key(key);
        match text {
            Some(text) if repeats(key, text) => check.fault(repetition(&path, key)),
            Some(_) => {}
            None => {
                let help = "write a sentence for callers after the colon";
                check.fault(no_docs(&path, "docs", help));
            }
        }
    }
}

/// Warns about missing or useless docs under `key` of the value at `path`.
fn docs(check: &mut Check, path: &Path<'_>, key: &str, text: Option<&String>) {
    missing(check, path, key, text);
    if text.is_some_and(|text| repeats(path.last_key(), text)) {
        check.fault(repetition(&path.key(key), path.last_key()));
    }
}

/// Warns about missing docs under `key` of the value at `path`.
fn missing(check: &mut Check, path: &Path<'_>, key: &str, text: Option<&String>) {
    if text.is_none() {
        let help = match key {
            "summary" => "add `summary:` with one line about the call",
            _ => "add `docs:` with a sentence for callers",
        };
        check.fault(no_docs(path, key, help));
    }
}

fn no_docs(path: &Path<'_>, key: &str, help: &str) -> Fault {
    let message = match path.last_key() {
        "" if path.parent_key().is_empty() => format!("the resource has no {key}"),
        name => format!("`{name}` has no {key}"),
    };
    Fault::key(Code::MissingDocs, path, message, help)
}

fn repetition(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("these docs only repeat the name `{name}`");
    let help = "describe the meaning, the unit, the range or the default";
    Fault::value(Code::DocsRepeatName, path, message, help)
}

/// Whether `docs` are only the words of `name`.
fn repeats(name: &str, docs: &str) -> bool {
    let is_skipped = |word: &str| {
        let mut skipped = ["", "a", "an", "the"].into_iter();
        skipped.any(|skipped| word.eq_ignore_ascii_case(skipped))
    };
    let words = || {
        let words = docs.split(|c: char| !c.is_alphanumeric());
        words.filter(|word| !is_skipped(word))
    };
    let initial = |text: &str| {
        let first = text.chars().find(|c| c.is_alphanumeric());
        first.and_then(|first| first.to_lowercase().next())
    };
    // Most docs start with another letter, and the comparison of all words takes much longer.
    words().next().and_then(initial) == initial(name)
        && words()
            .map(str::to_lowercase)
            .eq(snake_case(name).split('_'))
}

/// The word in `docs` that calls a value required, as in `Required.` and `This is mandatory.`
fn says_required(docs: &str) -> Option<&str> {
    let is_one_of = |word: &str, words: &[&str]| words.iter().any(|w| w.eq_ignore_ascii_case(word));
    docs.split(['.', ';', ',', '(', ')', '\n'])
        .find_map(|sentence| {
            let last = sentence.split_whitespace().next_back()?;
            if !is_one_of(last, &["required", "mandatory"]) {
                return None;
            }
            let words: Vec<_> = sentence.split_whitespace().collect();
            match words.as_slice() {
                [word] => Some(*word),
                [first, .., "is", word] if is_one_of(first, &["it", "the", "this"]) => Some(*word),
                _ => None,
            }
        })
}

/// Warns of types and ids that no endpoint uses.
fn unused_types(check: &mut Check, client: &spec::Client, files: &[ResourceFile]) {
    let used = used_types(client, files);
    for ResourceFile { file, spec, .. } in files {
        let root = Path::root(*file);
        let ids = spec.ids.keys().map(|key| ("ids", key));
        let types = spec.types.keys().map(|key| ("types", key));
        for (section, key) in ids.chain(types) {
            if !used.contains(key.as_str()) {
                check.fault(unused_type(&root.key(section).key(key)));
            }
        }
    }
}

fn unused_type(path: &Path<'_>) -> Fault {
    let message = format!("no endpoint uses the type `{}`", path.last_key());
    Fault::key(Code::UnusedType, path, message, "use it, or remove it")
}

/// Returns the types and ids that endpoints use.
fn used_types<'s>(client: &'s spec::Client, files: &'s [ResourceFile]) -> HashSet<&'s str> {
    let types = files.iter().flat_map(|file| &file.spec.types);
    let types: HashMap<&str, _> = types.map(|(key, spec)| (key.as_str(), spec)).collect();
    let endpoints = files.iter().flat_map(|file| file.spec.endpoints.values());
    let mut open: Vec<&str> = endpoints.flat_map(types_of_endpoint).collect();
    open.extend(types_of_headers(&client.response_headers));
    let error_body = client.error.as_ref().and_then(|error| error.body.as_ref());
    open.extend(error_body.into_iter().flat_map(TypeExpr::names));
    let mut used = HashSet::new();
    while let Some(name) = open.pop() {
        if used.insert(name)
            && let Some(ty) = types.get(name)
        {
            open.extend(ty.fields.iter().flat_map(types_of_fields));
            open.extend(ty.extra.iter().flat_map(TypeExpr::names));
            let variants = ty.variants.iter().flat_map(|variants| variants.values());
            let types = variants.filter_map(|variant| variant.ty.as_ref());
            open.extend(types.flat_map(TypeExpr::names));
        }
    }
    used
}

fn types_of_endpoint(endpoint: &spec::Endpoint) -> impl Iterator<Item = &str> {
    let params = endpoint.params.values().map(|param| &param.ty);
    let (ty, fields) = match &endpoint.response {
        Some(spec::Response::Type(ty)) => (Some(ty), None),
        Some(spec::Response::Fields(fields)) => (None, Some(fields)),
        None => (None, None),
    };
    let bodies = endpoint.body.iter().chain(&endpoint.events).chain(ty);
    let bodies = bodies.chain(endpoint.error_bodies.values());
    let fields = fields.into_iter().flat_map(types_of_fields);
    let types = params.chain(bodies).flat_map(TypeExpr::names);
    types
        .chain(fields)
        .chain(types_of_headers(&endpoint.response_headers))
}

fn types_of_headers(headers: &spec::Map<spec::ResponseHeader>) -> impl Iterator<Item = &str> {
    headers.values().flat_map(|header| header.ty.names())
}

fn types_of_fields(fields: &spec::Map<spec::Field>) -> impl Iterator<Item = &str> {
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
            "Facts that the courier requires.",
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
