//! The names of components other than types.

use std::collections::{HashMap, HashSet};

use codegen::Model;
use codegen::model::Name;

/// The names of the components that all operations share, by their names in the spec.
pub(super) struct Components {
    /// The headers of every request, with a fixed value.
    pub(super) parameters: HashMap<String, String>,
    /// The headers of all responses.
    pub(super) headers: HashMap<Name, String>,
    /// The schema of the envelope, if the API has an envelope.
    pub(super) envelope: Option<String>,
}

impl Components {
    pub(super) fn of(model: &Model) -> Self {
        let mut parameters = HashMap::new();
        for header in &model.headers {
            let name = free(&header.name, |name| {
                parameters.values().any(|it| it == name)
            });
            parameters.insert(header.name.clone(), name);
        }
        let mut headers = HashMap::new();
        let of_endpoints = model.endpoints();
        let of_endpoints = of_endpoints.flat_map(|(_, endpoint)| endpoint.response_headers.iter());
        let of_endpoints: HashSet<_> = of_endpoints.map(|header| &header.name).collect();
        for header in &model.response_headers {
            if !of_endpoints.contains(&header.name) {
                let name = free(&header.key, |name| headers.values().any(|it| it == name));
                headers.insert(header.name.clone(), name);
            }
        }
        Self {
            parameters,
            headers,
            envelope: envelope_name(model),
        }
    }
}

fn envelope_name(model: &Model) -> Option<String> {
    let is_taken = |name: &str| model.types.iter().any(|ty| ty.name.as_str() == name);
    (!model.envelope.is_empty()).then(|| free("Envelope", is_taken))
}

/// Returns a free name that is valid for a component.
fn free(wanted: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let is_valid = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    let chars = wanted.chars().map(|c| if is_valid(c) { c } else { '_' });
    let mut name: String = chars.collect();
    while is_taken(&name) {
        name.push('_');
    }
    name
}
