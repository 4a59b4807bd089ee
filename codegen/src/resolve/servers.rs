//! Servers, and the conditions under which each is used.

use super::check::Check;
use super::prefixes::Prefixes;
use super::undocumented;
use super::url::is_server_url;
use crate::diagnostic::{Code, Fault, Location, Path, choices, did_you_mean};
use crate::model::{Auth, ConditionalServer, Credential, Name, Server};
use crate::spec::{self, Map};

/// The servers of a client.
#[derive(Default)]
pub(super) struct Servers {
    /// In the order of the spec.
    pub(super) conditional: Vec<ConditionalServer>,
    pub(super) default: Option<Server>,
}

pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    spec: &Map<spec::Server>,
    auth: Option<&Auth>,
) -> Servers {
    let mut servers = Servers::default();
    let mut first_default: Option<Location> = None;
    // A server whose `when` is at fault may be the default one or not.
    let mut is_default_known = !check.lacks_entries(path);
    let mut conditions = Prefixes::default();
    for (key, spec) in spec {
        let path = path.key(key);
        let server = server(check, &path, spec);
        let when_path = path.key("when");
        if let Some(when) = &spec.when {
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
        } else if check.is_poisoned(&when_path) {
            is_default_known = false;
        } else if let Some(first) = &first_default {
            check.fault(second_default(&path, first.clone()));
        } else {
            first_default = Some(path.at_key());
            servers.default = Some(server);
        }
    }
    if spec.is_empty() && is_default_known {
        check.fault(no_servers(path));
    } else if servers.default.is_none() && is_default_known {
        check.fault(no_default(path));
    }
    servers
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

/// The credential that the condition at `path` is about.
fn credential(check: &mut Check, path: &Path<'_>, when: &spec::When, auth: &Auth) -> Option<Name> {
    let help = "write the start of the credential";
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
        format!("`{key}` is never used: an earlier server is used whenever this condition is true");
    let help = "put the server with the longer `starts_with` first, or remove one of the two";
    let fault = Fault::value(Code::BadServers, &path.key("starts_with"), message, help);
    fault.related(first, "this one holds too")
}

fn second_default(path: &Path<'_>, first: Location) -> Fault {
    let message = "two servers have no `when`, so the choice is ambiguous";
    let help = "add `when:` with the condition for this server";
    Fault::key(Code::BadServers, path, message, help).related(first, "the other one")
}

fn no_servers(path: &Path<'_>) -> Fault {
    let help = "add `servers:` with one that has a `url` and `docs`";
    Fault::key(Code::MissingEntry, path, "the client has no servers", help)
}

fn no_default(path: &Path<'_>) -> Fault {
    let message = "every server has a `when`, so none is left if no `when` is true";
    Fault::key(
        Code::BadServers,
        path,
        message,
        "add one server without `when:`",
    )
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
