//! Credentials, and the authentication of requests.

use super::check::Check;
use super::header::{OWN_HEADERS, is_header_name};
use super::undocumented;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Auth, Credential};
use crate::name::Name;
use crate::spec;

/// Resolves `auth`. `None` if it is wrong.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    spec: Option<&spec::Auth>,
) -> Option<Auth> {
    let Some(spec) = spec else {
        return (!check.is_poisoned(path)).then_some(Auth::None);
    };
    match (&spec.basic, &spec.bearer, &spec.header) {
        (Some(spec), None, None) => basic(check, &path.key("basic"), spec),
        (None, Some(spec), None) => {
            let token = credential(check, &path.key("bearer").key("token"), &spec.token)?;
            Some(Auth::Bearer { token })
        }
        (None, None, Some(spec)) => header(check, &path.key("header"), spec),
        _ => {
            refuse_other_than_one_way(check, path, spec);
            None
        }
    }
}

fn refuse_other_than_one_way(check: &mut Check, path: &Path<'_>, spec: &spec::Auth) {
    let ways = [
        ("basic", spec.basic.is_some()),
        ("bearer", spec.bearer.is_some()),
        ("header", spec.header.is_some()),
    ];
    if ways
        .iter()
        .any(|(key, _)| check.is_poisoned(&path.key(key)))
    {
        return;
    }
    let message = "`auth` needs exactly one way to authenticate calls";
    let help = "keep one of `basic`, `bearer` and `header`, or leave `auth` out if there is none";
    let fault = Fault::key(Code::BadAuth, path, message, help);
    check.fault(fault.related_keys(path, ways, "one way"));
}

fn basic(check: &mut Check, path: &Path<'_>, spec: &spec::BasicAuth) -> Option<Auth> {
    let username = credential(check, &path.key("username"), &spec.username);
    let password = credential(check, &path.key("password"), &spec.password);
    let (username, password) = (username?, password?);
    if username.example.contains(':') {
        check.fault(colon_in_username(&path.key("username")));
    }
    if username.name == password.name {
        check.fault(same_names(path, &username.name));
    }
    Some(Auth::Basic { username, password })
}

fn colon_in_username(path: &Path<'_>) -> Fault {
    let message = "the example contains a colon, which ends a user name";
    Fault::value(
        Code::BadExample,
        &path.key("example"),
        message,
        "write it without",
    )
}

fn same_names(path: &Path<'_>, name: &Name) -> Fault {
    let message = format!("`{name}` is the name of both credentials");
    let (first, second) = (path.key("username"), path.key("password"));
    let help = "give them different names";
    let fault = Fault::value(Code::NameTaken, &second.key("name"), message, help);
    fault.related(first.key("name").at_value(), "first here")
}

fn header(check: &mut Check, path: &Path<'_>, spec: &spec::HeaderAuth) -> Option<Auth> {
    let (header, header_path) = (&spec.header, path.key("header"));
    let lower = header.to_ascii_lowercase();
    if !is_header_name(header) {
        check.fault(bad_header(&header_path, header));
    } else if lower != "authorization" && OWN_HEADERS.contains(&lower.as_str()) {
        check.fault(own_header(&header_path, header));
    }
    let token = credential(check, &path.key("token"), &spec.token)?;
    let header = header.clone();
    Some(Auth::Header { header, token })
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

/// Resolves the credential at `path`. `None` if its name is wrong.
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
    let message = "a header cannot carry the example";
    let help = "use ASCII letters, digits and signs, without spaces";
    Fault::value(Code::BadExample, &path.key("example"), message, help)
}
