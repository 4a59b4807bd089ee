//! The kinds of value in a spec, and the remedies for a value of another kind.

use crate::diagnostic::Path;
use crate::yaml::Node;

/// The kind of value that a type expects.
#[derive(Clone, Copy)]
pub(super) enum Wanted {
    String,
    Constant,
    ConstantOrMap,
    Type,
    TypeOrFields,
    Scalar,
    Boolean,
    Number,
    List,
    Map,
    /// A map with these keys.
    Keys(&'static [&'static str]),
}

impl Wanted {
    /// The name of the kind in messages.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Constant => "a string or a whole number",
            Self::ConstantOrMap => "a string, a whole number or a map",
            Self::Type => "a type",
            Self::TypeOrFields => "a type or a map",
            Self::Scalar => "a string, a number, `true` or `false`",
            Self::Boolean => "`true` or `false`",
            Self::Number => "a whole number from 0 to 4294967295",
            Self::List => "a list",
            Self::Map | Self::Keys(_) => "a map",
        }
    }

    /// Returns the remedy for `node` at `path`, which has another kind.
    pub(super) fn remedy(self, path: &Path<'_>, node: &Node<'_>) -> String {
        let in_quotes = !matches!(node, Node::List(_) | Node::Map(_) | Node::Null);
        match (self, node) {
            (Self::String, Node::Integer(_) | Node::Number(_)) if path.last_key() == "version" => {
                "write three numbers, such as `1.0.0`".to_owned()
            }
            (Self::String, Node::Boolean(_)) if path.last_key() == "deprecated" => {
                "name the replacement".to_owned()
            }
            (Self::String | Self::Constant | Self::ConstantOrMap, _) if in_quotes => "put it in quotes".to_owned(),
            (Self::String, _) => "write a string here".to_owned(),
            (Self::Constant, _) => "write one of them here".to_owned(),
            (Self::ConstantOrMap, _) => "write a string, a whole number or a map here".to_owned(),
            (Self::Type, Node::Map(_)) if path.last_key() == "body" => {
                "write one type, or move the fields to `params`: these are then in the body".to_owned()
            }
            (Self::Type, Node::Map(_)) => {
                "write the map as `{ string: T }`, or add an object under `types` and write its name here"
                    .to_owned()
            }
            (Self::Type, _) => "write a type, such as `string`".to_owned(),
            (Self::TypeOrFields, _) => {
                "write the type of the body, or its fields, such as `items: { type: [T], docs: … }`".to_owned()
            }
            (Self::Scalar, _) if in_quotes => "write one of these values".to_owned(),
            (Self::Scalar, _) => "write a string, a number, `true` or `false` here".to_owned(),
            (Self::Boolean, _) => "write `true` or `false`".to_owned(),
            (Self::Number, Node::String(_)) => {
                "write only the number, such as `30`, without quotes".to_owned()
            }
            (Self::Number, _) => "write a number in this range".to_owned(),
            (Self::List, _) => list(path, node),
            (Self::Keys(keys), _) => map(path, node, keys).unwrap_or_else(|| KEY_VALUE.to_owned()),
            (Self::Map, Node::List(_)) => {
                "write `key: value` for each entry, without the `- `".to_owned()
            }
            (Self::Map, _) => KEY_VALUE.to_owned(),
        }
    }
}

const KEY_VALUE: &str = "write `{ key: value, … }` here";

/// Returns the remedy for `node` instead of a list.
fn list(path: &Path<'_>, node: &Node<'_>) -> String {
    let key = |(key, value): &(Node<'_>, Node<'_>)| match (key, value) {
        (Node::String(key), Node::String(_)) => Some(key.clone().into_owned()),
        _ => None,
    };
    match node {
        Node::String(text) => format!("write `[{text}]`"),
        Node::Map(pairs) => match pairs.iter().map(key).collect::<Option<Vec<_>>>() {
            Some(_) if path.last_key() == "enum" => {
                "write `- { value: …, docs: … }` for each value".to_owned()
            }
            Some(keys) => format!("write a list: `[{}]`", keys.join(", ")),
            None => "write `- ` before each entry".to_owned(),
        },
        _ => "write `[ … ]` here".to_owned(),
    }
}

/// Returns the remedy for `node` instead of a map with these keys.
fn map(path: &Path<'_>, node: &Node<'_>, keys: &[&str]) -> Option<String> {
    let of_response = (path.parent_key() == "response").then(|| path.last_key());
    match (node, of_response) {
        (Node::String(text), Some("type")) => Some(format!("write `response: {text}`")),
        (_, Some("type")) => Some("write only the type after `response:`".to_owned()),
        (Node::String(text), Some("docs" | "description")) if text.contains(' ') => {
            Some("move it to the `docs` of the endpoint or of the type".to_owned())
        }
        (Node::String(text), _) if keys.contains(&&**text) => {
            Some(format!("write `{{ {text}: … }}`"))
        }
        (Node::String(text), _) => {
            let key = ["type", "url"].into_iter().find(|key| keys.contains(key))?;
            Some(format!("write `{{ {key}: {text}, docs: … }}`"))
        }
        _ => None,
    }
}
