//! Parameters in the path, the query and headers.

use codegen::Model;
use codegen::model::{Endpoint, FixedHeader, In, Param, Style, Ty};
use indexmap::IndexMap;

use super::component::Components;
use super::extensions::{
    map, object, put_deprecated, put_docs, put_flag, put_name, reference, text, truth,
};
use super::facts::example;
use super::schemas::value;
use crate::refs::decoded;
use crate::yaml::{Map, Yaml, put, put_some};

/// Returns the parameters of an endpoint, and its headers with a fixed value.
pub(super) fn parameters(model: &Model, components: &Components, endpoint: &Endpoint) -> Yaml {
    let parts = [
        (In::Path, "path"),
        (In::Query, "query"),
        (In::Header, "header"),
    ];
    let mut all = Vec::new();
    for param in &endpoint.params {
        let part = parts.iter().find(|(part, _)| *part == param.sent_in);
        all.extend(part.map(|(_, part)| Yaml::Short(parameter(param, part))));
    }
    all.extend(fixed_query(&endpoint.path));
    all.extend(endpoint.headers.iter().map(fixed_header));
    for header in &model.headers {
        let is_this = |name: &str| name.eq_ignore_ascii_case(&header.name);
        let mut headers = endpoint.params.iter();
        let is_param = headers.any(|param| param.sent_in == In::Header && is_this(&param.key));
        let is_other = is_param || endpoint.headers.iter().any(|own| is_this(&own.name));
        let component = components.parameters.get(&header.name);
        if let Some(component) = component.filter(|_| !is_other) {
            all.push(Yaml::Short(reference("parameters", component)));
        }
    }
    Yaml::List(all)
}

/// Returns the components for the headers of every request.
pub(super) fn fixed_of_all(model: &Model, components: &Components) -> Yaml {
    let headers = model.headers.iter().filter_map(|header| {
        let component = components.parameters.get(&header.name)?;
        Some((component.clone(), fixed_header(header)))
    });
    Yaml::Long(headers.collect())
}

fn fixed_header(header: &FixedHeader) -> Yaml {
    fixed(&header.name, "header", text(&header.value))
}

/// Returns a parameter for each key of the query of a path.
fn fixed_query(path: &str) -> Vec<Yaml> {
    let (path, _) = path.split_once('#').unwrap_or((path, ""));
    let (_, query) = path.split_once('?').unwrap_or((path, ""));
    let mut values: IndexMap<String, Vec<Yaml>> = IndexMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = text(&decoded(value));
        values.entry(decoded(key)).or_default().push(value);
    }
    let params = values.into_iter().map(|(key, mut values)| {
        let value = match values.len() {
            1 => values.remove(0),
            _ => Yaml::List(values),
        };
        fixed(&key, "query", value)
    });
    params.collect()
}

fn fixed(name: &str, part: &str, value: Yaml) -> Yaml {
    object([
        ("name", text(name)),
        ("in", text(part)),
        ("required", truth()),
        ("schema", object([("const", value)])),
    ])
}

fn parameter(param: &Param, part: &str) -> Map {
    let mut map = map([("name", text(&param.key)), ("in", text(part))]);
    put_flag(&mut map, "required", !param.ty.is_optional());
    put_docs(&mut map, &param.docs);
    let is_list = matches!(param.ty.required(), Ty::List(_));
    match param.style {
        Style::Comma if param.sent_in == In::Query => {
            put(&mut map, "explode", Yaml::Raw("false".to_owned()));
        }
        Style::Comma | Style::Repeat => {}
        Style::Brackets => put(&mut map, "style", text("deepObject")),
    }
    put_flag(
        &mut map,
        "explode",
        param.style == Style::Brackets && !is_list,
    );
    let schema = value(&param.ty, &param.facts, false);
    put(&mut map, "schema", Yaml::Short(schema));
    put_some(&mut map, "example", param.example.as_ref().map(example));
    put_extensions(&mut map, param);
    map
}

/// Adds the facts about a parameter without a key in OpenAPI.
pub(super) fn put_extensions(map: &mut Map, param: &Param) {
    if param.spec_key != param.key {
        put(map, "x-key", text(&param.spec_key));
    }
    put_name(map, &param.name, param.is_named);
    put_flag(map, "x-sensitive", param.sensitive);
    put_flag(map, "x-check", param.is_checked);
    put_deprecated(map, param.deprecated.as_ref());
}
