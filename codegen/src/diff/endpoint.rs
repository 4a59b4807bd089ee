//! Changes of endpoints.

use super::change::{Found, GroupChanges, Kind, Rule};
use super::code::code;
use super::pairs::Pairs;
use super::rust_type::rust_type;
use super::{error_body, object, param};
use crate::model::{
    Body, Encoding, End, Endpoint, EndpointAuth, NextPage, Paging, PathField, Resource, Response,
    Ty, dotted,
};
use crate::path;

const RULES: [Rule<Endpoint>; 19] = [
    endpoint_renamed,
    method_changed,
    path_changed,
    retries_added,
    retries_removed,
    endpoint_server_changed,
    endpoint_auth_changed,
    fixed_headers_changed,
    body_changed,
    content_type_changed,
    response_type_changed,
    response_format_changed,
    error_body_added,
    error_body_changed,
    paging_added,
    paging_removed,
    paging_items_changed,
    paging_changed,
    deprecated,
];

pub(super) fn compare(
    old_resource: &Resource,
    resource: &Resource,
    changes: &mut GroupChanges<'_>,
) {
    let subject = |endpoint: &Endpoint| format!("{}.{}", resource.name, endpoint.name);
    let (old_endpoints, endpoints) = (&old_resource.endpoints, &resource.endpoints);
    let mut pairs = Pairs::by(old_endpoints, endpoints, |endpoint| &endpoint.name);
    pairs.add(|endpoint| (endpoint.method, route(&endpoint.path)));
    for endpoint in pairs.removed {
        changes.add(
            &subject(endpoint),
            Kind::EndpointRemoved,
            "endpoint removed",
        );
    }
    for (old_endpoint, endpoint) in pairs.common {
        both(&subject(endpoint), old_endpoint, endpoint, changes);
    }
    for endpoint in pairs.added {
        let call = format!("{} {}", endpoint.method.as_str(), endpoint.path);
        let text = format!("new endpoint, {}", code(&call));
        changes.add(&subject(endpoint), Kind::EndpointAdded, text);
    }
}

/// Compares two versions of an endpoint.
fn both(subject: &str, old: &Endpoint, new: &Endpoint, changes: &mut GroupChanges<'_>) {
    changes.apply(subject, &RULES, old, new);
    changes.docs(subject, &docs(old), &docs(new));
    param::compare(subject, old, new, changes);
    if let (Response::Own(old_body), Response::Own(body)) = (&old.response, &new.response) {
        object::compare(&format!("{subject} response"), old_body, body, changes);
    }
}

/// Returns all docs of the endpoint, without its parameters. They include the types of error and the headers of
/// responses, which have no other effect.
fn docs(endpoint: &Endpoint) -> String {
    let mut docs = vec![&*endpoint.summary];
    docs.extend(endpoint.docs.as_deref());
    // The docs show the fragment, which clients do not send.
    docs.extend(endpoint.path.split_once('#').map(|(_, fragment)| fragment));
    docs.extend(endpoint.errors.iter().map(|error| &*error.value));
    let headers = endpoint.response_headers.iter();
    docs.extend(headers.flat_map(|header| [header.name.as_str(), &header.docs]));
    docs.join("\n")
}

/// Returns the path without the names of its placeholders, which are not part of requests.
fn route(path: &str) -> String {
    let mut route = String::new();
    for part in path.split_inclusive('{') {
        route.push_str(part.split_once('}').map_or(part, |(_, rest)| rest));
    }
    route
}

/// Compares the names of an endpoint and of its types. A type's name has a number if another endpoint has the same
/// name.
fn endpoint_renamed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed = old.name != new.name || old.stem != new.stem;
    Found::when(is_changed, Kind::EndpointRenamed, || {
        if old.name == new.name {
            format!("`{}` renamed to `{}`", old.request(), new.request())
        } else {
            format!("`{}` renamed to `{}`", old.name, new.name)
        }
    })
}

fn method_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (old.method, new.method);
    Found::when(old != new, Kind::MethodChanged, || {
        format!("sends `{}` instead of `{}`", new.as_str(), old.as_str())
    })
}

fn path_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed =
        route(old.template()) != route(new.template()) || has_moved_placeholder(old, new);
    Found::when(is_changed, Kind::PathChanged, || {
        let (old, new) = (code(old.template()), code(new.template()));
        format!("calls {new} instead of {old}")
    })
}

/// Whether a parameter has moved to another placeholder of the path.
fn has_moved_placeholder(old: &Endpoint, new: &Endpoint) -> bool {
    let old = path::placeholders(&old.path).unwrap_or_default();
    let new = path::placeholders(&new.path).unwrap_or_default();
    let mut pairs = old.iter().zip(&new);
    pairs.any(|(old_name, name)| old_name != name && new.contains(old_name))
}

fn retries_added(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed = !is_repeated(old) && is_repeated(new);
    Found::when(is_changed, Kind::RetriesAdded, || {
        "the client retries a call that the service has possibly carried out".to_owned()
    })
}

fn retries_removed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed = is_repeated(old) && !is_repeated(new);
    Found::when(is_changed, Kind::RetriesRemoved, || {
        "the client no longer retries a call that the service has possibly carried out".to_owned()
    })
}

fn is_repeated(endpoint: &Endpoint) -> bool {
    endpoint.idempotent || endpoint.method.is_idempotent()
}

fn endpoint_server_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let shown = |endpoint: &Endpoint| match &endpoint.server {
        Some(name) => format!("the server `{name}`"),
        None => "the default server".to_owned(),
    };
    let kind = Kind::EndpointServerChanged;
    Found::when(old.server != new.server, kind, || {
        format!("calls {} instead of {}", shown(new), shown(old))
    })
}

fn endpoint_auth_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let kind = Kind::EndpointAuthChanged;
    Found::when(old.auth != new.auth, kind, || match new.auth {
        EndpointAuth::OfClient => "sends the credentials of the client".to_owned(),
        EndpointAuth::None => "sends no credentials".to_owned(),
    })
}

fn fixed_headers_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    Found::fixed_headers(&old.headers, &new.headers)
}

/// Ignores whether a body exists: that depends on the parameters.
fn body_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (old.body, new.body);
    let is_changed = old != new && old != Body::None && new != Body::None;
    Found::when(is_changed, Kind::BodyChanged, || {
        format!("the body is {} instead of {}", body(new), body(old))
    })
}

fn body(body: Body) -> &'static str {
    match body {
        Body::None => "absent",
        Body::Params(Encoding::Json) => "an object with the parameters",
        Body::Params(Encoding::Form) => "a form with the parameters",
        Body::Value(Encoding::Json) => "one value",
        Body::Value(Encoding::Form) => "a form with one value",
        Body::Bytes => "bytes",
        Body::Text => "text",
        Body::Multipart => "a multipart body with the parameters",
    }
}

fn content_type_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (media_type(old)?, media_type(new)?);
    let is_changed = !old.eq_ignore_ascii_case(new);
    Found::when(is_changed, Kind::ContentTypeChanged, || {
        format!("the body is {} instead of {}", code(new), code(old))
    })
}

/// The media type of the body.
fn media_type(endpoint: &Endpoint) -> Option<&str> {
    let usual = match endpoint.body {
        Body::None => return None,
        Body::Params(Encoding::Json) | Body::Value(Encoding::Json) => "application/json",
        Body::Params(Encoding::Form) | Body::Value(Encoding::Form) => {
            "application/x-www-form-urlencoded"
        }
        Body::Bytes => "application/octet-stream",
        Body::Text => "text/plain; charset=utf-8",
        Body::Multipart => "multipart/form-data",
    };
    Some(endpoint.content_type.as_deref().unwrap_or(usual))
}

/// Ignores two response types of the endpoint's own: other rules compare their fields.
fn response_type_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let is_changed = match (&old.response, &new.response) {
        (Response::Own(_), Response::Own(_))
        | (Response::Empty, Response::Empty)
        | (Response::Bytes, Response::Bytes)
        | (Response::Text, Response::Text | Response::Type(Ty::String))
        | (Response::Type(Ty::String), Response::Text) => false,
        (Response::Type(old), Response::Type(new))
        | (Response::Events(old), Response::Events(new)) => old != new,
        (
            Response::Own(_)
            | Response::Empty
            | Response::Type(_)
            | Response::Bytes
            | Response::Text
            | Response::Events(_),
            _,
        ) => true,
    };
    Found::when(is_changed, Kind::ResponseTypeChanged, || {
        format!("returns `{}` instead of `{}`", response(new), response(old))
    })
}

/// The type of the body.
fn response(endpoint: &Endpoint) -> String {
    match &endpoint.response {
        Response::Empty => "()".to_owned(),
        Response::Type(ty) => rust_type(ty),
        Response::Own(_) => endpoint.own_response().to_string(),
        Response::Bytes => rust_type(&Ty::RawBytes),
        Response::Text => rust_type(&Ty::String),
        Response::Events(ty) => format!("EventStream<{}>", rust_type(ty)),
    }
}

/// Finds another format of the body for the same type in Rust, such as a text instead of a string in JSON.
fn response_format_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (new, old) = match (&old.response, &new.response) {
        (Response::Text, Response::Type(Ty::String)) => ("JSON", "text"),
        (Response::Type(Ty::String), Response::Text) => ("text", "JSON"),
        _ => return None,
    };
    let text = format!("reads the body as {new} instead of {old}");
    Some(Found::new(Kind::ResponseFormatChanged, text))
}

fn error_body_added(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    error_body::added(&old.error_bodies, &new.error_bodies)
}

fn error_body_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    error_body::changed(&old.error_bodies, &new.error_bodies)
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
    let items = |endpoint: &Endpoint| {
        let paging = endpoint.paging.as_ref()?;
        let item = rust_type(&paging.item);
        Some(match &*paging.items {
            [] => format!("`{item}`"),
            way => format!("`{item}` from {}", dotted(way)),
        })
    };
    let (old, new) = (items(old)?, items(new)?);
    Found::when(old != new, Kind::PagingItemsChanged, || {
        format!("`into_stream` returns {new} instead of {old}")
    })
}

fn paging_changed(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (way(old.paging.as_ref()?), way(new.paging.as_ref()?));
    Found::when(old != new, Kind::PagingChanged, || {
        format!("the client requests the next page with {new} instead of {old}")
    })
}

/// Describes the next page and the mark of the last page.
fn way(paging: &Paging) -> String {
    let mut way = match &paging.next {
        NextPage::Cursor { param, next, .. } => {
            format!("{} from {}", dotted(&param.way), dotted(next))
        }
        NextPage::Number {
            param,
            first,
            pages,
        } => {
            let end = bound("up to", pages.as_deref());
            format!("{} counted from {first}{end}", dotted(&param.way))
        }
        NextPage::Offset {
            param,
            limit,
            total,
        } => {
            let step = bound("in steps of", limit.as_deref());
            let end = bound("up to", total.as_deref());
            format!("{} counted in items{step}{end}", dotted(&param.way))
        }
        NextPage::LastId { param, id, .. } => {
            format!(
                "{} from {} of the last item",
                dotted(&param.way),
                dotted(id)
            )
        }
        NextPage::Link { relation, .. } => format!("the URL of the link `{relation}`"),
        NextPage::Url { next, .. } => format!("the URL from {}", dotted(next)),
    };
    match &paging.end {
        Some(End::More(end)) => way.push_str(&bound("while", Some(end))),
        Some(End::Done(end)) => way.push_str(&bound("until", Some(end))),
        None => {}
    }
    way
}

fn bound(word: &str, way: Option<&[PathField]>) -> String {
    way.map(|way| format!(" {word} {}", dotted(way)))
        .unwrap_or_default()
}

fn deprecated(old: &Endpoint, new: &Endpoint) -> Option<Found> {
    let (old, new) = (old.deprecated.as_deref(), new.deprecated.as_deref());
    Found::deprecated("the endpoint", old, new)
}
