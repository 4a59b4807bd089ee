//! Writes the model of a spec as an OpenAPI document.
//!
//! Facts without a key in OpenAPI are under keys that start with `x-`, which `README.md` lists. Their values have the
//! spec format, so an import of the document results in the same model.

mod bodies;
mod client;
mod component;
mod document;
mod errors;
mod extensions;
mod facts;
mod json;
mod operations;
mod parameters;
mod responses;
mod rules;
mod schemas;
mod security;
mod servers;

use codegen::Model;

use crate::yaml::{self, Yaml};

/// The format of a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// YAML.
    #[default]
    Yaml,
    /// JSON.
    Json,
}

/// Returns an OpenAPI 3.1 document of the API.
#[must_use]
pub fn export(model: &Model, format: Format) -> String {
    let document = document::document(model);
    match format {
        Format::Yaml => {
            let mut out = String::new();
            yaml::write(&document, 0, &mut out);
            out
        }
        Format::Json => json::json(&Yaml::Short(document)),
    }
}
