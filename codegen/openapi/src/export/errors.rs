//! The responses with errors.

use codegen::Model;
use codegen::model::{Endpoint, ErrorKeys, Statuses, Ty};
use indexmap::IndexMap;

use super::extensions::{map, object, put_flag, reference, text};
use super::schemas::schema;
use crate::yaml::{Map, Yaml, put};

/// The component for all errors without their own type.
const ERROR: &str = "Error";

pub(super) fn components(model: &Model) -> Yaml {
    let schema = match &model.error_body {
        Some(ty) => schema(ty),
        None => {
            let mut schema = Part::of(&model.error_keys).schema();
            put_flag(&mut schema, "x-derived", true);
            schema
        }
    };
    Yaml::Long(vec![(ERROR.to_owned(), error(schema))])
}

/// Adds the errors of an endpoint: those with their own body, and all others.
pub(super) fn put_errors(responses: &mut Map, endpoint: &Endpoint) {
    let bodies = &endpoint.error_bodies;
    for body in bodies {
        let key = match body.statuses {
            Statuses::One(status) => status.to_string(),
            Statuses::Class(digit) => format!("{digit}XX"),
            Statuses::Other => "default".to_owned(),
        };
        put(responses, &key, error(schema(&body.ty)));
    }
    let has = |statuses| bodies.iter().any(|body| body.statuses == statuses);
    for digit in [4, 5] {
        if !has(Statuses::Other) && !has(Statuses::Class(digit)) {
            let error = Yaml::Short(reference("responses", ERROR));
            put(responses, &format!("{digit}XX"), error);
        }
    }
}

fn error(schema: Map) -> Yaml {
    let content = object([("schema", Yaml::Short(schema))]);
    Yaml::Long(map([
        ("description", text("An error.")),
        ("content", Yaml::Long(map([("application/json", content)]))),
    ]))
}

/// A part of the body of an error, derived from the paths to its texts.
#[derive(Default)]
struct Part<'k> {
    /// The type of the value, if a path ends here.
    ty: Option<Ty>,
    inner: IndexMap<&'k str, Part<'k>>,
}

impl<'k> Part<'k> {
    fn of(keys: &'k ErrorKeys) -> Self {
        let texts = [&keys.error_type, &keys.message, &keys.url, &keys.request_id];
        let texts = texts.into_iter().flatten().map(|path| (path, Ty::String));
        let details = keys.details.iter().map(|path| (path, Ty::Any));
        let mut body = Self::default();
        for (path, ty) in texts.chain(details) {
            let mut part = &mut body;
            for key in path.split('.') {
                part = part.inner.entry(key).or_default();
            }
            part.ty = Some(ty);
        }
        body
    }

    fn schema(&self) -> Map {
        let is_index = |key: &&str| key.bytes().all(|byte| byte.is_ascii_digit());
        let mut inner = self.inner.iter();
        match (&self.ty, inner.next()) {
            (Some(ty), None) => schema(ty),
            // Some errors have a text in this part, and others an object.
            (Some(_), Some(_)) => Map::new(),
            (None, Some((key, item))) if is_index(key) => map([
                ("type", text("array")),
                ("items", Yaml::Short(item.schema())),
            ]),
            _ => {
                let properties = self.inner.iter();
                let properties =
                    properties.map(|(key, part)| ((*key).to_owned(), Yaml::Short(part.schema())));
                map([
                    ("type", text("object")),
                    ("properties", Yaml::Short(properties.collect())),
                ])
            }
        }
    }
}
