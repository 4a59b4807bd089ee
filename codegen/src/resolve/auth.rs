//! Credentials, and the authentication of requests.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use super::check::Check;
use super::client::Client;
use super::header::{is_header_name, is_own_header};
use super::undocumented;
use crate::diagnostic::{Code, Fault, Location, Path};
use crate::model::{Auth, Credential, EndpointAuth, Scheme};
use crate::name::Name;
use crate::spec::{self, OneOrMany};

/// Resolves `auth`. Returns `None` if it is wrong.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    spec: Option<&OneOrMany<spec::Auth>>,
) -> Option<Auth> {
    let Some(spec) = spec else {
        return (!check.is_poisoned(path)).then(Auth::default);
    };
    if let OneOrMany::Many(list) = spec
        && list.is_empty()
        && !check.lacks_entries(path)
    {
        check.fault(no_schemes(path));
    }
    let mut schemes = Some(Vec::new());
    let mut taken = Taken::default();
    spec.for_each(path, |path, spec| {
        let scheme = scheme(check, path, spec);
        if let Some(scheme) = &scheme {
            taken.claim(check, path, scheme);
        }
        schemes = schemes.take().zip(scheme).map(|(mut schemes, scheme)| {
            schemes.push(scheme);
            schemes
        });
    });
    schemes.map(|schemes| Auth { schemes })
}

fn no_schemes(path: &Path<'_>) -> Fault {
    let help = "add a scheme, or remove `auth` if calls need no credentials";
    Fault::key(Code::MissingEntry, path, "`auth` has no scheme", help)
}

/// The names of credentials, and the parts of a request that hold them. Each belongs to one scheme.
#[derive(Default)]
struct Taken {
    names: HashMap<Name, Location>,
    carriers: HashMap<String, Location>,
}

impl Taken {
    fn claim(&mut self, check: &mut Check, path: &Path<'_>, scheme: &Scheme) {
        let keys: &[_] = match scheme {
            Scheme::Basic { .. } => &["username", "password"],
            Scheme::Bearer { .. } | Scheme::Header { .. } | Scheme::Query { .. } => &["token"],
        };
        let way = path.key(key_of(scheme));
        for (key, credential) in keys.iter().zip(scheme.credentials()) {
            let path = way.key(key);
            let path = path.key("name");
            match self.names.entry(credential.name.clone()) {
                Slot::Vacant(free) => drop(free.insert(path.at_value())),
                Slot::Occupied(first) => {
                    check.fault(same_names(&path, &credential.name, first.get().clone()));
                }
            }
        }
        let header = scheme.header().map(|name| format!("the header `{name}`"));
        let query = scheme.query_key();
        let query = query.map(|key| format!("the query, under `{key}`"));
        for carrier in header.into_iter().chain(query) {
            match self.carriers.entry(carrier) {
                Slot::Vacant(free) => drop(free.insert(way.at_key())),
                Slot::Occupied(first) => {
                    check.fault(same_carrier(&way, first.key(), first.get().clone()));
                }
            }
        }
    }
}

/// The key of the scheme in the spec.
fn key_of(scheme: &Scheme) -> &'static str {
    match scheme {
        Scheme::Basic { .. } => "basic",
        Scheme::Bearer { .. } => "bearer",
        Scheme::Header { .. } => "header",
        Scheme::Query { .. } => "query",
    }
}

fn same_names(path: &Path<'_>, name: &Name, first: Location) -> Fault {
    let message = format!("two credentials have the name `{name}`");
    let help = "give them different names";
    Fault::value(Code::NameTaken, path, message, help).related(first, "first here")
}

fn same_carrier(path: &Path<'_>, carrier: &str, first: Location) -> Fault {
    let message = format!("another scheme sends a credential in {carrier}");
    let help = "keep one of the two";
    Fault::key(Code::BadAuth, path, message, help).related(first, "first here")
}

/// Resolves the authentication of the endpoint at `path`.
pub(super) fn of_endpoint(
    check: &mut Check,
    path: &Path<'_>,
    text: Option<&str>,
    client: Option<&Client>,
) -> EndpointAuth {
    let Some(text) = text else {
        return EndpointAuth::OfClient;
    };
    let path = path.key("auth");
    let auth = client.and_then(|client| client.auth.as_ref());
    if text != "none" {
        check.fault(other_than_none(&path, text));
    } else if auth.is_some_and(|auth| auth.schemes.is_empty()) {
        check.fault(none_already(&path));
    }
    EndpointAuth::None
}

fn other_than_none(path: &Path<'_>, text: &str) -> Fault {
    let message = format!("`{text}` cannot be the `auth` of an endpoint");
    let help = "write `none`, or remove `auth` to use the credentials of the client";
    Fault::value(Code::BadAuth, path, message, help)
}

fn none_already(path: &Path<'_>) -> Fault {
    let message = "the client has no credentials";
    Fault::key(Code::UselessKey, path, message, "remove `auth`")
}

/// Resolves one scheme. Returns `None` if it is wrong.
fn scheme(check: &mut Check, path: &Path<'_>, spec: &spec::Auth) -> Option<Scheme> {
    match (&spec.basic, &spec.bearer, &spec.header, &spec.query) {
        (Some(spec), None, None, None) => basic(check, &path.key("basic"), spec),
        (None, Some(spec), None, None) => {
            let token = credential(check, &path.key("bearer").key("token"), &spec.token)?;
            Some(Scheme::Bearer { token })
        }
        (None, None, Some(spec), None) => header(check, &path.key("header"), spec),
        (None, None, None, Some(spec)) => query(check, &path.key("query"), spec),
        _ => {
            reject_other_than_one_way(check, path, spec);
            None
        }
    }
}

fn reject_other_than_one_way(check: &mut Check, path: &Path<'_>, spec: &spec::Auth) {
    let ways = [
        ("basic", spec.basic.is_some()),
        ("bearer", spec.bearer.is_some()),
        ("header", spec.header.is_some()),
        ("query", spec.query.is_some()),
    ];
    if ways
        .iter()
        .any(|(key, _)| check.is_poisoned(&path.key(key)))
    {
        return;
    }
    let message = "a scheme of `auth` needs exactly one kind of credential";
    let help = if ways.iter().any(|(_, is_given)| *is_given) {
        "write a list with one scheme for each: `- basic: …`, `- header: …`"
    } else {
        "add one of `basic`, `bearer`, `header` and `query`, or remove `auth` if calls need no credentials"
    };
    let fault = Fault::key(Code::BadAuth, path, message, help);
    check.fault(fault.related_keys(path, ways, "one kind"));
}

fn basic(check: &mut Check, path: &Path<'_>, spec: &spec::BasicAuth) -> Option<Scheme> {
    let username = credential(check, &path.key("username"), &spec.username);
    let password = credential(check, &path.key("password"), &spec.password);
    let (username, password) = (username?, password?);
    if username.example.contains(':') {
        check.fault(colon_in_username(&path.key("username")));
    }
    Some(Scheme::Basic { username, password })
}

fn colon_in_username(path: &Path<'_>) -> Fault {
    let message = "the example contains a colon, which ends a user name";
    Fault::value(
        Code::BadExample,
        &path.key("example"),
        message,
        "remove the colon",
    )
}

fn header(check: &mut Check, path: &Path<'_>, spec: &spec::HeaderAuth) -> Option<Scheme> {
    let (header, header_path) = (&spec.header, path.key("header"));
    let lower = header.to_ascii_lowercase();
    if !is_header_name(header) {
        check.fault(bad_header(&header_path, header));
    } else if lower != "authorization" && is_own_header(&lower) {
        check.fault(own_header(&header_path, header));
    }
    let token = credential(check, &path.key("token"), &spec.token)?;
    let header = header.clone();
    Some(Scheme::Header { header, token })
}

fn query(check: &mut Check, path: &Path<'_>, spec: &spec::QueryAuth) -> Option<Scheme> {
    let help = "write the key of the token in the query, such as `api_key`";
    check.not_empty(&path.key("param"), &spec.param, help);
    let token = credential(check, &path.key("token"), &spec.token)?;
    let param = spec.param.clone();
    Some(Scheme::Query { param, token })
}

fn bad_header(path: &Path<'_>, header: &str) -> Fault {
    let message = format!("`{header}` cannot be the name of a header");
    let help = "write a name such as `X-Api-Key`";
    Fault::value(Code::BadHeader, path, message, help)
}

fn own_header(path: &Path<'_>, header: &str) -> Fault {
    let message = format!("the client sets the header `{header}` itself");
    Fault::value(Code::BadHeader, path, message, "name another header")
}

/// Resolves the credential at `path`. Returns `None` if its name is wrong.
fn credential(check: &mut Check, path: &Path<'_>, spec: &spec::Credential) -> Option<Credential> {
    let docs = check.docs_or(&path.key("docs"), spec.docs.as_ref(), || {
        undocumented::credential(path.last_key()).to_owned()
    });
    if spec
        .example
        .as_deref()
        .is_some_and(|example| !is_header_value(example))
    {
        check.fault(bad_example(path));
    }
    let help = "write a name such as `api_key`";
    let name = check.given_name(&path.key("name"), &spec.name, Name::snake, help);
    (!name.is_poisoned()).then(|| Credential {
        name,
        docs,
        example: spec.example.clone().unwrap_or_else(|| spec.name.clone()),
    })
}

fn is_header_value(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn bad_example(path: &Path<'_>) -> Fault {
    let message = "the example is not a valid value of a header";
    let help = "use ASCII letters, digits and punctuation, without spaces";
    Fault::value(Code::BadExample, &path.key("example"), message, help)
}
