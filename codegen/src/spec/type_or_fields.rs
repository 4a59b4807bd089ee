//! Keys whose value is a type or the fields of an object.

use crate::yaml::Node;

/// The pattern of the keys of a map that is a type. Most keys of fields start with a lower-case letter.
pub(super) const TYPE_NAME: &str = "^(string$|[A-Z])";

/// Whether `node` is a type: a text, a list, or a map type such as `{ string: T }`. The one value of a map type is a
/// type, not a map with keys such as `type` and `docs`.
pub(super) fn is_type(node: &Node<'_>) -> bool {
    match node {
        Node::String(_) | Node::List(_) => true,
        Node::Map(pairs) => match pairs.as_slice() {
            [(Node::String(key), value)] => is_type_name(key) && is_type(value),
            _ => false,
        },
        _ => false,
    }
}

/// Whether `key` fits [`TYPE_NAME`].
fn is_type_name(key: &str) -> bool {
    key == "string" || key.starts_with(|first: char| first.is_ascii_uppercase())
}
