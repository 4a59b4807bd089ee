//! Creates the spec file of a new resource: small, valid, and with examples of the format.

use std::error::Error;
use std::path::Path;
use std::slice;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::diagnostic::{Diagnostic, Report, Span};
use crate::pipeline::generate;
use crate::source::{Source, read};
use crate::yaml::Node;

/// Returns a new file for the directory `spec` that adds `resource` to the client: three endpoints, a type and an id.
/// Does not write the file.
///
/// # Errors
///
/// Returns an error if the spec cannot be read, the file already exists, or `resource` is not a valid name or is taken.
/// Returns a [`Report`] if the spec already has a fault.
pub fn scaffold(spec: &Path, resource: &str) -> Result<Source, Box<dyn Error>> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if resource.is_empty() || !resource.chars().all(is_plain) {
        let message = format!(
            "`{resource}` is not a valid name of a spec file: use letters, digits, `-` and `_`"
        );
        return Err(message.into());
    }
    let others = read(spec)?;
    let name = format!("{resource}.yaml");
    let path = spec.join(&name);
    if path.exists() {
        return Err(format!("{} already exists", path.display()).into());
    }
    let accepted = |text: String| {
        let file = Source {
            name: name.clone(),
            path: path.clone(),
            text,
        };
        let all = [others.as_slice(), slice::from_ref(&file)].concat();
        generate(&all).map(|_| file)
    };
    let rejected = |report: Report| -> Box<dyn Error> {
        // The new file does not exist on disk, so a report cannot show it. Only its name can be wrong.
        let is_new = |location: &Span<'_>| Path::new(location.file).ends_with(&name);
        let own = report
            .diagnostics()
            .find(|fault| fault.location.as_ref().is_some_and(is_new));
        match own {
            Some(fault) => {
                let Diagnostic { message, help, .. } = fault;
                format!("`{resource}` is not a valid name: {message}; {help}").into()
            }
            None => report.into(),
        }
    };
    let many = resource.to_snake_case();
    // A wrong name is reported once, and not again for the types and fields with names derived from it.
    accepted(start(resource, &many)).map_err(rejected)?;
    // The derived names can be taken too.
    let one = singular(&many);
    let item = format!("{one}_item");
    accepted(whole(resource, &many, &one))
        .or_else(|_| accepted(whole(resource, &format!("{item}s"), &item)))
        .map_err(rejected)
}

/// Returns a minimal resource.
fn start(resource: &str, many: &str) -> String {
    let (name, plural) = (scalar(resource), many.replace('_', " "));
    format!(
        "# yaml-language-server: $schema=schema.json
resource: {name}
docs: List, get and create {plural}.

endpoints: # each is a method of the resource
  list:
    summary: Lists {plural}.
    method: GET
    path: /{resource}
"
    )
}

/// Returns the whole file, with `many` as the plural and `one` as the singular of the resource.
fn whole(resource: &str, many: &str, one: &str) -> String {
    let ty = one.to_upper_camel_case();
    let (plural, singular) = (many.replace('_', " "), one.replace('_', " "));
    let article = match one.as_bytes().first() {
        Some(b'a' | b'e' | b'i' | b'o' | b'u') => "an",
        _ => "a",
    };
    let types = format!(
        "ids: # each id has its own type, so callers cannot confuse ids
  {ty}Id: The id of {article} {singular}.

types:
  {ty}:
    docs: One of the {plural}.
    fields: # by their keys in JSON
      {one}_id: {{ type: {ty}Id, docs: The id of the {singular}. }}
      name: {{ type: string?, docs: The name of the {singular}. }} # `?`: optional, it can be absent or null
      created_at: {{ type: timestamp, docs: The time at which the {singular} was created. }}

endpoints:"
    );
    let start = start(resource, many).replacen("endpoints:", &types, 1);
    let list = scalar(many);
    format!(
        "{start}    params: # a GET or DELETE sends parameters in the query, unless they are in the path
      limit: {{ type: integer?, docs: The maximum number of {plural} to return., example: 10 }}
    response: # the fields of the body
      {list}: {{ type: [{ty}], docs: A page of {plural}. }}

  get:
    summary: Gets {article} {singular}.
    method: GET
    path: /{resource}/{{{one}_id}}
    params: # required parameters are arguments of the method, optional parameters (`?`) are setters
      {one}_id: {{ type: {ty}Id, docs: The id of the {singular} to get. }}
    response: {ty} # the fields of this type are the body

  create:
    summary: Creates {article} {singular}.
    method: POST
    path: /{resource}
    params: # a POST sends parameters in the body
      name: {{ type: string?, docs: The name of the new {singular}., example: My {singular} }}
    response: {ty}
"
    )
}

/// Formats `word` as a YAML string: `true` and `null` get quotes.
fn scalar(word: &str) -> String {
    match Node::parse(word) {
        Ok(Node::String(_)) => word.to_owned(),
        _ => format!("\"{word}\""),
    }
}

/// Guesses the singular of `plural` from its spelling. A wrong guess only results in an odd name.
fn singular(plural: &str) -> String {
    let endings = [
        ("ies", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
        ("auses", "ause"),
        ("ouses", "ouse"),
        ("uses", "us"),
        ("ss", "ss"),
        ("us", "us"),
        ("is", "is"),
        ("s", ""),
    ];
    endings
        .iter()
        .find_map(|(many, one)| Some(format!("{}{one}", plural.strip_suffix(many)?)))
        .unwrap_or_else(|| plural.to_owned())
}
