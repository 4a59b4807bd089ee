//! Changes of the whole client: package, credentials, servers, timeouts, envelope and errors.

use std::time::Duration;

use super::change::{Found, GroupChanges, Kind, Rule};
use super::code::code;
use super::pairs::Pairs;
use super::{error_body, fields, types};
use crate::model::{Auth, ErrorKeys, Model, Scheme};

const CLIENT: &str = "client";

const RULES: [Rule<Model>; 15] = [
    crate_renamed,
    package_changed,
    credentials_changed,
    auth_changed,
    fixed_headers_changed,
    servers_changed,
    timeout_shorter,
    timeout_longer,
    error_paths_changed,
    error_paths_added,
    error_body_added,
    error_body_changed,
    decode_body_removed,
    request_id_changed,
    custom_request_renamed,
];

pub(super) fn compare(old: &Model, new: &Model, changes: &mut GroupChanges<'_>) {
    changes.apply(CLIENT, &RULES, old, new);
    changes.docs(CLIENT, &docs(old), &docs(new));
    chosen_servers(old, new, changes);
    // Each field of the envelope is a method of `Meta`, so none is required.
    let kind_of_added = |_: &_| Kind::FieldAdded;
    let (old_envelope, envelope) = (&old.envelope, &new.envelope);
    fields::compare("Meta", old_envelope, envelope, kind_of_added, changes);
    let (old_headers, headers) = (&old.response_headers, &new.response_headers);
    fields::compare("Meta", old_headers, headers, kind_of_added, changes);
    types::compare_values("ErrorType", &old.error_types, &new.error_types, changes);
}

/// Returns all docs of the client, with the names of credentials, which only docs contain.
fn docs(model: &Model) -> String {
    let mut docs = vec![&*model.package.docs, &model.default_server.docs];
    docs.extend(model.servers.iter().map(|server| &*server.server.docs));
    let mut credentials = model.auth.credentials();
    // Their order is code.
    credentials.sort_by(|left, right| left.name.cmp(&right.name));
    for credential in credentials {
        docs.extend([
            credential.name.as_str(),
            &credential.docs,
            &credential.example,
        ]);
    }
    docs.join("\n")
}

fn crate_renamed(old: &Model, new: &Model) -> Option<Found> {
    let (old, new) = (&old.package.name, &new.package.name);
    Found::when(old != new, Kind::CrateRenamed, || {
        format!("crate `{old}` renamed to `{new}`")
    })
}

fn package_changed(old: &Model, new: &Model) -> Option<Found> {
    let (old, new) = (&old.package, &new.package);
    let is_changed = old.license != new.license || old.repository != new.repository;
    Found::when(is_changed, Kind::PackageChanged, || {
        "license or repository of the package changed".to_owned()
    })
}

/// Compares the number and the order of credentials, because callers pass them by position.
fn credentials_changed(old: &Model, new: &Model) -> Option<Found> {
    let (old_names, names) = (credentials(&old.auth), credentials(&new.auth));
    let same_names_in_another_order = {
        let (mut left, mut right) = (old_names.clone(), names.clone());
        left.sort_unstable();
        right.sort_unstable();
        old_names != names && left == right
    };
    let is_changed = old_names.len() != names.len() || same_names_in_another_order;
    Found::when(is_changed, Kind::CredentialsChanged, || {
        let arguments = |names: Vec<&str>| format!("`Client::new({})`", names.join(", "));
        let (old, new) = (arguments(old_names), arguments(names));
        format!("{old} is now {new}")
    })
}

fn auth_changed(old: &Model, new: &Model) -> Option<Found> {
    let (old, new) = (sent(&old.auth), sent(&new.auth));
    Found::when(old != new, Kind::AuthChanged, || {
        format!("calls send {new} instead of {old}")
    })
}

fn credentials(auth: &Auth) -> Vec<&str> {
    let credentials = auth.credentials().into_iter();
    credentials
        .map(|credential| credential.name.as_str())
        .collect()
}

fn sent(auth: &Auth) -> String {
    if auth.schemes.is_empty() {
        return "no credentials".to_owned();
    }
    let parts = auth.schemes.iter().map(|scheme| match scheme {
        Scheme::Basic { .. } => "`Authorization: Basic`".to_owned(),
        Scheme::Bearer { .. } => "`Authorization: Bearer`".to_owned(),
        Scheme::Header { header, .. } => {
            format!("the header `{}`", header.to_ascii_lowercase())
        }
        Scheme::Query { param, .. } => format!("{} in the query", code(param)),
    });
    parts.collect::<Vec<_>>().join(" and ")
}

fn fixed_headers_changed(old: &Model, new: &Model) -> Option<Found> {
    Found::fixed_headers(&old.headers, &new.headers)
}

fn servers_changed(old: &Model, new: &Model) -> Option<Found> {
    let (old, new) = (servers(old), servers(new));
    Found::when(old != new, Kind::ServersChanged, || {
        format!("calls go to {new} instead of {old}")
    })
}

fn servers(model: &Model) -> String {
    let conditional = model.servers.iter().map(|server| {
        let (url, prefix) = (code(&server.server.url), code(&server.starts_with));
        format!("{url} if `{}` starts with {prefix}, ", server.credential)
    });
    let conditional: String = conditional.collect();
    conditional + &code(&model.default_server.url)
}

/// Compares the servers that endpoints name. The builder has a method for each.
fn chosen_servers(old: &Model, new: &Model, changes: &mut GroupChanges<'_>) {
    let (old, new) = (&old.chosen_servers, &new.chosen_servers);
    let pairs = Pairs::by(old, new, |chosen| &chosen.name);
    for chosen in pairs.removed {
        let text = format!("method `{}` of `ClientBuilder` removed", chosen.setter());
        changes.add(CLIENT, Kind::ServerRemoved, text);
    }
    for (old, new) in pairs.common {
        let (old_docs, docs) = (&old.server.docs, &new.server.docs);
        changes.docs_of(CLIENT, new.name.as_str(), old_docs, docs);
        let (name, old, new) = (&new.name, &old.server.url, &new.server.url);
        if old != new {
            let (old, new) = (code(old), code(new));
            let text = format!("calls of the server `{name}` go to {new} instead of {old}");
            changes.add(CLIENT, Kind::ServersChanged, text);
        }
    }
    for chosen in pairs.added {
        let text = format!("new method `{}` of `ClientBuilder`", chosen.setter());
        changes.add(CLIENT, Kind::ServerAdded, text);
    }
}

fn timeout_shorter(old: &Model, new: &Model) -> Option<Found> {
    timeouts(old, new, Kind::TimeoutShorter, |old, new| new < old)
}

fn timeout_longer(old: &Model, new: &Model) -> Option<Found> {
    timeouts(old, new, Kind::TimeoutLonger, |old, new| new > old)
}

/// Returns the timeouts for which `is_changed` is true.
fn timeouts(
    old: &Model,
    new: &Model,
    kind: Kind,
    is_changed: fn(Duration, Duration) -> bool,
) -> Option<Found> {
    let all = [
        ("call", old.call_timeout, new.call_timeout),
        ("connect", old.connect_timeout, new.connect_timeout),
    ];
    let changed = all
        .into_iter()
        .filter(|(_, old, new)| is_changed(*old, *new));
    let changed: Vec<_> = changed
        .map(|(name, old, new)| format!("{name} timeout {new:?} instead of {old:?}"))
        .collect();
    Found::when(!changed.is_empty(), kind, || changed.join(", "))
}

fn error_paths_changed(old: &Model, new: &Model) -> Option<Found> {
    error_paths(old, new, Kind::ErrorPathsChanged, |old, new| {
        !new.starts_with(old)
    })
}

/// Finds paths that were appended to a list. Such a path counts only if no earlier path leads to a value.
fn error_paths_added(old: &Model, new: &Model) -> Option<Found> {
    error_paths(old, new, Kind::ErrorPathsAdded, |old, new| {
        new.len() > old.len() && new.starts_with(old)
    })
}

/// Returns the parts of an error for whose paths `is_changed` is true.
fn error_paths(
    old: &Model,
    new: &Model,
    kind: Kind,
    is_changed: fn(&[String], &[String]) -> bool,
) -> Option<Found> {
    let pairs = parts(&old.error_keys)
        .into_iter()
        .zip(parts(&new.error_keys));
    let changed = pairs.filter(|(old, new)| is_changed(old.paths, new.paths));
    let changed: Vec<_> = changed
        .map(|(_, new)| {
            let paths = code(&format!("[{}]", new.paths.join(", ")));
            format!("the client reads `{}` of errors from {paths}", new.name)
        })
        .collect();
    Found::when(!changed.is_empty(), kind, || changed.join(", "))
}

struct ErrorPart<'m> {
    name: &'static str,
    paths: &'m [String],
}

fn parts(keys: &ErrorKeys) -> [ErrorPart<'_>; 5] {
    let part = |name, paths| ErrorPart { name, paths };
    [
        part("type", &keys.error_type),
        part("message", &keys.message),
        part("url", &keys.url),
        part("details", &keys.details),
        part("request_id", &keys.request_id),
    ]
}

fn error_body_added(old: &Model, new: &Model) -> Option<Found> {
    error_body::added(&error_body::of_client(old), &error_body::of_client(new))
}

fn error_body_changed(old: &Model, new: &Model) -> Option<Found> {
    error_body::changed(&error_body::of_client(old), &error_body::of_client(new))
}

/// Only a client with a type for the body of an error has the method.
fn decode_body_removed(old: &Model, new: &Model) -> Option<Found> {
    let has_method = |model: &Model| model.error_bodies().next().is_some();
    let is_removed = has_method(old) && !has_method(new);
    Found::when(is_removed, Kind::DecodeBodyRemoved, || {
        "method `decode_body` of `Error` removed".to_owned()
    })
}

/// Ignores a new request id: a new field of the envelope or a new path of errors already is a change.
fn request_id_changed(old: &Model, new: &Model) -> Option<Found> {
    let (old, new) = (old.request_id.as_ref()?, new.request_id.as_ref());
    Found::when(Some(old) != new, Kind::RequestIdChanged, || match new {
        Some(new) => format!("method `{old}` of `Response` renamed to `{new}`"),
        None => format!("method `{old}` of `Response` removed"),
    })
}

/// Compares the names of the method for custom requests. The name depends on the resources.
fn custom_request_renamed(old: &Model, new: &Model) -> Option<Found> {
    let (old, new) = (old.custom_request(), new.custom_request());
    Found::when(old != new, Kind::CustomRequestRenamed, || {
        format!("method `{old}` of `Client` renamed to `{new}`")
    })
}
