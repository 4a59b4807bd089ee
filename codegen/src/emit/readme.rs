//! `README.md`. It is also the front page of the crate's docs, so its examples are compiled.

use std::sync::Arc;

use super::example::Sample;
use super::manifest::USERS_OF_JIFF;
use super::runtime::Modules;
use super::wrap::wrap;
use super::{client, docs, example};
use crate::markdown::safe;
use crate::model::Model;
use crate::output::File;

/// Creates the README of a crate without the modules in `unused`.
pub(super) fn file<'m>(
    model: &'m Model,
    unused: Modules,
    sample: Option<Arc<Sample<'m>>>,
) -> File<'m> {
    let text = move || text(model, &unused, sample.as_deref());
    File::text("README.md", &model.source, ("<!--", " -->"), text)
}

fn text(model: &Model, unused: &[&str], sample: Option<&Sample<'_>>) -> String {
    let package = &model.package;
    let mut sections = vec![format!("# {}", package.name), wrap(&safe(&package.docs))];
    let sample = sample.filter(|sample| sample.is_whole());
    sections.extend(sample.map(|sample| usage(model, sample)));
    let seconds =
        [model.call_timeout, model.connect_timeout].map(|time| time.as_secs().to_string());
    let [call, connect] = &seconds;
    let request = model.custom_request();
    let values = [
        ("call", &**call),
        ("connect", &**connect),
        ("request", request.as_str()),
    ];
    let behaviour = docs::fill_in(BEHAVIOUR, &values);
    sections.push(wrap(&behaviour));
    let has_time = USERS_OF_JIFF.iter().any(|module| !unused.contains(module));
    let jiff = has_time.then_some(JIFF);
    let features: Vec<_> = [FEATURES].into_iter().chain(jiff).collect();
    sections.push(features.join("\n"));
    format!("\n{}\n", sections.join("\n\n"))
}

/// A complete example, from the credentials to the response.
fn usage(model: &Model, sample: &Sample<'_>) -> String {
    let library = model.package.library();
    let credentials = client::example_credentials(&model.auth.credentials());
    let call = &sample.call.code;
    let statements = format!(
        "let client = Client::new({credentials})?; let response = {call}.send().await?; \
         println!(\"{{response:?}}\"); Ok(())"
    );
    let statements = example::formatted(&statements, "    ");
    format!(
        "## Example\n\n```rust,no_run\nuse {library}::Client;\n\n#[tokio::main]\n\
         async fn main() -> Result<(), {library}::Error> {{\n{statements}\n}}\n```"
    )
}

const BEHAVIOUR: &str = "\
## Behaviour

- Required parameters are arguments, and optional parameters are methods of the request. `send` sends the request.
- A call with all its attempts times out after {call} s. Opening a connection times out after {connect} s. After a transient
  failure, the client retries the call if that is safe and the client's budget for retries allows it. A call has at most 3
  attempts. You can change all of these settings.
- The client opens at most 100 connections at a time, and further calls wait for a connection. It does not limit the rate
  of calls. If a response has `Retry-After`, the client waits at least that long before a retry.
- The built-in transport uses the proxy in `https_proxy` or `all_proxy`, as curl does.
- The client does not follow redirects. It rejects plain HTTP to other machines, unless
  `ClientBuilder::allow_plain_http` allows it.
- For a call without an endpoint in this crate, use `client.{request}(method, path)`. Such a call has the same credentials,
  retries and errors.
- The client rejects a path parameter that could lead to another endpoint: an empty text, `.` or `..`.
- Decoding is tolerant. An absent or null list is empty, and an absent or null scalar or id has the empty value of its
  type. The client ignores unknown fields and keeps unknown values of enums.
- An error has the call, the HTTP status, the type, the message, the id of the request, and the start of an unexpected
  body. Errors and debug output never contain credentials. The debug output of requests and responses hides the parameters
  and fields that the API marks as personal data. A decoding error shows the location and the type of a value, but not the
  value. An error can quote the message of the service, or the start of a body that is neither a JSON object nor an array.

The docs list all endpoints. The module `guide` has pages on errors, retries and deadlines, testing, logging, and
transports. A transport can limit the rate of calls, measure calls and sign them.";

const FEATURES: &str = "\
## Features

| feature | default | |
| --- | --- | --- |
| `hyper` | yes | The built-in transport: HTTP/1 with TLS by rustls, ring, and Mozilla's root certificates. |
| `reqwest` | no | An implementation of `Transport` for your own `reqwest::Client`. |
| `blocking` | no | The `blocking::Client`, for programs without an async runtime. |
| `tracing` | no | A span for each call and each attempt, and an event for each retry. |";

/// The feature of APIs with types for time.
const JIFF: &str = "| `jiff` | no | Conversions between the types for time and those of `jiff`. |";
