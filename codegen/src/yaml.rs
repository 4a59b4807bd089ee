//! A YAML document as a tree of plain values.
//!
//! `serde_yaml` does the reading: scalars, anchors, limits on nesting and on the growth of aliases. It would keep the last
//! of two equal keys without a word, so mappings stay lists of pairs here and [`decode`](crate::decode) looks at them all.

use std::fmt;

use serde::de::{
    Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// A value of a YAML document.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    Null,
    Boolean(bool),
    Integer(i128),
    Number(f64),
    String(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
    /// A value with a tag of its own, such as `!secret x`, which the format has no use for.
    Tagged,
}

/// Where a document stops being YAML, and why.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    /// What to do about it, as far as that can be told.
    pub(crate) help: &'static str,
    /// Offset in bytes.
    pub(crate) offset: usize,
}

impl Node {
    /// Reads the only document of `text`; no document at all is [`Node::Null`].
    pub(crate) fn parse(text: &str) -> Result<Self, SyntaxError> {
        serde_yaml::from_str(text).map_err(|error| {
            let mut message = error.to_string();
            // The error of a second document has no place.
            let second = || text.rfind("\n---").map_or(0, |newline| newline + 1);
            let offset = error.location().map_or_else(second, |place| {
                // The place is shown beside the message, so the message need not repeat it.
                message = message.replace(
                    &format!(" at line {} column {}", place.line(), place.column()),
                    "",
                );
                place.index()
            });
            let help = remedy(&message);
            SyntaxError {
                message,
                help,
                offset,
            }
        })
    }

    /// What a person would call this kind of value.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Boolean(_) => "a boolean",
            Self::Integer(_) | Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Tagged => "a tagged value",
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

/// What usually is behind an error of the parser.
fn remedy(message: &str) -> &'static str {
    let remedies = [
        (
            "mapping values are not allowed",
            "put a text that holds `: ` in quotes",
        ),
        (
            "cannot start any token",
            "indent with spaces, and put a text that starts with a special character in quotes",
        ),
        (
            "expected ',' or",
            "close the bracket, or put a text with a comma, a bracket or a `?` behind one in quotes",
        ),
        (
            "more than one document",
            "keep one document, without `---` in between",
        ),
        ("repetition limit", "write out what the aliases stand for"),
        ("recursion limit", "nest less deeply"),
    ];
    let remedy = remedies
        .into_iter()
        .find(|(part, _)| message.contains(part));
    remedy.map_or(
        "look for a missing quote, bracket or indentation around here",
        |(_, remedy)| remedy,
    )
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    /// An empty document.
    fn visit_none<E: Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Integer(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        Ok(Node::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Node, E> {
        Ok(Node::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry()? {
            pairs.push(pair);
        }
        Ok(Node::Map(pairs))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node, A::Error> {
        let (_tag, value) = tagged.variant::<String>()?;
        value.newtype_variant::<Node>()?;
        Ok(Node::Tagged)
    }
}
