//! The guide: pages of the crate's docs about behaviour of all endpoints. The examples are calls of this API. Tests
//! compile them, and run those that need no service.

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::example::Sample;
use super::{client, docs, example, ty};
use crate::model::{Endpoint, Model};
use crate::output::File;

/// The pages, with the names of their modules.
const PAGES: [(&str, &str); 5] = [
    ("errors", include_str!("guide/errors.md")),
    ("logging", include_str!("guide/logging.md")),
    (
        "retries_and_deadlines",
        include_str!("guide/retries_and_deadlines.md"),
    ),
    ("testing", include_str!("guide/testing.md")),
    ("transports", include_str!("guide/transports.md")),
];

pub(super) fn files<'m>(model: &'m Model, sample: &Arc<Sample<'m>>) -> Vec<File<'m>> {
    let mut files = vec![File::code("src/guide.rs", &model.source, contents)];
    for (name, text) in PAGES {
        let (path, sample) = (format!("src/guide/{name}.rs"), Arc::clone(sample));
        let tokens = move || page(model, &sample, text);
        files.push(File::code(path, &model.source, tokens));
    }
    files
}

/// The module with the pages.
fn contents() -> TokenStream {
    let docs = docs::inner("The guide: the behaviour of all calls, with one page for each topic.");
    let modules = PAGES.iter().map(|(name, _)| format_ident!("{name}"));
    quote!(#docs #(pub mod #modules;)*)
}

fn page(model: &Model, sample: &Sample<'_>, template: &str) -> TokenStream {
    let library = model.package.library();
    let credentials = client::example_credentials(&model.auth.credentials());
    let seconds =
        [model.call_timeout, model.connect_timeout].map(|time| time.as_secs().to_string());
    let [call_timeout, connect_timeout] = &seconds;
    // An incomplete example cannot be run.
    let test = if sample.is_whole() { "main" } else { "example" };
    let arm = arm(model, sample.endpoint);
    let imports = if arm.is_empty() {
        "StatusCode"
    } else {
        "{ErrorType, StatusCode}"
    };
    let call = format!("{}.send().await", sample.call.code);
    let [sent, response, error] = [
        format!("{call}?;"),
        format!("let response = {call}?;"),
        format!("let error = {call}.unwrap_err();"),
    ]
    .map(|statement| example::formatted(&statement, ""));
    let values = [
        ("library", library.as_str()),
        ("credentials", &credentials),
        ("call", &sample.call.code),
        ("arguments", &sample.call.arguments),
        ("test", test),
        ("method", sample.endpoint.method.as_str()),
        ("path", sample.endpoint.template()),
        ("token_source", token_source(model)),
        ("error_body", &error_body(model)),
        ("body", sample.body.as_deref().unwrap_or("{}")),
        ("arm", &arm),
        ("imports", imports),
        ("call_sent", &sent),
        ("call_response", &response),
        ("call_error", &error),
        ("call_timeout", call_timeout),
        ("connect_timeout", connect_timeout),
    ];
    docs::inner(&docs::fill_in(template, &values))
}

/// The row of the table of errors for clients with tokens.
fn token_source(model: &Model) -> &'static str {
    if model.auth.has_token() {
        "| a [`TokenSource`](crate::TokenSource) returned no usable token | [`is_token_source`](crate::Error::is_token_source) |\n"
    } else {
        ""
    }
}

/// The row of the table of errors for typed bodies.
fn error_body(model: &Model) -> String {
    let decode = "[`decode_body`](crate::Error::decode_body) reads the body";
    let mut endpoints = model.endpoints().map(|(_, endpoint)| endpoint);
    match &model.error_body {
        Some(body) => {
            let body = ty::linked(body);
            format!(
                "| the body of an error response has more details | {decode} as {body}, or as the type in the docs of the endpoint |\n"
            )
        }
        None if endpoints.any(|endpoint| !endpoint.error_bodies.is_empty()) => {
            format!(
                "| the body of an error response has more details | {decode} as the type in the docs of the endpoint |\n"
            )
        }
        None => String::new(),
    }
}

/// An arm of a `match` for one type of error, from the endpoint or else from the API.
fn arm(model: &Model, endpoint: &Endpoint) -> String {
    let any = || model.error_types.iter().min_by_key(|error| &error.value);
    let Some(error) = endpoint.errors.first().or_else(any) else {
        return String::new();
    };
    format!(
        "    Err(error) if error.error_type() == Some(&ErrorType::{}) => {{\n        \
         println!(\"one type of error\");\n    }}\n",
        error.name
    )
}
