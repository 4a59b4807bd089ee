//! The parameters of a call: taken from where the model says they are, and checked against their types and rules.

use codegen::Model;
use codegen::model::{Endpoint, Location, Rule, RuleKind};
use serde_json::{Map, Value};

use crate::check::{self, Side};
use crate::error::ApiError;

/// The parameters that were given. Null counts as not given.
#[derive(Debug, Default)]
pub(crate) struct Params(Map<String, Value>);

impl Params {
    /// Takes the parameters of `endpoint` out of the placeholders of the path and the body, which is an object or nothing.
    pub(crate) fn read<'p>(
        model: &Model,
        endpoint: &Endpoint,
        path: impl Iterator<Item = (&'p str, &'p str)>,
        body: &[u8],
    ) -> Result<Self, ApiError> {
        let mut given: Map<_, _> = if body.is_empty() {
            Map::new()
        } else {
            let body: Value = serde_json::from_slice(body)
                .map_err(|fault| ApiError::bad_request(format!("The body is not JSON: {fault}")))?;
            match body {
                Value::Object(body) => body,
                _ => return Err(ApiError::bad_request("The body is not a JSON object.")),
            }
        };
        let is_param = |key: &str| {
            let mut params = endpoint.params.iter();
            params.any(|param| param.key == key && param.location == Location::Body)
        };
        given.retain(|key, value| !value.is_null() && is_param(key));
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
        Ok(Self(given))
    }

    /// The first rule that does not hold.
    pub(crate) fn broken<'r>(&self, rules: &'r [Rule]) -> Option<&'r Rule> {
        rules.iter().find(|rule| {
            let given = |(key, _): &&(String, _)| self.0.contains_key(key);
            let given = rule.params.iter().filter(given).count();
            match rule.kind {
                RuleKind::OneOf => given != 1,
                RuleKind::AtLeastOneOf => given == 0,
            }
        })
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
