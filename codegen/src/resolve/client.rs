//! `client.yaml`: what belongs to the whole client.

use std::time::Duration;

use super::endpoints::OWN_HEADERS;
use indexmap::IndexMap;

use super::{Check, GIVE_A_NAME, is_header_name, text};
use crate::diagnostic::{Code, Fault, Part, Path, Place, choices, did_you_mean};
use crate::model::{
    Auth, ConditionalServer, Credential, ErrorKeys, Field, Package, Server, Ty, Value,
};
use crate::name::{Name, Namespace, is_device};
use crate::spec;

/// The part of the model that comes from `client.yaml`.
pub(super) struct Client {
    /// Index among the sources.
    pub(super) file: usize,
    pub(super) package: Package,
    pub(super) auth: Auth,
    pub(super) servers: Vec<ConditionalServer>,
    pub(super) default_server: Option<Server>,
    pub(super) call_timeout: Duration,
    pub(super) connect_timeout: Duration,
    pub(super) envelope: Vec<Field>,
    pub(super) error_keys: ErrorKeys,
    /// By their keys in the spec; `None` for those at fault.
    pub(super) error_types: IndexMap<String, Option<Value>>,
}

/// The default for a whole call, in seconds.
const CALL_TIMEOUT: u32 = 30;
/// The default for making a connection, in seconds.
const CONNECT_TIMEOUT: u32 = 10;

pub(super) fn resolve(check: &mut Check, file: usize, spec: &spec::Client) -> Option<Client> {
    let root = Path::root(file);
    let package = package(check, &root.key("crate"), &spec.package);
    let auth = auth(check, &root.key("auth"), spec.auth.as_ref());
    let (servers, default_server) = servers(check, &root.key("servers"), spec, auth.as_ref());
    let (call_timeout, connect_timeout) =
        timeouts(check, &root.key("timeouts"), spec.timeouts.as_ref());
    let envelope = envelope(check, &root.key("envelope"), &spec.envelope);
    let (error_keys, error_types) = errors(check, &root.key("error"), spec.error.as_ref());
    Some(Client {
        file,
        package,
        auth: auth?,
        servers,
        default_server,
        call_timeout,
        connect_timeout,
        envelope,
        error_keys,
        error_types,
    })
}

fn package(check: &mut Check, path: &Path<'_>, spec: &spec::Package) -> Package {
    check.docs(&path.key("docs"), &spec.docs);
    let name = spec.name.as_str();
    // What is not its own snake case, rustc would warn of. That escapes keywords too, but not what `core` would hide.
    let library = name.replace('-', "_");
    let plain = Name::snake(name).is_ok_and(|name| name.to_string() == library)
        && name.len() <= LONGEST_CRATE_NAME;
    if !plain {
        check.fault(Fault::value(
            Code::BadCrateName,
            &path.key("name"),
            format!("`{name}` cannot be the name of a crate"),
            "use at most 64 lower-case letters, digits and single dashes, a letter first, and no keyword",
        ));
    } else if CRATES_OF_RUST.contains(&library.as_str()) {
        check.fault(Fault::value(
            Code::BadCrateName,
            &path.key("name"),
            format!("`{name}` is the name of a crate of Rust"),
            "choose another name",
        ));
    } else if is_device(name) {
        check.fault(Fault::value(
            Code::BadCrateName,
            &path.key("name"),
            format!("`{name}` is the name of a device of Windows, where no file can have it"),
            "choose another name",
        ));
    } else if crate::runtime::is_dependency(name) {
        check.fault(Fault::value(
            Code::BadCrateName,
            &path.key("name"),
            format!("every generated crate depends on a crate that is called `{name}` itself"),
            "choose another name",
        ));
    }
    if !is_version(&spec.version) {
        check.fault(Fault::value(
            Code::BadVersion,
            &path.key("version"),
            format!("`{}` is not a version", spec.version),
            "write three numbers, such as `0.1.0`, with or without `-pre` and `+build` behind them",
        ));
    }
    license(check, &path.key("license"), spec.license.as_deref());
    repository(check, &path.key("repository"), spec.repository.as_deref());
    Package {
        name: spec.name.clone(),
        version: spec.version.clone(),
        docs: text(&spec.docs),
        license: spec.license.clone(),
        repository: spec.repository.clone(),
    }
}

/// The longest name of a package that crates.io takes, in bytes.
const LONGEST_CRATE_NAME: usize = 64;

/// Crates that a toolchain brings along, whose names `cargo new` refuses.
const CRATES_OF_RUST: [&str; 5] = ["alloc", "core", "proc_macro", "std", "test"];

fn license(check: &mut Check, path: &Path<'_>, license: Option<&str>) {
    let Some(license) = license else { return };
    check.not_empty(path, license, REMOVE_OR_WRITE);
    let mode = spdx::ParseMode {
        allow_deprecated: true,
        ..spdx::ParseMode::STRICT
    };
    let parse = |license: &str| spdx::Expression::parse_mode(license, mode);
    let Err(error) = parse(license) else { return };
    if license.trim().is_empty() {
        return;
    }
    let near = spdx::Expression::canonicalize(license).ok().flatten();
    let help = match near.filter(|near| parse(near).is_ok()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write identifiers from <https://spdx.org/licenses>, such as `MIT OR Apache-2.0`"
            .to_owned(),
    };
    let message = format!("`{license}` is no SPDX expression: {}", error.reason);
    let words = license.get(error.span).unwrap_or_default();
    check.fault(Fault::value(Code::BadLicense, path, message, help).within(words));
}

fn repository(check: &mut Check, path: &Path<'_>, repository: Option<&str>) {
    let Some(repository) = repository else { return };
    check.not_empty(path, repository, REMOVE_OR_WRITE);
    if !is_web_url(repository) && !repository.trim().is_empty() {
        let message = format!("`{repository}` cannot be the URL of a repository");
        let help = "write `https://` or `http://`, a host, and a path";
        check.fault(Fault::value(Code::BadRepository, path, message, help));
    }
}

const REMOVE_OR_WRITE: &str = "remove the key, or write what the manifest should say";

/// Whether cargo takes it for a version.
fn is_version(version: &str) -> bool {
    let (numbers, rest) = match version.find(['-', '+']) {
        Some(end) => version.split_at(end),
        None => (version, ""),
    };
    let number = |part: &str| {
        part.parse::<u64>()
            .is_ok_and(|number| number.to_string() == part)
    };
    let label = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let (pre, build) = match rest.split_once('+') {
        Some((pre, build)) => (pre, Some(build)),
        None => (rest, None),
    };
    numbers.split('.').count() == 3
        && numbers.split('.').all(number)
        && pre.strip_prefix('-').is_none_or(|pre| {
            pre.split('.').all(|part| {
                label(part) && (number(part) || part.bytes().any(|b| !b.is_ascii_digit()))
            })
        })
        && build.is_none_or(|build| build.split('.').all(label))
}

fn auth(check: &mut Check, path: &Path<'_>, spec: Option<&spec::Auth>) -> Option<Auth> {
    let Some(spec) = spec else {
        return Some(Auth::None);
    };
    match spec {
        spec::Auth {
            basic: Some(basic),
            bearer: None,
            header: None,
        } => {
            let path = path.key("basic");
            let username = credential(check, &path.key("username"), &basic.username);
            let password = credential(check, &path.key("password"), &basic.password);
            let (username, password) = (username?, password?);
            if username.example.contains(':') {
                let message = "the example holds a colon, which ends a user name";
                let place = path.key("username");
                check.fault(Fault::value(
                    Code::BadExample,
                    &place.key("example"),
                    message,
                    "write it without",
                ));
            }
            if username.name == password.name {
                let message = format!("`{}` is the name of both credentials", username.name);
                let (first, second) = (path.key("username"), path.key("password"));
                let help = "give them different names";
                let fault = Fault::value(Code::NameTaken, &second.key("name"), message, help);
                check.fault(fault.related(first.key("name").at_value(), "first here"));
            }
            Some(Auth::Basic { username, password })
        }
        spec::Auth {
            basic: None,
            bearer: Some(bearer),
            header: None,
        } => {
            let token = credential(check, &path.key("bearer").key("token"), &bearer.token)?;
            Some(Auth::Bearer { token })
        }
        spec::Auth {
            basic: None,
            bearer: None,
            header: Some(header),
        } => {
            let path = path.key("header");
            if !is_header_name(&header.header) {
                check.fault(Fault::value(
                    Code::BadHeader,
                    &path.key("header"),
                    format!("`{}` cannot be the name of a header", header.header),
                    "write a name such as `X-Api-Key`",
                ));
            }
            let lower = header.header.to_ascii_lowercase();
            if lower != "authorization" && OWN_HEADERS.contains(&lower.as_str()) {
                let message = format!("the client sets the header `{}` itself", header.header);
                check.fault(Fault::value(
                    Code::BadHeader,
                    &path.key("header"),
                    message,
                    "name another header",
                ));
            }
            let token = credential(check, &path.key("token"), &header.token)?;
            Some(Auth::Header {
                header: header.header.clone(),
                token,
            })
        }
        _ => {
            let fault = Fault::key(
                Code::BadAuth,
                path,
                "`auth` needs exactly one way to say who sends a request",
                "keep one of `basic`, `bearer` and `header`, or leave `auth` out if there is none",
            );
            let ways = [
                ("basic", spec.basic.is_some()),
                ("bearer", spec.bearer.is_some()),
                ("header", spec.header.is_some()),
            ];
            check.fault(fault.related_keys(path, ways, "one way"));
            None
        }
    }
}

fn credential(check: &mut Check, path: &Path<'_>, spec: &spec::Credential) -> Option<Credential> {
    check.docs(&path.key("docs"), &spec.docs);
    let example = spec.example.clone().unwrap_or_else(|| spec.name.clone());
    let fits_into_a_header = |byte: u8| byte.is_ascii_graphic();
    if spec.example.is_some() && (example.is_empty() || !example.bytes().all(fits_into_a_header)) {
        let message = "the example is not one that can be sent in a header";
        let help = "use ASCII letters, digits and signs, without spaces";
        check.fault(Fault::value(
            Code::BadExample,
            &path.key("example"),
            message,
            help,
        ));
    }
    // The constructor has a variable of this name.
    if spec.name == "server" {
        let message = "the name `server` is taken by a variable of the constructor";
        check.fault(Fault::value(
            Code::NameTaken,
            &path.key("name"),
            message,
            "choose another name",
        ));
    }
    let name = check.name(
        &path.key("name"),
        Part::Value,
        Name::snake(&spec.name),
        "write a name such as `api_key`",
    )?;
    Some(Credential {
        name,
        docs: text(&spec.docs),
        example,
    })
}

fn servers(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Client,
    auth: Option<&Auth>,
) -> (Vec<ConditionalServer>, Option<Server>) {
    let mut conditional = Vec::new();
    let mut default: Option<(Server, Place)> = None;
    for (key, spec) in &spec.servers {
        let path = path.key(key);
        check.docs(&path.key("docs"), &spec.docs);
        if !is_server_url(&spec.url) {
            check.fault(Fault::value(
                Code::BadServerUrl,
                &path.key("url"),
                format!("`{}` cannot be the URL of a server", spec.url),
                "write `https://`, a host, and no more than a port and a path behind it",
            ));
        }
        let server = Server {
            url: spec.url.clone(),
            docs: text(&spec.docs),
        };
        let Some(when) = &spec.when else {
            if let Some((_, first)) = &default {
                let message = "two servers have no `when`, so there is no telling which is meant";
                let help = "say with `when:` when this one is to be used";
                let fault = Fault::key(Code::BadServers, &path, message, help);
                check.fault(fault.related(first.clone(), "the other one"));
            }
            default.get_or_insert((server, path.at_key()));
            continue;
        };
        let path = path.key("when");
        check.not_empty(
            &path.key("starts_with"),
            &when.starts_with,
            "write what the credential starts with",
        );
        let Some(auth) = auth else { continue };
        let credentials = auth.credentials();
        let credential = credentials.iter().find(|credential| {
            credential.name.as_str() == when.credential
                || Name::snake(&when.credential).is_ok_and(|n| n == credential.name)
        });
        if let Some(credential) = credential {
            let (credential, starts_with) = (credential.name.clone(), when.starts_with.clone());
            conditional.push(ConditionalServer {
                server,
                credential,
                starts_with,
            });
        } else {
            let names = || {
                credentials
                    .iter()
                    .map(|credential| credential.name.as_str())
            };
            check.fault(Fault::value(
                Code::UnknownCredential,
                &path.key("credential"),
                format!("there is no credential `{}`", when.credential),
                did_you_mean(&when.credential, names())
                    .unwrap_or_else(|| choices("credentials under `auth`", names())),
            ));
        }
    }
    if spec.servers.is_empty() {
        let help = "add `servers:` with one that has a `url` and `docs`";
        check.fault(Fault::key(
            Code::MissingEntry,
            path,
            "there are no servers",
            help,
        ));
    } else if default.is_none() {
        check.fault(Fault::key(
            Code::BadServers,
            path,
            "there is no server for those that no `when` picks out",
            "add one server without `when:`",
        ));
    }
    (conditional, default.map(|(server, _)| server))
}

/// A scheme, a host, and perhaps a port and a path: nothing that would end up in a place of its own in a request.
fn is_server_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    is_authority(authority)
        && path.bytes().all(plain)
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
}

/// Whether a browser can open it.
fn is_web_url(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    is_authority(authority) && path.bytes().all(plain)
}

/// A host, and perhaps a port.
fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        // The colons of an IPv6 address are in brackets.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let name = |host: &str| {
        host.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
    };
    let address = |host: &str| {
        let address = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        address.is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok())
    };
    !host.is_empty()
        && (name(host) || address(host))
        && port.is_none_or(|port| {
            !port.starts_with('+') && port.parse::<u16>().is_ok_and(|port| port > 0)
        })
}

fn timeouts(
    check: &mut Check,
    path: &Path<'_>,
    spec: Option<&spec::Timeouts>,
) -> (Duration, Duration) {
    let mut seconds = |key: &str, given: Option<u32>, default: u32| {
        if given == Some(0) {
            check.fault(Fault::value(
                Code::BadTimeout,
                &path.key(key),
                "a call cannot be over at once",
                "write at least 1 (seconds)",
            ));
        }
        Duration::from_secs(given.unwrap_or(default).into())
    };
    let call = seconds("call", spec.and_then(|spec| spec.call), CALL_TIMEOUT);
    let connect = seconds(
        "connect",
        spec.and_then(|spec| spec.connect),
        CONNECT_TIMEOUT,
    );
    (call, connect)
}

fn envelope(check: &mut Check, path: &Path<'_>, spec: &spec::Map<spec::Field>) -> Vec<Field> {
    let taken = [
        "status",
        "attempts",
        "headers",
        "into_inner",
        "into_parts",
        "envelope",
        "new",
        "body",
        "map",
    ];
    let taken = taken.map(|name| (name, "a method of every response"));
    let mut names = Namespace::with_taken(taken.into_iter().chain(super::CONVERSIONS));
    let mut fields = Vec::new();
    for (key, spec) in spec {
        let path = path.key(key);
        check.docs(&path.key("docs"), &spec.docs);
        let ty = match spec.ty.0.as_str() {
            "string" => Ty::String,
            "boolean" => Ty::Boolean,
            "integer" => Ty::Integer,
            "number" => Ty::Number,
            "timestamp" => Ty::Timestamp,
            other => {
                check.fault(Fault::value(
                    Code::BadEnvelopeType,
                    &path.key("type"),
                    format!("`{other}` cannot be the type of a part of the envelope"),
                    "use `string`, `boolean`, `integer`, `number` or `timestamp`",
                ));
                continue;
            }
        };
        let name = check.entry_name(&path, key, spec.name.as_deref(), Name::snake);
        let Some((name, place)) = name else { continue };
        if check.claim(
            &mut names,
            &name,
            key,
            format!("`{key}`"),
            place,
            GIVE_A_NAME,
        ) {
            fields.push(Field {
                key: key.clone(),
                name,
                docs: text(&spec.docs),
                ty,
                boxed: false,
                sensitive: spec.sensitive,
            });
        }
    }
    fields
}

fn errors(
    check: &mut Check,
    path: &Path<'_>,
    spec: Option<&spec::ErrorBody>,
) -> (ErrorKeys, IndexMap<String, Option<Value>>) {
    let Some(spec) = spec else {
        return Default::default();
    };
    let keys = spec.fields.as_ref().map(|fields| ErrorKeys {
        error_type: fields.error_type.clone(),
        message: fields.message.clone(),
        url: fields.url.clone(),
        details: fields.details.clone(),
        request_id: fields.request_id.clone(),
    });
    let keys = keys.unwrap_or_default();
    let path = path.key("types");
    let mut names = Namespace::with_taken([("Unrecognized", "the variant for all other types")]);
    let mut types = IndexMap::new();
    for (key, docs) in &spec.types {
        let path = path.key(key);
        check.docs(&path, docs);
        let help =
            "this type of error cannot be named here; leave it out, it will be `Unrecognized`";
        let name = check.name(&path, Part::Key, Name::camel(key), help);
        let name = name.filter(|name| {
            let owner = format!("`{key}`");
            check.claim(&mut names, name, key, owner, path.at_key(), help)
        });
        let value = name.map(|name| Value {
            value: key.clone(),
            name,
            docs: text(docs),
        });
        types.insert(key.clone(), value);
    }
    (keys, types)
}

#[cfg(test)]
mod tests {
    use super::is_web_url;

    #[test]
    fn a_repository_is_what_a_browser_can_open() {
        for url in [
            "https://github.com/example/parcel-api",
            "http://example.com",
            "https://[::1]:8080/a?b=c#d",
            "https://example.com/%C3%A9/~a/(b)",
        ] {
            assert!(is_web_url(url), "{url}");
        }
        for url in [
            "",
            "https://",
            "https:///parcel-api",
            "HTTPS",
            "javascript:alert(1)",
            "git@example.com:parcels.git",
            "ssh://git@example.com/parcels",
            "https://user:secret@example.com",
            "https://example.com:0/",
            "https://example.com/a b",
            "https://example.com/\"><script>",
            "https://ex\u{e4}mple.com",
        ] {
            assert!(!is_web_url(url), "{url}");
        }
    }
}
