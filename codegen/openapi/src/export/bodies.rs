//! Bodies of requests.

use codegen::model::{Body, Encoding, Endpoint, In, Null, Param};

use super::extensions::{map, object, put_docs, put_flag, text, texts};
use super::facts::example;
use super::parameters::put_extensions;
use super::rules;
use super::schemas::{schema, value};
use crate::yaml::{Map, Yaml, long, put, put_full};

/// Adds the body of the requests of an endpoint, if they have one.
pub(super) fn put_body(operation: &mut Map, endpoint: &Endpoint) {
    let (encoding, usual) = match endpoint.body {
        Body::None => return,
        Body::Params(Encoding::Json) | Body::Value(Encoding::Json) => ("json", "application/json"),
        Body::Params(Encoding::Form) | Body::Value(Encoding::Form) => {
            ("form", "application/x-www-form-urlencoded")
        }
        Body::Bytes => ("bytes", "application/octet-stream"),
        Body::Text => ("text", "text/plain"),
        Body::Multipart => ("multipart", "multipart/form-data"),
    };
    let params: Vec<_> = endpoint
        .params
        .iter()
        .filter(|param| param.sent_in == In::Body)
        .collect();
    let schema = match (endpoint.body, params.as_slice()) {
        (Body::Text, _) => map([("type", text("string"))]),
        (Body::Value(_) | Body::Bytes, [param]) => schema(param.ty.required()),
        _ => fields(endpoint, &params),
    };
    let is_required = params.iter().any(|param| !param.ty.is_optional());
    let media = endpoint.content_type.as_deref().unwrap_or(usual);
    let mut body = Map::new();
    put_flag(&mut body, "required", is_required);
    let content = object([("schema", Yaml::Short(schema))]);
    put(
        &mut body,
        "content",
        Yaml::Long(vec![(media.to_owned(), content)]),
    );
    if endpoint.content_type.is_some() {
        put(&mut body, "x-encoding", text(encoding));
    }
    put(operation, "requestBody", Yaml::Long(body));
}

/// Returns the schema of a body of parameters.
fn fields(endpoint: &Endpoint, params: &[&Param]) -> Map {
    let mut schema = map([("type", text("object"))]);
    let properties = params
        .iter()
        .map(|param| (param.key.clone(), Yaml::Short(property(endpoint, param))));
    put(&mut schema, "properties", long(properties.collect()));
    let required = params.iter().filter(|param| !param.ty.is_optional());
    let required = texts(required.map(|param| param.key.as_str()));
    put_full(&mut schema, "required", required);
    if rules::are_of_body(endpoint) {
        put_full(&mut schema, "allOf", rules::conditions(endpoint));
    }
    schema
}

fn property(endpoint: &Endpoint, param: &Param) -> Map {
    // In JSON, null has the same meaning as no value, unless the parameter is clearable.
    let is_json = endpoint.body == Body::Params(Encoding::Json);
    let is_nullable = param.ty.is_optional() && is_json || param.null.clear().is_some();
    let mut schema = value(&param.ty, &param.facts, is_nullable);
    put_docs(&mut schema, &param.docs);
    if let Some(value) = &param.example {
        put(&mut schema, "examples", Yaml::List(vec![example(value)]));
    }
    put_flag(&mut schema, "x-clearable", param.null.clear().is_some());
    put_flag(&mut schema, "x-null-if-unset", param.null == Null::IfUnset);
    put_extensions(&mut schema, param);
    schema
}
