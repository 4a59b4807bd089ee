//! `client.yaml`: the settings of the whole client.

use std::collections::HashSet;
use std::time::Duration;

use super::check::Check;
use super::error_body::ErrorTypes;
use super::servers::{self, Servers};
use super::{auth, envelope, error_body, fixed_headers, package};
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Auth, ErrorKeys, Field, FixedHeader, Package};
use crate::spec;

/// The part of the model that comes from `client.yaml`.
pub(super) struct Client {
    /// The index of the file among the sources.
    pub(super) file: usize,
    pub(super) package: Package,
    /// `None` if it is wrong.
    pub(super) auth: Option<Auth>,
    pub(super) headers: Vec<FixedHeader>,
    pub(super) servers: Servers,
    pub(super) timeouts: Timeouts,
    pub(super) envelope: Vec<Field>,
    pub(super) envelope_keys: HashSet<String>,
    pub(super) error_keys: ErrorKeys,
    pub(super) error_types: ErrorTypes,
}

impl Client {
    /// Resolves `client.yaml`. `named` are the names of servers that resources and endpoints use.
    pub(super) fn resolve(
        check: &mut Check,
        file: usize,
        spec: &spec::Client,
        named: &HashSet<&str>,
    ) -> Self {
        let root = Path::root(file);
        let package = package::resolve(check, &root.key("crate"), &spec.package);
        let auth = auth::resolve(check, &root.key("auth"), spec.auth.as_ref());
        let path = root.key("headers");
        let headers = fixed_headers::resolve(check, &path, &spec.headers, |header| {
            auth.as_ref().is_some_and(|auth| auth.is_in_header(header))
        });
        let path = root.key("servers");
        let servers = servers::resolve(check, &path, &spec.servers, auth.as_ref(), named);
        let path = root.key("timeouts");
        let timeouts = timeouts(check, &path, spec.timeouts.as_ref());
        let envelope = envelope::resolve(check, &root.key("envelope"), &spec.envelope);
        let path = root.key("error");
        let (error_keys, error_types) = error_body::resolve(check, &path, spec.error.as_ref());
        Self {
            file,
            package,
            auth,
            headers,
            servers,
            timeouts,
            envelope_keys: spec.envelope.keys().cloned().collect(),
            envelope,
            error_keys,
            error_types,
        }
    }

    /// Whether requests contain a credential in the header `name`, which is in lower case.
    pub(super) fn authenticates_in_header(&self, name: &str) -> bool {
        let auth = self.auth.as_ref();
        auth.is_some_and(|auth| auth.is_in_header(name))
    }

    /// Whether requests contain a credential in the query under `key`.
    pub(super) fn authenticates_in_query(&self, key: &str) -> bool {
        let auth = self.auth.as_ref();
        auth.is_some_and(|auth| auth.is_in_query(key))
    }
}

/// The default timeout of a call, in seconds.
const CALL_TIMEOUT: u32 = 30;
/// The default timeout of opening a connection, in seconds.
const CONNECT_TIMEOUT: u32 = 10;

/// The default timeouts.
pub(super) struct Timeouts {
    pub(super) call: Duration,
    pub(super) connect: Duration,
}

fn timeouts(check: &mut Check, path: &Path<'_>, spec: Option<&spec::Timeouts>) -> Timeouts {
    let mut seconds = |key: &str, given: Option<u32>, default: u32| {
        if given == Some(0) {
            check.fault(no_time(&path.key(key)));
        }
        Duration::from_secs(given.unwrap_or(default).into())
    };
    let call = seconds("call", spec.and_then(|spec| spec.call), CALL_TIMEOUT);
    let connect = spec.and_then(|spec| spec.connect);
    let connect = seconds("connect", connect, CONNECT_TIMEOUT);
    Timeouts { call, connect }
}

fn no_time(path: &Path<'_>) -> Fault {
    let message = "a timeout cannot be 0";
    Fault::value(
        Code::BadTimeout,
        path,
        message,
        "write a number of seconds, at least 1",
    )
}
