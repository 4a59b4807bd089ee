//! The whole document.

use std::collections::HashMap;

use codegen::Model;

use super::component::Components;
use super::extensions::{exact, map, object, put_docs, text, texts};
use super::operations::Paths;
use super::{client, errors, operations, parameters, responses, schemas, security, servers};
use crate::yaml::{Map, Yaml, put, put_full};

pub(super) fn document(model: &Model) -> Map {
    let components = Components::of(model);
    let mut document = map([("openapi", text("3.1.0"))]);
    put(&mut document, "info", Yaml::Long(info(model)));
    put(&mut document, "servers", servers::servers(model));
    put(
        &mut document,
        "security",
        security::requirement(&model.auth),
    );
    let paths = operations::by_path(model);
    put(&mut document, "tags", tags(model, &paths));
    let operations = operations::paths(model, &components, &paths);
    put(&mut document, "paths", operations);
    let mut parts = Map::new();
    put_full(
        &mut parts,
        "schemas",
        schemas::components(model, components.envelope.as_deref()),
    );
    put_full(
        &mut parts,
        "parameters",
        parameters::fixed_of_all(model, &components),
    );
    put_full(
        &mut parts,
        "headers",
        responses::headers_of_all(model, &components),
    );
    put(&mut parts, "responses", errors::components(model));
    put_full(
        &mut parts,
        "securitySchemes",
        security::schemes(&model.auth),
    );
    put(&mut document, "components", Yaml::Long(parts));
    put(
        &mut document,
        "x-client",
        client::client(model, components.envelope.as_deref()),
    );
    document
}

fn info(model: &Model) -> Map {
    let package = &model.package;
    let mut info = map([
        ("title", text(&package.name)),
        ("version", text(&package.version)),
    ]);
    put_docs(&mut info, &package.docs);
    if let Some(license) = &package.license {
        let license = object([("name", text(license)), ("identifier", text(license))]);
        put(&mut info, "license", license);
    }
    info
}

/// Returns a tag for each resource. It lists the endpoints if their order differs from the order in the document.
fn tags(model: &Model, paths: &Paths<'_>) -> Yaml {
    let mut placed: HashMap<_, Vec<_>> = HashMap::new();
    for (resource, endpoint) in paths.values().flatten() {
        let names = placed.entry(&resource.name).or_default();
        names.push(endpoint.name.as_str());
    }
    let tags = model.resources.iter().map(|resource| {
        let mut tag = map([
            ("name", text(resource.name.as_str())),
            ("description", exact(&resource.docs)),
        ]);
        let endpoints = resource.endpoints.iter();
        let endpoints = endpoints.map(|endpoint| endpoint.name.as_str());
        let placed = placed.remove(&resource.name).unwrap_or_default();
        if !endpoints.clone().eq(placed) {
            put(&mut tag, "x-endpoints", texts(endpoints));
        }
        Yaml::Short(tag)
    });
    Yaml::List(tags.collect())
}
