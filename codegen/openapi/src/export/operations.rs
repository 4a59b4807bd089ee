//! The operations: endpoints by path and method.

use codegen::Model;
use codegen::model::{End, Endpoint, EndpointAuth, In, NextPage, Paging, PathField, Resource};
use indexmap::IndexMap;

use super::bodies::put_body;
use super::component::Components;
use super::extensions::{number, put_deprecated, put_docs, put_flag, text, texts};
use super::parameters::parameters;
use super::responses::responses;
use super::rules;
use super::servers::put_server;
use crate::yaml::{Map, Yaml, put, put_full, put_some};

/// The endpoints at each path of the document, with their resources.
pub(super) type Paths<'m> = IndexMap<String, Vec<(&'m Resource, &'m Endpoint)>>;

/// Returns the endpoints in the order of the document. A path has at most one operation for each method, and no query.
pub(super) fn by_path(model: &Model) -> Paths<'_> {
    let mut paths = Paths::new();
    for (resource, endpoint) in model.endpoints() {
        let (template, fragment) = endpoint
            .path
            .split_once('#')
            .map_or((endpoint.path.as_str(), None), |(template, fragment)| {
                (template, Some(fragment))
            });
        let (template, _) = template.split_once('?').unwrap_or((template, ""));
        let fragment = fragment.map(|fragment| format!("#{fragment}"));
        let mut path = format!("{template}{}", fragment.unwrap_or_default());
        let is_taken = |path: &str| {
            let mut others = paths.get(path).into_iter().flatten();
            others.any(|(_, other): &(_, &Endpoint)| other.method == endpoint.method)
        };
        while is_taken(&path) {
            let gap = if path.contains('#') { '_' } else { '#' };
            path = format!("{path}{gap}{}", endpoint.name.as_str());
        }
        paths.entry(path).or_default().push((resource, endpoint));
    }
    paths
}

pub(super) fn paths(model: &Model, components: &Components, paths: &Paths<'_>) -> Yaml {
    let paths = paths.iter().map(|(path, endpoints)| {
        let item = endpoints.iter().map(|(resource, endpoint)| {
            let mut operation = operation(model, components, resource, endpoint);
            if *path != endpoint.path {
                put(&mut operation, "x-path", text(&endpoint.path));
            }
            let method = endpoint.method.as_str().to_ascii_lowercase();
            (method, Yaml::Long(operation))
        });
        (path.clone(), Yaml::Long(item.collect()))
    });
    Yaml::Long(paths.collect())
}

fn operation(
    model: &Model,
    components: &Components,
    resource: &Resource,
    endpoint: &Endpoint,
) -> Map {
    let mut operation = Map::new();
    let id = format!("{}.{}", resource.name.as_str(), endpoint.name.as_str());
    put(&mut operation, "operationId", text(&id));
    put(&mut operation, "tags", texts([resource.name.as_str()]));
    put(&mut operation, "summary", text(&endpoint.summary));
    if let Some(docs) = &endpoint.docs {
        put_docs(&mut operation, docs);
    }
    put_deprecated(&mut operation, endpoint.deprecated.as_ref());
    put_server(&mut operation, model, endpoint);
    if endpoint.auth == EndpointAuth::None {
        put(&mut operation, "security", Yaml::List(Vec::new()));
    }
    let parameters = parameters(model, components, endpoint);
    put_full(&mut operation, "parameters", parameters);
    put_body(&mut operation, endpoint);
    put(
        &mut operation,
        "responses",
        responses(model, components, endpoint),
    );
    put_flag(&mut operation, "x-idempotent", endpoint.idempotent);
    put_some(&mut operation, "x-params", order(endpoint));
    if !rules::are_of_body(endpoint) {
        put_full(&mut operation, "x-rules", rules::rules(endpoint));
    }
    let paging = endpoint.paging.as_ref();
    let paging = paging.map(|it| Yaml::Short(self::paging(it)));
    put_some(&mut operation, "x-paging", paging);
    let errors = endpoint.errors.iter().map(|error| error.value.as_str());
    put_full(&mut operation, "x-errors", texts(errors));
    operation
}

/// Returns the order of the parameters, if it differs from the order in the document. There, parameters of the body are
/// last.
fn order(endpoint: &Endpoint) -> Option<Yaml> {
    let is_in_body: Vec<_> = endpoint
        .params
        .iter()
        .map(|param| param.sent_in == In::Body)
        .collect();
    let keys = endpoint.params.iter().map(|param| param.spec_key.as_str());
    (!is_in_body.is_sorted()).then(|| texts(keys))
}

fn paging(paging: &Paging) -> Map {
    let mut map = Map::new();
    match &paging.next {
        NextPage::Cursor {
            param: of, next, ..
        } => {
            put(&mut map, "cursor", way(&of.way));
            put(&mut map, "next", way(next));
        }
        NextPage::Number {
            param: of,
            first,
            pages,
        } => {
            put(&mut map, "page", way(&of.way));
            if *first != 1 {
                put(&mut map, "first", number(first));
            }
            put_some(&mut map, "pages", pages.as_deref().map(way));
        }
        NextPage::Offset {
            param: of,
            limit,
            total,
        } => {
            put(&mut map, "offset", way(&of.way));
            put_some(&mut map, "limit", limit.as_deref().map(way));
            put_some(&mut map, "total", total.as_deref().map(way));
        }
        NextPage::LastId { param: of, id, .. } => {
            put(&mut map, "last_id", way(&of.way));
            put(&mut map, "id", way(id));
        }
        NextPage::Link { relation, .. } => put(&mut map, "link", text(relation)),
        NextPage::Url { next, .. } => put(&mut map, "next_url", way(next)),
    }
    match &paging.end {
        None => {}
        Some(End::More(more)) => put(&mut map, "more", way(more)),
        Some(End::Done(done)) => put(&mut map, "done", way(done)),
    }
    if !paging.items.is_empty() {
        put(&mut map, "items", way(&paging.items));
    }
    map
}

/// Returns the path to a value in a page or a request, with dots between the keys.
fn way(fields: &[PathField]) -> Yaml {
    let keys: Vec<_> = fields.iter().map(|field| field.key.as_str()).collect();
    text(&keys.join("."))
}
