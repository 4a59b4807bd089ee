//! Routes: the methods and paths of endpoints.

use std::collections::HashMap;

use indexmap::IndexSet;
use std::collections::hash_map::Entry;

use super::check::Check;
use crate::diagnostic::{Code, Fault, Location, Path, choices, did_you_mean};
use crate::limits::Limit;
use crate::method::Method;
use crate::path::{BadPath, placeholders};
use crate::spec;

/// Resolves the method of the endpoint at `path`.
pub(super) fn method(check: &mut Check, path: &Path<'_>, text: &str) -> Option<Method> {
    let mut all = Method::ALL.into_iter();
    let method = all.find(|method| method.as_str() == text);
    if method.is_none() {
        check.fault(unknown_method(&path.key("method"), text));
    }
    method
}

fn unknown_method(path: &Path<'_>, text: &str) -> Fault {
    let all = || Method::ALL.into_iter().map(Method::as_str);
    let help = Limit::of(text)
        .map(Limit::remedy)
        .or_else(|| did_you_mean(text, all()))
        .unwrap_or_else(|| choices("methods", all()));
    let message = format!("unknown method `{text}`");
    Fault::value(Code::UnknownMethod, path, message, help)
}

/// Parses the path template of the endpoint at `path`.
pub(super) fn template<'s>(
    check: &mut Check,
    path: &Path<'_>,
    template: &'s str,
) -> Option<IndexSet<&'s str>> {
    placeholders(template)
        .map_err(|bad| check.fault(bad_path(&path.key("path"), bad)))
        .ok()
}

fn bad_path(path: &Path<'_>, bad: BadPath) -> Fault {
    Fault::value(Code::BadPath, path, bad.why, bad.help).within(&bad.within)
}

/// The parts of a request that select the endpoint on a server.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Route {
    method: Method,
    /// The path without the names of its placeholders.
    path: String,
}

impl Route {
    /// Returns the route of an endpoint with a valid path template.
    pub(super) fn of(method: Method, template: &str) -> Self {
        // Every second part is the name of a placeholder.
        let parts = template.split(['{', '}']).step_by(2);
        let path = parts.collect::<Vec<_>>().join("{}");
        Self { method, path }
    }
}

/// The endpoint that has a route.
struct Owner {
    key: String,
    location: Location,
}

/// All routes, with their endpoints.
#[derive(Default)]
pub(super) struct Routes(HashMap<Route, Owner>);

impl Routes {
    /// Claims `route` for the endpoint at `path`. A server cannot tell two endpoints with the same route apart.
    pub(super) fn claim(
        &mut self,
        check: &mut Check,
        path: &Path<'_>,
        route: Route,
        spec: &spec::Endpoint,
    ) {
        let own = path.key("path");
        match self.0.entry(route) {
            Entry::Occupied(first) => {
                let Owner { key, location } = first.get();
                check.fault(repeated(&own, key, spec).related(location.clone(), "first here"));
            }
            Entry::Vacant(free) => {
                free.insert(Owner {
                    key: path.last_key().to_owned(),
                    location: own.at_value(),
                });
            }
        }
    }
}

fn repeated(path: &Path<'_>, first: &str, spec: &spec::Endpoint) -> Fault {
    let message = format!(
        "`{first}` already has the route {} {}",
        spec.method, spec.path
    );
    let help = "change the method or the path, or remove one of the two";
    Fault::value(Code::RepeatedRoute, path, message, help)
}
