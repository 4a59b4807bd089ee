//! Changes of endpoints.

use super::change::{Found, GroupChanges, Kind, Rule};
use super::pairs::Pairs;
use super::rust_type::rust_type;
use super::{object, param};
use crate::method::Method;
use crate::model::{Endpoint, Paging, Resource, Response};

const RULES: [Rule<Endpoint>; 10] = [
    endpoint_renamed,
    method_changed,
    path_changed,
    retries_added,
    retries_removed,
    response_type_changed,
    paging_added,
    paging_removed,
    paging_items_changed,
    paging_changed,
];

pub(super) fn compare(
    old_resource: &Resource,
    resource: &Resource,
    changes: &mut GroupChanges<'_>,
) {
    let subject = |endpoint: &Endpoint| format!("{}.{}", resource.name, endpoint.name);
    let (old_endpoints, endpoints) = (&old_resource.endpoints, &resource.endpoints);
    let mut pairs = Pairs::by(old_endpoints, endpoints, |endpoint| &endpoint.name);
    let renamed = pairs.take(|endpoint| (endpoint.method, route(endpoint)));
    for endpoint in pairs.removed {
        changes.add(
            &subject(endpoint),
            Kind::EndpointRemoved,
            "endpoint removed",
        );
    }
    for (old_endpoint, endpoint) in pairs.common.into_iter().chain(renamed) {
        let subject = subject(endpoint);
        changes.apply(&subject, &RULES, old_endpoint, endpoint);
        changes.docs(&subject, &docs(old_endpoint), &docs(endpoint));
        param::compare(&subject, old_endpoint, endpoint, changes);
        if let (Response::Own(old_body), Response::Own(body)) =
            (&old_endpoint.response, &endpoint.response)
        {
            let subject = format!("{subject} response");
            object::compare(&subject, old_body, body, changes);
        }
    }
    for endpoint in pairs.added {
        let (method, path) = (endpoint.method.as_str(), &endpoint.path);
        let text = format!("new endpoint, `{method} {path}`");
        changes.add(&subject(endpoint), Kind::EndpointAdded, text);
    }
}

fn docs(endpoint: &Endpoint) -> String {
    let errors = endpoint
        .errors
        .iter()
        .map(|error| format!("\n{}", error.value));
    let errors: String = errors.collect();
    let docs = endpoint.docs.as_deref().unwrap_or_default();
    format!("{}\n{docs}{errors}", endpoint.summary)
}

/// The path without the names of its placeholders, which never go over the wire.
fn route(endpoint: &Endpoint) -> String {
    let mut route = String::new();
    for part in endpoint.path.split_inclusive('{') {
        route.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    route
}

fn endpoint_renamed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (&old.name, &new.name);
    Found::when(old != new, Kind::EndpointRenamed, || {
        format!("renamed from `{old}` to `{new}`")
    })
}

fn method_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (old.method, new.method);
    Found::when(old != new, Kind::MethodChanged, || {
        format!("sends `{}` instead of `{}`", new.as_str(), old.as_str())
    })
}

fn path_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    Found::when(route(old) != route(new), Kind::PathChanged, || {
        format!("calls `{}` instead of `{}`", new.path, old.path)
    })
}

fn retries_added(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed = !is_repeated(old) && is_repeated(new);
    Found::when(is_changed, Kind::RetriesAdded, || {
        "retried after failures that leave open whether the service acted".to_owned()
    })
}

fn retries_removed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed = is_repeated(old) && !is_repeated(new);
    Found::when(is_changed, Kind::RetriesRemoved, || {
        "no longer retried after failures that leave open whether the service acted".to_owned()
    })
}

fn is_repeated(endpoint: &Endpoint) -> bool {
    endpoint.idempotent || !matches!(endpoint.method, Method::Post | Method::Patch)
}

fn response_type_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (response(old), response(new));
    Found::when(old != new, Kind::ResponseTypeChanged, || {
        format!("returns `{new}` instead of `{old}`")
    })
}

/// The type of the body. Two types of the endpoint's own are compared field by field.
fn response(endpoint: &Endpoint) -> String {
    match &endpoint.response {
        Response::Empty => "()".to_owned(),
        Response::Shared(name) => name.to_string(),
        Response::Own(_) => endpoint.own_response().to_string(),
    }
}

fn paging_added(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed = old.paging.is_none() && new.paging.is_some();
    Found::when(is_changed, Kind::PagingAdded, || {
        "new methods `into_stream` and `into_pages`".to_owned()
    })
}

fn paging_removed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed = old.paging.is_some() && new.paging.is_none();
    Found::when(is_changed, Kind::PagingRemoved, || {
        "methods `into_stream` and `into_pages` removed".to_owned()
    })
}

fn paging_items_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let item = |endpoint: &Endpoint| Some(rust_type(endpoint.paging.as_ref()?.item()));
    let (old, new) = (item(old)?, item(new)?);
    Found::when(old != new, Kind::PagingItemsChanged, || {
        format!("`into_stream` returns `{new}` instead of `{old}`")
    })
}

fn paging_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (old.paging.as_ref()?, new.paging.as_ref()?);
    Found::when(way(old) != way(new), Kind::PagingChanged, || {
        format!(
            "finds the next page by {} instead of {}",
            way(new),
            way(old)
        )
    })
}

/// How one page leads to the next, without the type of the items.
fn way(paging: &Paging) -> String {
    let Paging::Cursor(cursor) = paging;
    let next: Vec<_> = cursor
        .next
        .iter()
        .map(|field| field.name.as_str())
        .collect();
    format!(
        "`{}` from `{}` for `{}`",
        cursor.cursor,
        next.join("."),
        cursor.items.name
    )
}
