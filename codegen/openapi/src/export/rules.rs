//! Rules: conditions on combinations of parameters.

use codegen::model::{Body, Endpoint, In, Rule, RuleKind, RuleParam};

use super::extensions::{object, texts};
use crate::yaml::Yaml;

/// Whether the schema of the body can express all rules of the endpoint.
pub(super) fn are_of_body(endpoint: &Endpoint) -> bool {
    let params = endpoint.rules.iter().flat_map(|rule| &rule.params);
    let mut params = params.filter_map(|param| in_request(endpoint, param));
    matches!(endpoint.body, Body::Params(_) | Body::Multipart)
        && params.all(|param| param.sent_in == In::Body)
}

/// Returns the rules as conditions on the keys of the body.
pub(super) fn conditions(endpoint: &Endpoint) -> Yaml {
    let condition = |rule: &Rule| {
        let key = match rule.kind {
            RuleKind::OneOf => "oneOf",
            RuleKind::AtLeastOneOf => "anyOf",
        };
        let params = rule.params.iter();
        let required = params.map(|param| object([("required", texts([param.key.as_str()]))]));
        object([(key, Yaml::List(required.collect()))])
    };
    Yaml::List(endpoint.rules.iter().map(condition).collect())
}

/// Returns the rules in the format of a spec.
pub(super) fn rules(endpoint: &Endpoint) -> Yaml {
    let rule = |rule: &Rule| {
        let key = match rule.kind {
            RuleKind::OneOf => "one_of",
            RuleKind::AtLeastOneOf => "at_least_one_of",
        };
        let params = rule.params.iter();
        let params = params.filter_map(|param| in_request(endpoint, param));
        object([(key, texts(params.map(|param| param.spec_key.as_str())))])
    };
    Yaml::List(endpoint.rules.iter().map(rule).collect())
}

fn in_request<'e>(endpoint: &'e Endpoint, param: &RuleParam) -> Option<&'e codegen::model::Param> {
    let mut params = endpoint.params.iter();
    params.find(|other| other.name == param.name)
}
