//! The API as the spec has it, each endpoint with its behaviour.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::LazyLock;

use codegen::model::{Endpoint, In, Shape};
use codegen::{Model, Source};

use crate::behaviour::{BEHAVIOURS, Behaviour};
use crate::filter::FILTERS;

const USERS: &str = include_str!("../../../spec/users.yaml");

/// An endpoint and what it does.
#[derive(Clone, Copy)]
pub(crate) struct Route {
    pub(crate) endpoint: &'static Endpoint,
    pub(crate) behaviour: &'static Behaviour,
}

/// The model, or all that is wrong with it. The spec is part of the program, so it is read once.
pub(crate) fn model() -> Result<&'static Model, &'static str> {
    static MODEL: LazyLock<Result<Model, String>> = LazyLock::new(read);
    MODEL.as_ref().map_err(String::as_str)
}

pub(crate) fn routes(model: &'static Model) -> impl Iterator<Item = Route> {
    BEHAVIOURS.iter().filter_map(|behaviour| {
        let (_, endpoint) = endpoints(model).find(|(name, _)| name == behaviour.endpoint)?;
        Some(Route {
            endpoint,
            behaviour,
        })
    })
}

fn endpoints(model: &Model) -> impl Iterator<Item = (String, &Endpoint)> {
    model.resources.iter().flat_map(|resource| {
        resource.endpoints.iter().map(|endpoint| {
            let name = format!("{}.{}", resource.name.as_str(), endpoint.name.as_str());
            (name, endpoint)
        })
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

fn read() -> Result<Model, String> {
    let model = codegen::model(&sources(USERS)).map_err(|report| report.to_string())?;
    let faults = differences(&model);
    if faults.is_empty() {
        Ok(model)
    } else {
        Err(format!(
            "the spec and the behaviour in xtask/service differ:\n{}",
            faults.join("\n")
        ))
    }
}

/// Where the spec and what is written by hand do not fit together.
fn differences(model: &Model) -> Vec<String> {
    let mut faults = Vec::new();
    let mut compare = |what: &str, spec: BTreeSet<&str>, ours: BTreeSet<&str>| {
        for name in spec.difference(&ours) {
            faults.push(format!(
                "{what} `{name}` is in the spec, but has no behaviour"
            ));
        }
        for name in ours.difference(&spec) {
            faults.push(format!(
                "{what} `{name}` has a behaviour, but is not in the spec"
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
        for param in &endpoint.params {
            if matches!(param.sent_in, In::Query | In::Header) {
                faults.push(format!(
                    "of `{name}` the parameter `{}` is in the query or a header, which the service does not read",
                    param.key
                ));
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use crate::check::{self, Side};
    use crate::params::Params;
    use crate::seed;

    use super::*;

    fn model_of(users: &str) -> Model {
        codegen::model(&sources(users)).unwrap()
    }

    #[test]
    fn every_endpoint_parameter_and_filter_of_the_spec_has_a_behaviour() {
        assert_eq!(model().err(), None);
        assert_eq!(routes(model().unwrap()).count(), 14);
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
        let changed = USERS
            .replace("  delete_totp:\n", "  remove_totp:\n")
            .replace("      limit: {", "      page_size: {")
            .replace("      password_exists: {", "      password_is_set: {");
        assert_eq!(
            differences(&model_of(&changed)),
            [
                "the endpoint `users.remove_totp` is in the spec, but has no behaviour",
                "the endpoint `users.delete_totp` has a behaviour, but is not in the spec",
                "of `users.search` the parameter `page_size` is in the spec, but has no behaviour",
                "of `users.search` the parameter `limit` has a behaviour, but is not in the spec",
                "the filter `password_is_set` is in the spec, but has no behaviour",
                "the filter `password_exists` has a behaviour, but is not in the spec",
            ]
        );
    }

    #[test]
    fn a_response_has_the_fields_of_the_spec_and_no_others() {
        let get = |model: &'static Model| {
            let mut store = seed::store(1);
            let user = store.iter().next().unwrap().1.user_id.clone();
            let get = routes(model)
                .find(|route| route.behaviour.endpoint == "users.get")
                .unwrap();
            let path = [("user_id", user.as_str())];
            let params = Params::read(model, get.endpoint, path.into_iter(), b"").unwrap();
            let body = (get.behaviour.run)(&mut store, &params).unwrap();
            let fields = model.response_fields(get.endpoint);
            let checked = check::fields(model, Side::Response, fields, body.as_object().unwrap());
            checked.map_err(|mismatch| mismatch.to_string())
        };
        let changed =
            |from: &str, to: &str| get(Box::leak(Box::new(model_of(&USERS.replace(from, to)))));
        assert_eq!(changed("", ""), Ok(()));
        let field = "      totps: { type: [Totp], ";
        let more = format!("      nickname: {{ type: string?, docs: A nickname. }}\n{field}");
        assert_eq!(
            changed(field, &more),
            Err("`nickname` is missing".to_owned())
        );
        let retyped = "      totps: { type: string, ";
        assert_eq!(
            changed(field, retyped),
            Err("`totps` must be a string".to_owned())
        );
        let field = "      requires_reset: {";
        assert_eq!(
            changed(field, "      is_old: {"),
            Err("`password.is_old` is missing".to_owned())
        );
        let field =
            "      locale: { type: string, docs: The locale of the user at the provider. }\n";
        assert_eq!(
            changed(field, ""),
            Err("`providers.0.locale` is not known".to_owned())
        );
    }
}
