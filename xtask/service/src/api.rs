//! The endpoints of the spec, each with its implementation.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use axum::http::StatusCode;
use codegen::model::{Body, Endpoint, In, Response, Shape};
use codegen::{Model, Source};

use crate::behaviour::{BEHAVIOURS, Behaviour};
use crate::filter::FILTERS;

const USERS: &str = include_str!("../../../spec/users.yaml");

/// An endpoint and its implementation.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) endpoint: &'static Endpoint,
    /// `None` if the service does not implement the endpoint.
    pub(crate) behaviour: Option<&'static Behaviour>,
}

impl Route {
    /// Returns the status of a success.
    pub(crate) fn status(&self) -> StatusCode {
        self.behaviour
            .map_or(StatusCode::OK, |behaviour| behaviour.status)
    }
}

/// Returns the model, or the faults of the spec. The program contains the spec and reads it once.
pub(crate) fn model() -> Result<&'static Model, &'static str> {
    static MODEL: LazyLock<Result<Model, String>> =
        LazyLock::new(|| codegen::model(&sources(USERS)).map_err(|report| report.to_string()));
    MODEL.as_ref().map_err(String::as_str)
}

/// Returns all endpoints of the model.
pub(crate) fn routes(model: &'static Model) -> impl Iterator<Item = Route> {
    endpoints(model).map(|(name, endpoint)| Route {
        endpoint,
        behaviour: BEHAVIOURS
            .iter()
            .find(|behaviour| behaviour.endpoint == name),
    })
}

fn endpoints(model: &Model) -> impl Iterator<Item = (String, &Endpoint)> {
    model.endpoints().map(|(resource, endpoint)| {
        let name = format!("{}.{}", resource.name.as_str(), endpoint.name.as_str());
        (name, endpoint)
    })
}

/// Returns the files of the spec, with `users` as the text of `users.yaml`.
fn sources(users: &str) -> [Source; 2] {
    let client = include_str!("../../../spec/client.yaml");
    [("client.yaml", client), ("users.yaml", users)].map(|(file, text)| Source {
        name: format!("spec/{file}"),
        path: PathBuf::from("spec").join(file),
        text: text.to_owned(),
    })
}

/// Describes each endpoint, parameter and filter that only the spec or only the service has.
pub(crate) fn differences(model: &Model) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, spec: BTreeSet<&str>, ours: BTreeSet<&str>| {
        for name in spec.difference(&ours) {
            found.push(format!(
                "{what} `{name}` is in the spec, but the local service does not implement it"
            ));
        }
        for name in ours.difference(&spec) {
            found.push(format!(
                "{what} `{name}` is not in the spec, but the local service implements it"
            ));
        }
    };

    let endpoints: Vec<_> = endpoints(model).collect();
    let names = endpoints.iter().map(|(name, _)| name.as_str()).collect();
    let ours = BEHAVIOURS.iter().map(|behaviour| behaviour.endpoint);
    compare("the endpoint", names, ours.collect());

    for behaviour in BEHAVIOURS {
        if let Some((name, endpoint)) = endpoints
            .iter()
            .find(|(name, _)| name == behaviour.endpoint)
        {
            let params = endpoint.params.iter().map(|param| param.key.as_str());
            let ours = behaviour.params.iter().copied();
            compare(
                &format!("the `{name}` parameter"),
                params.collect(),
                ours.collect(),
            );
        }
    }

    let variants = model.types.iter().filter_map(|ty| match &ty.shape {
        Shape::Union(union) => Some(&union.variants),
        _ => None,
    });
    let variants = variants.flatten().map(|variant| variant.key.as_str());
    let ours = FILTERS.iter().map(|(name, _)| *name);
    compare("the filter", variants.collect(), ours.collect());

    for (name, endpoint) in &endpoints {
        if matches!(
            endpoint.response,
            Response::Type(_) | Response::Bytes | Response::Text | Response::Events(_)
        ) && model.response_fields(endpoint).is_empty()
        {
            found.push(format!(
                "the response of `{name}` is not always an object, but the local service returns only objects"
            ));
        }
        if !matches!(endpoint.body, Body::None | Body::Params(_)) {
            found.push(format!(
                "the body of `{name}` is not an object of parameters, but the local service reads only such bodies"
            ));
        }
        for param in &endpoint.params {
            if matches!(param.sent_in, In::Query | In::Header) {
                found.push(format!(
                    "the `{name}` parameter `{}` is in the query or a header, which the local service does not read",
                    param.key
                ));
            }
        }
    }
    found
}

#[cfg(test)]
pub(crate) mod tests {
    use std::path::Path;

    use super::*;

    /// Returns the model of the resource file `users`.
    pub(crate) fn model_of(users: &str) -> Model {
        codegen::model(&sources(users)).unwrap()
    }

    /// Returns the endpoint of the model with this name.
    pub(crate) fn endpoint<'m>(model: &'m Model, name: &str) -> &'m Endpoint {
        let mut all = model.endpoints().map(|(_, endpoint)| endpoint);
        all.find(|endpoint| endpoint.name.as_str() == name).unwrap()
    }

    #[test]
    fn the_service_implements_nothing_that_is_not_in_the_spec() {
        let differences = differences(model().unwrap());
        let of_nothing = differences
            .iter()
            .filter(|it| it.contains("is not in the spec"));
        assert_eq!(of_nothing.count(), 0, "{differences:#?}");
    }

    #[test]
    fn every_file_of_the_spec_is_served() {
        let home = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec"));
        let files = codegen::read(home).unwrap();
        let names =
            |sources: &[Source]| sources.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&files), names(&sources(USERS)));
    }

    #[test]
    fn differences_between_the_spec_and_the_service_are_reported() {
        let model = model_of(
            "
resource: users
docs: Some of the endpoints.
types:
  Filter:
    docs: A condition.
    tag: name
    content: value
    variants:
      shoe_size: { type: integer, docs: Users with shoes of this size. }
endpoints:
  delete: { summary: Deletes a user., method: DELETE, path: \"/{user_id}\", params: { user_id: { type: string, docs: Which. } } }
  promote: { summary: Promotes a user., method: POST, path: /promote }
  search:
    summary: Finds users.
    method: POST
    path: /search
    params:
      page: { type: integer?, docs: Which page. }
      trace: { type: string?, in: header, docs: Ties the call to a trace. }
      filter: { type: Filter?, docs: Which users. }
",
        );
        let differences = differences(&model);
        for expected in [
            "the endpoint `users.promote` is in the spec, but the local service does not implement it",
            "the endpoint `users.get` is not in the spec, but the local service implements it",
            "the `users.search` parameter `page` is in the spec, but the local service does not implement it",
            "the `users.search` parameter `limit` is not in the spec, but the local service implements it",
            "the `users.search` parameter `trace` is in the query or a header, which the local service does not read",
            "the filter `shoe_size` is in the spec, but the local service does not implement it",
            "the filter `status` is not in the spec, but the local service implements it",
        ] {
            assert!(differences.iter().any(|it| it == expected), "{expected}");
        }
        assert!(
            !differences.iter().any(|it| it.contains("`users.delete`")),
            "{differences:#?}"
        );
    }
}
