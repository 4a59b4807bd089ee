//! The spec file that a new resource starts with: small, accepted as it stands, and full of examples of the format.

use std::error::Error;
use std::path::Path;
use std::slice;

use heck::{ToSnakeCase, ToUpperCamelCase};

use crate::diagnostic::{Diagnostic, Report, Span};
use crate::pipeline::generate;
use crate::source::{Source, read};
use crate::yaml::Node;

/// The file in the directory `spec` that gives the client a `client.<resource>()`: three endpoints, a type and an id.
/// Nothing is written.
///
/// # Errors
///
/// If the spec cannot be read, or the file is there already, or `resource` cannot be the name of one, or is taken. A
/// [`Report`] if there is a fault in the spec already.
pub fn scaffold(spec: &Path, resource: &str) -> Result<Source, Box<dyn Error>> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if resource.is_empty() || !resource.chars().all(is_plain) {
        let message = format!(
            "`{resource}` cannot be the name of a file here: use letters, digits, `-` and `_`"
        );
        return Err(message.into());
    }
    let others = read(spec)?;
    let name = format!("{resource}.yaml");
    let path = spec.join(&name);
    if path.exists() {
        return Err(format!("{} is there already", path.display()).into());
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
    let refused = |report: Report| -> Box<dyn Error> {
        // Nobody can look at a file that is not there. All that can be wrong with it is its name.
        let is_new = |location: &Span<'_>| Path::new(location.file).ends_with(&name);
        let own = report
            .diagnostics()
            .find(|fault| fault.location.as_ref().is_some_and(is_new));
        match own {
            Some(fault) => {
                let Diagnostic { message, help, .. } = fault;
                format!("`{resource}` cannot be used: {message}; {help}").into()
            }
            None => report.into(),
        }
    };
    let many = resource.to_snake_case();
    // Whatever is wrong with the name is said once, and not of the types and fields that are named after it too.
    accepted(start(resource, &many)).map_err(refused)?;
    // Their own names may be taken even so.
    let one = singular(&many);
    let item = format!("{one}_item");
    accepted(whole(resource, &many, &one))
        .or_else(|_| accepted(whole(resource, &format!("{item}s"), &item)))
        .map_err(refused)
}

/// As little as makes a resource.
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

/// A whole file about `many` things that are each called `one`.
fn whole(resource: &str, many: &str, one: &str) -> String {
    let ty = one.to_upper_camel_case();
    let (plural, singular) = (many.replace('_', " "), one.replace('_', " "));
    let article = match one.as_bytes().first() {
        Some(b'a' | b'e' | b'i' | b'o' | b'u') => "an",
        _ => "a",
    };
    let types = format!(
        "ids: # strings that must not be mixed up: each is a type of its own
  {ty}Id: The id of {article} {singular}.

types:
  {ty}:
    docs: One of the {plural}.
    fields: # under the keys that they have in JSON
      {one}_id: {{ type: {ty}Id, docs: The id of the {singular}. }}
      name: {{ type: string?, docs: The name of the {singular}. }} # `?`: it may be absent or null
      created_at: {{ type: timestamp, docs: When the {singular} was created. }}

endpoints:"
    );
    let start = start(resource, many).replacen("endpoints:", &types, 1);
    let list = scalar(many);
    format!(
        "{start}    params: # what is not in the path is in the query of a GET or DELETE
      limit: {{ type: integer?, docs: How many {plural} to return at most., example: 10 }}
    response: # the fields of the body
      {list}: {{ type: [{ty}], docs: A page of them. }}

  get:
    summary: Gets {article} {singular}.
    method: GET
    path: /{resource}/{{{one}_id}}
    params: # required ones are arguments of the method, optional ones (`?`) are setters
      {one}_id: {{ type: {ty}Id, docs: The id of the {singular} to get. }}
    response: {ty} # its fields are the whole body

  create:
    summary: Creates {article} {singular}.
    method: POST
    path: /{resource}
    params: # here: in the body
      name: {{ type: string?, docs: The name of the new {singular}., example: My {singular} }}
    response: {ty}
"
    )
}

/// `word` as a string in YAML: `true` and `null` need quotes.
fn scalar(word: &str) -> String {
    match Node::parse(word) {
        Ok(Node::String(_)) => word.to_owned(),
        _ => format!("\"{word}\""),
    }
}

/// One of `plural`, as far as the spelling tells; a wrong guess is only a name that reads oddly.
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
