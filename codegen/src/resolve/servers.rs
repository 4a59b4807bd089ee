//! Servers, and the conditions that select one.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::check::Check;
use super::namespace::Namespace;
use super::prefixes::Prefixes;
use super::undocumented;
use super::url::is_server_url;
use crate::diagnostic::{Code, Fault, Location, Part, Path, choices, did_you_mean};
use crate::model::{Auth, ChosenServer, ConditionalServer, Credential, Name, Server};
use crate::spec::{self, Map, ResourceFile};

/// The servers of a client.
#[derive(Default)]
pub(super) struct Servers {
    /// In the order of the spec.
    pub(super) conditional: Vec<ConditionalServer>,
    pub(super) default: Option<Server>,
    /// The servers that endpoints name, without the default server.
    pub(super) chosen: Vec<ChosenServer>,
    /// The choice for each server, by its name in the spec.
    choices: IndexMap<String, Choice>,
    /// Whether the spec can have servers that are not in this list.
    lacks_servers: bool,
}

/// The result of `server` at an endpoint.
enum Choice {
    /// The default server.
    Default,
    Chosen(Name),
    /// A server that a credential selects, so an endpoint cannot.
    Conditional,
    /// A wrong server.
    Poisoned,
}

impl Servers {
    /// Returns the server `text`, which the spec names at `path`. `None` is the default server.
    pub(super) fn choose(&self, check: &mut Check, path: &Path<'_>, text: &str) -> Option<Name> {
        match self.choices.get(text) {
            Some(Choice::Chosen(name)) => return Some(name.clone()),
            Some(Choice::Default | Choice::Poisoned) => {}
            Some(Choice::Conditional) => check.fault(conditional(path, text)),
            None if self.lacks_servers => {}
            None => check.fault(unknown_server(path, text, &self.choices)),
        }
        None
    }
}

/// The names of servers that resources and endpoints use.
pub(super) fn named(files: &[ResourceFile]) -> HashSet<&str> {
    let of_resources = files.iter().map(|file| &file.spec.server);
    let endpoints = files.iter().flat_map(|file| file.spec.endpoints.values());
    let of_endpoints = endpoints.map(|endpoint| &endpoint.server);
    let all = of_resources.chain(of_endpoints);
    all.filter_map(Option::as_deref).collect()
}

pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    spec: &Map<spec::Server>,
    auth: Option<&Auth>,
    named: &HashSet<&str>,
) -> Servers {
    let mut servers = Servers {
        lacks_servers: check.lacks_entries(path),
        ..Servers::default()
    };
    let mut first_default: Option<Location> = None;
    // A server with a wrong `when` can be the default server.
    let mut is_default_known = !servers.lacks_servers;
    let mut conditions = Prefixes::default();
    let mut methods = Namespace::default();
    let default = default_of(spec, named);
    // A wrong name can refer to any server without `when`.
    let is_unknown = |name: &&str| !spec.contains_key(*name);
    let has_unknown_name = named.iter().any(is_unknown);
    for (key, spec) in spec {
        let path = path.key(key);
        let server = server(check, &path, spec);
        let when_path = path.key("when");
        let choice = if let Some(when) = &spec.when {
            let credential = auth.and_then(|auth| credential(check, &when_path, when, auth));
            if let Some(credential) = &credential {
                // A name has no space.
                let condition = format!("{} {}", credential.as_str(), when.starts_with);
                let location = when_path.key("starts_with").at_value();
                if let Some(first) = conditions.add(condition.into_bytes(), location) {
                    check.fault(never_used(&when_path, key, first.clone()));
                }
            }
            servers
                .conditional
                .extend(credential.map(|credential| ConditionalServer {
                    server,
                    credential,
                    starts_with: when.starts_with.clone(),
                }));
            Choice::Conditional
        } else if check.is_poisoned(&when_path) {
            is_default_known = false;
            Choice::Poisoned
        } else if default != Some(key) && named.contains(key.as_str()) {
            match name(check, &mut methods, &path, key) {
                Some(name) => {
                    let chosen = name.clone();
                    servers.chosen.push(ChosenServer { name, server });
                    Choice::Chosen(chosen)
                }
                None => Choice::Poisoned,
            }
        } else if let Some(first) = &first_default {
            if !has_unknown_name {
                check.fault(second_default(&path, first.clone()));
            }
            Choice::Poisoned
        } else {
            first_default = Some(path.at_key());
            servers.default = Some(server);
            Choice::Default
        };
        servers.choices.insert(key.clone(), choice);
    }
    if spec.is_empty() && is_default_known {
        check.fault(no_servers(path));
    } else if servers.default.is_none() && is_default_known {
        check.fault(no_default(path));
    }
    servers
}

/// The default server if endpoints name all servers without `when`: the first of these servers.
fn default_of<'s>(spec: &'s Map<spec::Server>, named: &HashSet<&str>) -> Option<&'s String> {
    let unconditional = spec.iter().filter(|(_, server)| server.when.is_none());
    let mut keys = unconditional.map(|(key, _)| key);
    let first = keys.clone().next()?;
    keys.all(|key| named.contains(key.as_str()))
        .then_some(first)
}

/// The name of a server that endpoints name.
fn name(check: &mut Check, names: &mut Namespace, path: &Path<'_>, key: &str) -> Option<Name> {
    let help = "use another name for the server, such as `uploads`";
    let name = check.name(path, Part::Key, key, Name::snake, help);
    let name = names.give(&name, ());
    (!name.is_poisoned()).then_some(name)
}

fn server(check: &mut Check, path: &Path<'_>, spec: &spec::Server) -> Server {
    let docs = check.docs_or(&path.key("docs"), spec.docs.as_ref(), || {
        undocumented::server(path.last_key())
    });
    if !is_server_url(&spec.url) {
        check.fault(bad_url(&path.key("url"), &spec.url));
    }
    Server {
        url: spec.url.clone(),
        docs,
    }
}

/// Resolves the credential of the condition at `path`.
fn credential(check: &mut Check, path: &Path<'_>, when: &spec::When, auth: &Auth) -> Option<Name> {
    let help = "write the first characters of the credential";
    check.not_empty(&path.key("starts_with"), &when.starts_with, help);
    let credentials = auth.credentials();
    let is_meant = |credential: &&&Credential| {
        credential.name.as_str() == when.credential
            || Name::snake(&when.credential).is_ok_and(|name| name == credential.name)
    };
    let meant = credentials.iter().find(is_meant);
    if meant.is_none() {
        let path = path.key("credential");
        check.fault(unknown_credential(&path, &when.credential, &credentials));
    }
    meant.map(|credential| credential.name.clone())
}

fn never_used(path: &Path<'_>, key: &str, first: Location) -> Fault {
    let message =
        format!("no client uses `{key}`: its condition implies the condition of an earlier server");
    let help = "move the server with the longer `starts_with` up, or remove one of the two";
    let fault = Fault::value(Code::BadServers, &path.key("starts_with"), message, help);
    fault.related(first, "the earlier server")
}

fn second_default(path: &Path<'_>, first: Location) -> Fault {
    let message = "two servers have no `when`, so the default server is ambiguous";
    let help = "add `when:` with the condition for this server, or add `server:` to the endpoints that use it";
    Fault::key(Code::BadServers, path, message, help).related(first, "the other one")
}

fn no_servers(path: &Path<'_>) -> Fault {
    let help = "add `servers:` with one server that has a `url` and `docs`";
    Fault::key(Code::MissingEntry, path, "the client has no servers", help)
}

fn no_default(path: &Path<'_>) -> Fault {
    let message = "every server has a `when`: if all are false, a client has no server";
    Fault::key(
        Code::BadServers,
        path,
        message,
        "add one server without `when:`",
    )
}

fn conditional(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("a credential selects the server `{key}`, so an endpoint cannot");
    let help = "name a server without `when`, or remove `server`";
    Fault::value(Code::BadServers, path, message, help)
}

fn unknown_server(path: &Path<'_>, key: &str, known: &IndexMap<String, Choice>) -> Fault {
    let names = || known.keys().map(String::as_str);
    let help = did_you_mean(key, names());
    let help = help.unwrap_or_else(|| choices("servers of client.yaml", names()));
    let message = format!("unknown server `{key}`");
    Fault::value(Code::UnknownServer, path, message, help)
}

fn bad_url(path: &Path<'_>, url: &str) -> Fault {
    let message = format!("`{url}` cannot be the URL of a server");
    let help = "write `https://`, a host, and optionally a port and a path";
    Fault::value(Code::BadServerUrl, path, message, help)
}

fn unknown_credential(path: &Path<'_>, name: &str, credentials: &[&Credential]) -> Fault {
    let names = || {
        credentials
            .iter()
            .map(|credential| credential.name.as_str())
    };
    let help = did_you_mean(name, names());
    let help = help.unwrap_or_else(|| choices("credentials under `auth`", names()));
    let message = format!("unknown credential `{name}`");
    Fault::value(Code::UnknownCredential, path, message, help)
}
