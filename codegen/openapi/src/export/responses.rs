//! Responses: success bodies with the envelope, and their headers.

use codegen::Model;
use codegen::model::{Endpoint, Field, Kind, Object, Response, Ty};

use super::component::Components;
use super::errors;
use super::extensions::{map, object, put_deprecated, put_docs, put_name, reference, text};
use super::schemas::{put_fields, put_object, schema};
use crate::yaml::{Map, Yaml, put, put_full};

pub(super) fn responses(model: &Model, components: &Components, endpoint: &Endpoint) -> Yaml {
    let mut success = map([("description", text("Success."))]);
    let headers = headers(model, components, endpoint);
    put_full(&mut success, "headers", Yaml::Long(headers));
    if let Some((media, schema)) = content(model, components, &endpoint.response) {
        let content = vec![(media.to_owned(), object([("schema", Yaml::Short(schema))]))];
        put(&mut success, "content", Yaml::Long(content));
    }
    let mut responses = map([("2XX", Yaml::Long(success))]);
    if let Response::Type(Ty::Optional(_)) = &endpoint.response {
        let empty = object([("description", text("Success without a body."))]);
        put(&mut responses, "204", empty);
    }
    errors::put_errors(&mut responses, endpoint);
    Yaml::Long(responses)
}

/// Returns the media type of a success body, and its schema with the envelope.
fn content(
    model: &Model,
    components: &Components,
    response: &Response,
) -> Option<(&'static str, Map)> {
    const JSON: &str = "application/json";
    let envelope = components
        .envelope
        .as_deref()
        .map(|name| reference("schemas", name));
    Some(match response {
        Response::Empty => (JSON, envelope?),
        Response::Type(ty) => (JSON, body(model, envelope, ty.required())),
        Response::Own(object) => (JSON, with_envelope(envelope, own(model, object))),
        Response::Bytes => ("application/octet-stream", schema(&Ty::RawBytes)),
        Response::Text => ("text/plain", schema(&Ty::String)),
        Response::Events(ty) => ("text/event-stream", schema(ty)),
    })
}

fn body(model: &Model, envelope: Option<Map>, ty: &Ty) -> Map {
    match ty {
        Ty::Named {
            kind: Kind::Object | Kind::Union,
            ..
        } => with_envelope(envelope, schema(ty)),
        // The keys of the envelope differ in type from the values of the map.
        Ty::Map { .. } if envelope.is_some() => {
            let mut schema = schema(ty);
            put_fields(&mut schema, &model.envelope);
            schema
        }
        _ => schema(ty),
    }
}

fn own(model: &Model, object: &Object) -> Map {
    let mut schema = map([("type", text("object"))]);
    put_object(&mut schema, model, object);
    schema
}

fn with_envelope(envelope: Option<Map>, schema: Map) -> Map {
    match envelope {
        None => schema,
        Some(envelope) => {
            let parts = vec![Yaml::Short(envelope), Yaml::Short(schema)];
            map([("allOf", Yaml::List(parts))])
        }
    }
}

/// Returns the headers of all responses, and those of the responses of the endpoint.
fn headers(model: &Model, components: &Components, endpoint: &Endpoint) -> Map {
    let mut headers = Map::new();
    for header in &model.response_headers {
        if let Some(component) = components.headers.get(&header.name) {
            let reference = Yaml::Short(reference("headers", component));
            put(&mut headers, &header.key, reference);
        }
    }
    for own in &endpoint.response_headers {
        let mut all = model.response_headers.iter();
        if let Some(field) = all.find(|field| field.name == own.name) {
            let header = header(field, &own.docs, own.deprecated.as_ref());
            put(&mut headers, &field.key, header);
        }
    }
    headers
}

/// Returns the components for the headers of all responses.
pub(super) fn headers_of_all(model: &Model, components: &Components) -> Yaml {
    let headers = model.response_headers.iter().filter_map(|field| {
        let component = components.headers.get(&field.name)?;
        let header = header(field, &field.docs, field.deprecated.as_ref());
        Some((component.clone(), header))
    });
    Yaml::Long(headers.collect())
}

fn header(field: &Field, docs: &str, deprecated: Option<&String>) -> Yaml {
    let mut header = Map::new();
    put_docs(&mut header, docs);
    let schema = schema(field.ty.required());
    put(&mut header, "schema", Yaml::Short(schema));
    put_name(&mut header, &field.name, field.is_named);
    put_deprecated(&mut header, deprecated);
    Yaml::Short(header)
}
