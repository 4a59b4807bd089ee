//! The API of the spec, each endpoint with its behaviour.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use axum::http::StatusCode;
use codegen::model::{Body, Endpoint, In, Response, Shape};
use codegen::{Model, Source};

use crate::behaviour::{BEHAVIOURS, Behaviour};
use crate::filter::FILTERS;

const USERS: &str = include_str!("../../../spec/users.yaml");

/// An endpoint and what it does.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) endpoint: &'static Endpoint,
    /// `None` for an endpoint that is in the spec alone.
    pub(crate) behaviour: Option<&'static Behaviour>,
}

impl Route {
    /// The status of a success.
    pub(crate) fn status(&self) -> StatusCode {
        self.behaviour
            .map_or(StatusCode::OK, |behaviour| behaviour.status)
    }
}

/// The model, or the faults of the spec. The spec is part of the program, so it is read once.
pub(crate) fn model() -> Result<&'static Model, &'static str> {
    static MODEL: LazyLock<Result<Model, String>> =
        LazyLock::new(|| codegen::model(&sources(USERS)).map_err(|report| report.to_string()));
    MODEL.as_ref().map_err(String::as_str)
}

/// Every endpoint of the model.
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

/// The files of the spec, with `users` as the one of the resource.
fn sources(users: &str) -> [Source; 2] {
    let client = include_str!("../../../spec/client.yaml");
    [("client.yaml", client), ("users.yaml", users)].map(|(file, text)| Source {
        name: format!("spec/{file}"),
        path: PathBuf::from("spec").join(file),
        text: text.to_owned(),
    })
}

/// Each endpoint, parameter and filter that the spec has without a behaviour, or the other way round.
pub(crate) fn differences(model: &Model) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: &str, spec: BTreeSet<&str>, ours: BTreeSet<&str>| {
        for name in spec.difference(&ours) {
            found.push(format!(
                "{what} `{name}` is in the spec, but the local service has no behaviour for it"
            ));
        }
        for name in ours.difference(&spec) {
            found.push(format!(
                "{what} `{name}` has a behaviour in the local service, but is not in the spec"
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
                &format!("of `{name}` the parameter"),
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
        if matches!(endpoint.response, Response::Type(_))
            && model.response_fields(endpoint).is_empty()
        {
            found.push(format!(
                "the response of `{name}` is not always an object, and the local service answers with nothing else"
            ));
        }
        if matches!(endpoint.body, Body::Value(_)) {
            found.push(format!(
                "the body of `{name}` is one value, and the local service reads only parameters"
            ));
        }
        for param in &endpoint.params {
            if matches!(param.sent_in, In::Query | In::Header) {
                found.push(format!(
                    "of `{name}` the parameter `{}` is in the query or a header, which the local service does not read",
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

    /// The model of the resource file `users`.
    pub(crate) fn model_of(users: &str) -> Model {
        codegen::model(&sources(users)).unwrap()
    }

    /// The endpoint of the model that has this name.
    pub(crate) fn endpoint<'m>(model: &'m Model, name: &str) -> &'m Endpoint {
        let mut all = model.endpoints().map(|(_, endpoint)| endpoint);
        all.find(|endpoint| endpoint.name.as_str() == name).unwrap()
    }

    #[test]
    fn every_behaviour_is_that_of_something_in_the_spec() {
        let differences = differences(model().unwrap());
        let of_nothing = differences
            .iter()
            .filter(|it| it.contains("has a behaviour"));
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
    fn what_is_in_the_spec_alone_or_here_alone_is_named() {
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
            "the endpoint `users.promote` is in the spec, but the local service has no behaviour for it",
            "the endpoint `users.get` has a behaviour in the local service, but is not in the spec",
            "of `users.search` the parameter `page` is in the spec, but the local service has no behaviour for it",
            "of `users.search` the parameter `limit` has a behaviour in the local service, but is not in the spec",
            "of `users.search` the parameter `trace` is in the query or a header, which the local service does not read",
            "the filter `shoe_size` is in the spec, but the local service has no behaviour for it",
            "the filter `status` has a behaviour in the local service, but is not in the spec",
        ] {
            assert!(differences.iter().any(|it| it == expected), "{expected}");
        }
        assert!(
            !differences.iter().any(|it| it.contains("`users.delete`")),
            "{differences:#?}"
        );
    }
}
