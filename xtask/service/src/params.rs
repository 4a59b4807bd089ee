//! The parameters of a call. The model defines their part of the request, their types and their rules.

use codegen::Model;
use codegen::model::{Endpoint, In, Rule, RuleKind};
use serde_json::{Map, Value};

use crate::check::{self, Side};
use crate::error::ApiError;

/// The parameters of a call. A parameter that is null counts as absent.
#[derive(Debug, Default)]
pub(crate) struct Params(Map<String, Value>);

impl Params {
    /// Reads the parameters from the placeholders of the path and, if the endpoint has parameters in the body, from the
    /// body. A body is a JSON object or empty.
    pub(crate) fn read<'p>(
        model: &Model,
        endpoint: &Endpoint,
        path: impl Iterator<Item = (&'p str, &'p str)>,
        body: &[u8],
    ) -> Result<Self, ApiError> {
        let in_body = endpoint
            .params
            .iter()
            .filter(|param| param.sent_in == In::Body);
        let in_body: Vec<_> = in_body.map(|param| param.key.as_str()).collect();
        let mut given = if in_body.is_empty() || body.is_empty() {
            Map::new()
        } else {
            object(body)?
        };
        given.retain(|key, value| !value.is_null() && in_body.contains(&key.as_str()));
        given.extend(path.map(|(key, value)| (key.to_owned(), value.into())));
        for param in &endpoint.params {
            if let Some(value) = given.get(&param.key) {
                check::value(model, Side::Request, &param.ty, value)
                    .map_err(|mismatch| mismatch.at(&param.key))?;
            } else if !check::may_be_left_out(&param.ty) {
                let message = format!("`{}` is missing", param.key);
                return Err(ApiError::bad_request(message));
            }
        }
        let params = Self(given);
        for Rule { kind, params: of } in &endpoint.rules {
            let given = of.iter().filter(|param| params.0.contains_key(&param.key));
            let (holds, asks) = match (kind, given.count()) {
                (RuleKind::OneOf, given) => (given == 1, "Exactly one"),
                (RuleKind::AtLeastOneOf, given) => (given > 0, "At least one"),
            };
            if !holds {
                let names: Vec<_> = of.iter().map(|param| format!("`{}`", param.key)).collect();
                let message = format!("{asks} of {} must be set.", names.join(", "));
                return Err(ApiError::refused(rule_error(endpoint), message));
            }
        }
        Ok(params)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Value> {
        self.0.get(key)
    }

    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    pub(crate) fn object(&self, key: &str) -> Option<&Map<String, Value>> {
        self.get(key)?.as_object()
    }
}

/// Returns the type of error for parameters that break a rule.
fn rule_error(endpoint: &Endpoint) -> &'static str {
    match endpoint.name.as_str() {
        "create" => "invalid_create_user_request",
        "exchange_primary_factor" => "invalid_exchange_primary_factor_fields",
        _ => "bad_request",
    }
}

fn object(body: &[u8]) -> Result<Map<String, Value>, ApiError> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(body)) => Ok(body),
        Ok(_) => Err(ApiError::bad_request("The body is not a JSON object.")),
        Err(fault) => {
            let message = format!("The body is not JSON: {fault}");
            Err(ApiError::bad_request(message))
        }
    }
}
