//! Endpoints: their names, and the checks of their parts.

use super::check::{Check, text, unique};
use super::client::Client;
use super::namespace::{Entry, Namespace};
use super::response_headers::ResponseHeaders;
use super::routes::{Route, Routes};
use super::scope::Scope;
use super::symbols::Symbols;
use super::{
    auth, content_type, encoding, envelope, error_bodies, fixed_headers, paging, params, response,
    routes, rules, undocumented,
};
use crate::diagnostic::{Code, Fault, Path, did_you_mean};
use crate::method::Method;
use crate::model::{Endpoint, Types, Value};
use crate::name::Name;
use crate::reserved::CONVERSIONS;
use crate::spec::{self, ResourceFile};

/// Resolves the endpoints of each file. Omits wrong ones.
pub(super) fn resolve(
    check: &mut Check,
    files: &[ResourceFile],
    resources: &[Name],
    symbols: &Symbols,
    types: &Types,
    client: Option<&Client>,
    known_headers: &mut ResponseHeaders,
) -> Vec<Vec<Endpoint>> {
    let taken = client.map(|client| envelope::taken(types, &client.envelope_keys));
    let taken = taken.unwrap_or_default();
    let files: Vec<_> = files.iter().zip(resources).collect();
    let of_file = |check: &mut Check, (file, resource): &(&ResourceFile, &Name)| {
        let ResourceFile { file, spec, .. } = file;
        let root = Path::root(*file);
        let server = chosen_server(check, &root, spec.server.as_ref(), client);
        let all = root.key("endpoints");
        let mut names = Names::new(&resource.to_camel());
        let endpoint = |(key, spec): (&String, &spec::Endpoint)| {
            let path = all.key(key);
            let names = names.claim(check, &path, key, spec);
            let scope = Scope {
                symbols,
                types,
                client,
                taken: &taken,
                server: server.as_ref(),
                path: &path,
                spec,
            };
            endpoint(check, &scope, names)
        };
        spec.endpoints.iter().map(endpoint).collect::<Vec<_>>()
    };
    let resolved = check.each(&files, of_file);
    let mut routes = Routes::default();
    let mut endpoints = Vec::new();
    for ((ResourceFile { file, spec, .. }, _), resolved) in files.into_iter().zip(resolved) {
        let (root, mut of_file) = (Path::root(*file), Vec::new());
        let all = root.key("endpoints");
        for ((key, spec), Resolved { route, endpoint }) in spec.endpoints.iter().zip(resolved) {
            let path = all.key(key);
            if let Some(route) = route {
                routes.claim(check, &path, route, spec);
            }
            let path = path.key("response_headers");
            let headers = &spec.response_headers;
            let headers = known_headers.of_endpoint(check, &path, headers, symbols);
            of_file.extend(endpoint.map(|endpoint| Endpoint {
                response_headers: headers,
                ..endpoint
            }));
        }
        endpoints.push(of_file);
    }
    endpoints
}

/// An endpoint that is not yet compared with those of other files.
struct Resolved {
    /// `None` if the method or the path is wrong.
    route: Option<Route>,
    /// The endpoint without its response headers, or `None` if it is wrong.
    endpoint: Option<Endpoint>,
}

/// The names of the endpoints of a resource.
struct Names {
    methods: Namespace<Entry>,
    /// The prefixes of the names of types. `get_v2` and `get_v_2` are two methods, but their types would have the same
    /// name. The accessor also has a name among these types.
    stems: Namespace,
}

/// The names of an endpoint.
struct EndpointNames {
    method: Name,
    stem: Name,
}

impl Names {
    /// Creates the names of a resource, with the name of its accessor.
    fn new(accessor: &Name) -> Self {
        let mut stems = Namespace::default();
        for suffix in [Endpoint::REQUEST, Endpoint::RESPONSE] {
            if let Some(stem) = accessor.as_str().strip_suffix(suffix) {
                stems.give(&Name::own(stem), ());
            }
        }
        Self {
            methods: Namespace::with_own(&CONVERSIONS),
            stems,
        }
    }

    /// Claims the names of the endpoint at `path`. Returns `None` if one is wrong.
    fn claim(
        &mut self,
        check: &mut Check,
        path: &Path<'_>,
        key: &str,
        spec: &spec::Endpoint,
    ) -> Option<EndpointNames> {
        let given = spec.name.as_deref();
        let method = check.entry_name(&mut self.methods, path, key, given, Name::snake);
        if method.is_poisoned() {
            return None;
        }
        let stem = self.stems.give(&method.to_camel(), ());
        Some(EndpointNames { method, stem })
    }
}

fn endpoint(check: &mut Check, scope: &Scope<'_>, names: Option<EndpointNames>) -> Resolved {
    let (path, spec) = (scope.path, scope.spec);
    let summary = summary(check, &path.key("summary"), spec);
    if let Some(docs) = &spec.docs {
        check.docs(&path.key("docs"), docs);
    }
    let deprecated = check.deprecated(path, spec.deprecated.as_ref());
    let method = routes::method(check, path, &spec.method);
    let placeholders = routes::template(check, path, &spec.path);
    let route = method.zip(placeholders.as_ref());
    let route = route.map(|(method, _)| Route::of(method, &spec.path));
    if spec.idempotent && method.is_some_and(Method::is_idempotent) {
        check.fault(idempotent_by_itself(path, &spec.method));
    }
    let auth = auth::of_endpoint(check, path, spec.auth.as_deref(), scope.client);
    let headers = fixed_headers::resolve(check, &path.key("headers"), &spec.headers, |header| {
        let client = scope.client;
        client.is_some_and(|client| client.authenticates_in_header(header))
    });
    let server = server(check, scope);
    let (mut params, body) = params::resolve(check, scope, method, placeholders.as_ref());
    let rules = rules::resolve(check, scope, &params);
    let kind = encoding::body(check, scope, &params, body.as_ref());
    let content_type = content_type::resolve(check, scope, kind);
    params.extend(body.map(|body| body.param));
    let response = response::resolve(check, scope);
    let paging = spec.paging.as_ref();
    let paging =
        paging.and_then(|spec| paging::resolve(check, scope, spec, &params, response.as_ref()));
    let errors = errors(check, scope);
    let error_bodies = error_bodies::of_endpoint(
        check,
        &path.key("error_bodies"),
        &spec.error_bodies,
        scope.symbols,
    );
    let create = || {
        let EndpointNames { method: name, stem } = names?;
        Some(Endpoint {
            module: name.to_module(),
            name,
            stem,
            summary,
            docs: spec.docs.as_deref().map(text),
            deprecated,
            method: method?,
            path: spec.path.clone(),
            idempotent: spec.idempotent,
            server,
            auth,
            headers,
            body: kind,
            content_type,
            params,
            rules,
            response: response?,
            response_headers: Vec::new(),
            paging,
            errors,
            error_bodies,
        })
    };
    Resolved {
        route,
        endpoint: create(),
    }
}

/// The server under `server` of the endpoint, or else of its resource.
fn server(check: &mut Check, scope: &Scope<'_>) -> Option<Name> {
    match &scope.spec.server {
        None => scope.server.cloned(),
        own => chosen_server(check, scope.path, own.as_ref(), scope.client),
    }
}

/// The server under `server` of the resource or endpoint at `path`.
fn chosen_server(
    check: &mut Check,
    path: &Path<'_>,
    text: Option<&String>,
    client: Option<&Client>,
) -> Option<Name> {
    let servers = &client?.servers;
    servers.choose(check, &path.key("server"), text?)
}

fn summary(check: &mut Check, path: &Path<'_>, spec: &spec::Endpoint) -> String {
    let Some(summary) = &spec.summary else {
        return undocumented::endpoint(spec);
    };
    check.docs(path, summary);
    let mut lines = summary.trim().lines();
    if lines.next().is_some()
        && let Some(rest) = lines.find(|line| !line.trim().is_empty())
    {
        check.fault(long_summary(path, rest));
    }
    text(summary)
}

fn long_summary(path: &Path<'_>, rest: &str) -> Fault {
    let message = "the summary has more than one line";
    let help = "move the rest to `docs`";
    Fault::value(Code::LongSummary, path, message, help).within(rest)
}

fn idempotent_by_itself(path: &Path<'_>, method: &str) -> Fault {
    let message = format!("{method} is always idempotent");
    let key = path.key("idempotent");
    let fault = Fault::key(Code::UselessKey, &key, message, "remove `idempotent`");
    fault.related(path.key("method").at_value(), "the method")
}

/// Resolves the types of error of the endpoint.
fn errors(check: &mut Check, scope: &Scope<'_>) -> Vec<Value> {
    let Some(client) = scope.client else {
        return Vec::new();
    };
    let root = Path::root(client.file);
    let lacks_types = check.lacks_entries(&root.key("error").key("types"));
    let (path, keys) = (scope.path.key("errors"), &scope.spec.errors);
    unique(check, &path, keys);
    let mut errors = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        match client.error_types.get(key) {
            Some(known) => errors.push(known.clone()),
            None if lacks_types => {}
            None => check.fault(unknown_error(&path.index(index), key, client)),
        }
    }
    errors
}

fn unknown_error(path: &Path<'_>, key: &str, client: &Client) -> Fault {
    let message = format!("unknown type of error `{key}`");
    let known = client.error_types.keys().map(String::as_str);
    let help = did_you_mean(key, known)
        .unwrap_or_else(|| "add it under `error.types` of client.yaml".to_owned());
    Fault::value(Code::UnknownErrorType, path, message, help)
}
