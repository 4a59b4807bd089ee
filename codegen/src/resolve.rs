//! Checks a spec and turns it into a model.
//!
//! Every check records its faults and continues, so that one run finds all of them. A fault poisons its value, and
//! checks skip poisoned values, so that no fault is a consequence of another one.

mod auth;
mod changelog;
mod check;
mod checks;
mod clearable;
mod client;
mod constraints;
mod constructors;
mod content_type;
mod defaults;
mod definition;
mod encoding;
mod endpoint;
mod enums;
mod envelope;
mod error_bodies;
mod error_body;
mod events;
mod examples;
mod facts;
mod fields;
mod files;
mod fitting;
mod fixed_headers;
mod header;
mod kinds;
mod lint;
mod listing;
mod namespace;
mod package;
mod paging;
mod params;
mod prefixes;
mod raw;
mod resource;
mod response;
mod response_headers;
mod routes;
mod rules;
mod scope;
mod servers;
mod symbols;
mod type_graph;
mod types;
mod undocumented;
mod unions;
mod untagged;
mod url;

#[cfg(test)]
pub(crate) use check::LONGEST_DOCS;
pub use content_type::is_media_type;
pub use header::{is_header_name, is_own_header};
pub use url::is_server_url;

use crate::diagnostic::Faults;
use crate::model::{Field, Model, Name, Ty};
use crate::spec::Spec;
use check::Check;
use client::Client;
use response_headers::ResponseHeaders;
use symbols::Symbols;

/// Checks a whole spec. `faults` are those of its shape. Returns a model if and only if no fault is an error.
pub(crate) fn resolve(spec: &Spec, faults: Faults) -> (Option<Model>, Faults) {
    let mut check = Check { faults };
    let model = model(&mut check, spec);
    (model, check.faults)
}

fn model(check: &mut Check, spec: &Spec) -> Option<Model> {
    let files = &spec.resources;
    let client = spec.client.as_ref();
    let chosen = servers::named(files);
    let resolved = client.map(|file| Client::resolve(check, file.file, &file.spec, &chosen));
    let names = resource::names(check, files);
    let symbols = Symbols::collect(check, spec);
    let mut types = types::resolve(check, files, &symbols);
    let mut headers = ResponseHeaders::of_client(check, client, resolved.as_ref(), &symbols);
    let endpoints = endpoint::resolve(
        check,
        files,
        &names,
        &symbols,
        &types,
        resolved.as_ref(),
        &mut headers,
    );
    let error_body = client.and_then(|file| error_bodies::of_client(check, file, &symbols));
    let changelog = spec.changelog.as_ref();
    let changelog = changelog.map(|file| changelog::resolve(check, file));
    if !check.faults.is_empty() {
        return None;
    }
    type_graph::mark_sent(&mut types, endpoints.iter().flatten());
    clearable::reject_unsent(check, files, &symbols, &types);
    if !check.faults.is_empty() {
        return None;
    }
    let (file, client) = (client?, resolved?);
    lint::lint(check, file, files);
    Some(Model {
        package: client.package,
        auth: client.auth?,
        headers: client.headers,
        servers: client.servers.conditional,
        default_server: client.servers.default?,
        chosen_servers: client.servers.chosen,
        call_timeout: client.timeouts.call,
        connect_timeout: client.timeouts.connect,
        request_id: request_id(&client.envelope, &client.error_keys.request_id),
        envelope: client.envelope,
        response_headers: headers.into_all(),
        error_keys: client.error_keys,
        error_types: client.error_types.into_values().collect(),
        error_body,
        source: file.source.clone(),
        changelog,
        types,
        resources: resource::resolve(files, names, endpoints),
    })
}

/// Returns the field of the envelope with the request id: the field with the key under which errors have it.
fn request_id(envelope: &[Field], keys: &[String]) -> Option<Name> {
    let mut envelope = envelope.iter();
    let field = envelope.find(|field| field.ty == Ty::String && keys.contains(&field.key))?;
    Some(field.name.clone())
}
