//! The credentials of calls.

use codegen::model::{Auth, Credential, Scheme};

use super::extensions::{exact, map, object, text};
use crate::yaml::{Map, Yaml, put};

/// Returns the security requirement of all operations: all schemes, or none.
pub(super) fn requirement(auth: &Auth) -> Yaml {
    let all = named(auth).map(|(name, _)| (name, Yaml::List(Vec::new())));
    let all: Map = all.collect();
    let is_none = all.is_empty();
    Yaml::List(if is_none {
        Vec::new()
    } else {
        vec![Yaml::Short(all)]
    })
}

pub(super) fn schemes(auth: &Auth) -> Yaml {
    let schemes = named(auth).map(|(name, it)| (name, Yaml::Short(scheme(it))));
    Yaml::Long(schemes.collect())
}

fn named(auth: &Auth) -> impl Iterator<Item = (String, &Scheme)> {
    auth.schemes.iter().enumerate().map(|(index, scheme)| {
        let kind = match scheme {
            Scheme::Basic { .. } => "basic",
            Scheme::Bearer { .. } => "bearer",
            Scheme::Header { .. } => "header",
            Scheme::Query { .. } => "query",
        };
        let name = match index {
            0 => kind.to_owned(),
            _ => format!("{kind}{}", index + 1),
        };
        (name, scheme)
    })
}

fn scheme(scheme: &Scheme) -> Map {
    let (mut map, credentials) = match scheme {
        Scheme::Basic { username, password } => (
            map([("type", text("http")), ("scheme", text("basic"))]),
            vec![("username", username), ("password", password)],
        ),
        Scheme::Bearer { token } => (
            map([("type", text("http")), ("scheme", text("bearer"))]),
            vec![("token", token)],
        ),
        Scheme::Header { header, token } => (in_key("header", header), vec![("token", token)]),
        Scheme::Query { param, token } => (in_key("query", param), vec![("token", token)]),
    };
    let credentials = credentials
        .into_iter()
        .map(|(key, it)| (key.to_owned(), credential(it)));
    put(&mut map, "x-credentials", Yaml::Long(credentials.collect()));
    map
}

fn in_key(part: &str, name: &str) -> Map {
    map([
        ("type", text("apiKey")),
        ("in", text(part)),
        ("name", text(name)),
    ])
}

fn credential(credential: &Credential) -> Yaml {
    object([
        ("name", text(credential.name.as_str())),
        ("docs", exact(&credential.docs)),
        ("example", text(&credential.example)),
    ])
}
