//! A YAML document as a tree of plain values.
//!
//! `serde_yaml` parses scalars, anchors and tags. It would silently keep the last of two equal keys, so a map is a list
//! of pairs here, and decoding checks all keys.
//!
//! `serde_yaml` parses the whole text before it returns a value. Its time grows with the square of the nesting, and its
//! memory is many times the size of the text. Therefore, [`check_size`] first reads a long text event by event, and
//! stops at the limits.

mod syntax;

pub(crate) use syntax::{Context, SyntaxError};

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use granit_parser::{Event, Parser};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::records::Records;
use crate::text::{is_invisible, is_plain};
use syntax::{DEEPEST, LOOK_AROUND, TOO_DEEP, reject_conflict};

/// The most values in a file, keys included. The largest known APIs have a fraction of it.
const MOST: usize = 500_000;

/// The longest text that needs no size check, in bytes. Parsing such a text takes a fraction of a second, even if it
/// contains only brackets.
const SHORT: usize = 32 << 10;

/// The part of the budget for aliases that does not depend on the length of a file, in values and bytes of text.
const ALIASED: usize = 64 << 10;

/// A value of a YAML document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Node<'t> {
    Null,
    Boolean(bool),
    Integer(i128),
    Number(f64),
    String(#[serde(borrow)] Cow<'t, str>),
    List(#[serde(borrow)] Vec<Self>),
    Map(#[serde(borrow)] Vec<(Self, Self)>),
    /// A value with a custom tag, such as `!secret x`. The format has no such values.
    Tagged,
}

impl<'t> Node<'t> {
    /// Parses `text`, which has at most one document. A text without a document is [`Node::Null`].
    pub(crate) fn parse(text: &str) -> Result<Self, SyntaxError> {
        reject_conflict(text)?;
        check_size(text)?;
        // Only aliases can exceed the budget. Otherwise each value has at least one byte, and its text is at most twice
        // as long as its YAML.
        let budget = Cell::new(4 * text.len() + ALIASED);
        let node =
            NodeSeed { budget: &budget }.deserialize(serde_yaml::Deserializer::from_str(text));
        node.map_err(|error| {
            let mut message = if budget.get() == 0 {
                "the aliases in this file expand to too many values".to_owned()
            } else if error.to_string().contains("more than one document") {
                "the file contains more than one document".to_owned()
            } else if error.to_string().starts_with("recursion limit exceeded") {
                TOO_DEEP.to_owned()
            } else {
                error.to_string()
            };
            // The error of a second document has no location.
            let second = || text.rfind("\n---").map_or(0, |newline| newline + 1);
            let offset = error.location().map_or_else(second, |location| {
                // The report shows the location, so the message does not repeat it.
                message = message.replace(
                    &format!(" at line {} column {}", location.line(), location.column()),
                    "",
                );
                location.index()
            });
            SyntaxError::of_parser(text, message, offset)
        })
    }

    /// Parses `text` like [`parse`](Self::parse), or returns the result of an earlier run in `records`, which borrows
    /// from `record`.
    pub(crate) fn parse_again(
        text: &str,
        records: Option<&Records>,
        record: &'t mut Vec<u8>,
    ) -> Result<Self, SyntaxError> {
        let Some(records) = records else {
            return Self::parse(text);
        };
        let about = Fingerprint::of(&("YAML", text));
        if let Some(found) = records.read(about) {
            *record = found;
            if let Ok(node) = postcard::from_bytes(record) {
                return Ok(node);
            }
        }
        let node = Self::parse(text)?;
        if let Ok(record) = postcard::to_allocvec(&node) {
            records.write(about, &record);
        }
        Ok(node)
    }

    /// Returns the kind of the value, in words.
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

/// Rejects a text that is nested too deeply or contains too many values.
fn check_size(text: &str) -> Result<(), SyntaxError> {
    check_characters(text)?;
    if text.len() <= SHORT {
        return Ok(());
    }
    let (mut depth, mut count) = (0_usize, 0_usize);
    // The parser reads ahead. With higher limits of its own, it reaches the offset where ours is exceeded.
    let options = granit_parser::options! { flow_nesting_limit: 32 * DEEPEST, block_nesting_limit: 32 * DEEPEST };
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, offset) = match event {
            Ok((event, span)) => (event, span.start.byte_offset().unwrap_or(0)),
            Err(error) => {
                // `serde_yaml` has better messages, and can parse the text if the rest is short.
                let offset = error.marker().byte_offset().unwrap_or(0);
                return if text.len().saturating_sub(offset) <= SHORT {
                    Ok(())
                } else {
                    Err(SyntaxError::new(offset, error.info(), LOOK_AROUND))
                };
            }
        };
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        count += usize::from(event.is_node());
        let (message, help) = if depth > DEEPEST {
            (TOO_DEEP, "reduce the number of levels")
        } else if count > MOST {
            (
                "the file contains more than 500000 values",
                "split the file into several resources",
            )
        } else {
            continue;
        };
        return Err(SyntaxError::new(offset, message, help));
    }
    Ok(())
}

/// Rejects control characters, which YAML does not allow, and line breaks other than LF and CRLF. The two parsers treat
/// other line breaks differently, and would read different values.
fn check_characters(text: &str) -> Result<(), SyntaxError> {
    if is_plain(text) {
        return Ok(());
    }
    let is_odd = |c: char| is_invisible(c) && (c.is_control() || c.is_whitespace());
    let mut characters = text.char_indices().peekable();
    while let Some((offset, c)) = characters.next() {
        let is_crlf = c == '\r' && characters.peek().is_some_and(|(_, next)| *next == '\n');
        if is_crlf || !is_odd(c) {
            continue;
        }
        let (message, help) = if c == '\r' {
            let message = "the file contains a carriage return without a line feed".to_owned();
            (message, "end lines with LF or CRLF")
        } else {
            let message = format!(
                "the file contains the invisible character U+{:04X}",
                c as u32
            );
            (message, "remove it")
        };
        return Err(SyntaxError::new(offset, message, help));
    }
    Ok(())
}

/// Reads nodes until the budget is spent.
#[derive(Clone, Copy)]
struct NodeSeed<'b> {
    /// The number of values and bytes of text that may still be read.
    budget: &'b Cell<usize>,
}

impl NodeSeed<'_> {
    fn spend<E: Error>(self, bytes: usize) -> Result<(), E> {
        let left = self.budget.get().saturating_sub(1 + bytes);
        self.budget.set(left);
        if left == 0 {
            return Err(E::custom("the budget is spent"));
        }
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node<'static>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'static>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node<'static>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node<'static>, E> {
        self.spend(0)?;
        Ok(Node::Null)
    }

    /// Reads an empty document.
    fn visit_none<E: Error>(self) -> Result<Node<'static>, E> {
        Ok(Node::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'static>, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node<'static>, E> {
        self.spend(0)?;
        Ok(Node::Boolean(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node<'static>, E> {
        self.spend(0)?;
        Ok(Node::Integer(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node<'static>, E> {
        self.spend(0)?;
        Ok(Node::Integer(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node<'static>, E> {
        self.spend(0)?;
        Ok(Node::Integer(value))
    }

    #[allow(clippy::cast_precision_loss, reason = "no type has so large integers")]
    fn visit_u128<E: Error>(self, value: u128) -> Result<Node<'static>, E> {
        match i128::try_from(value) {
            Ok(value) => self.visit_i128(value),
            Err(_) => self.visit_f64(value as f64),
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Node<'static>, E> {
        self.spend(0)?;
        Ok(Node::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node<'static>, E> {
        self.spend(value.len())?;
        Ok(Node::String(Cow::Owned(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Node<'static>, A::Error> {
        self.spend(0)?;
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element_seed(self)? {
            nodes.push(node);
        }
        Ok(Node::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node<'static>, A::Error> {
        self.spend(0)?;
        let mut pairs = Vec::new();
        while let Some(pair) = map.next_entry_seed(self, self)? {
            pairs.push(pair);
        }
        Ok(Node::Map(pairs))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Node<'static>, A::Error> {
        let (_tag, value) = tagged.variant::<String>()?;
        value.newtype_variant_seed(self)?;
        Ok(Node::Tagged)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Node, Records};

    #[test]
    fn a_record_replaces_the_parser() {
        let directory = tempfile::tempdir().unwrap();
        let records = Records::in_directory(directory.path().to_owned()).unwrap();
        let text = "[1, -0.5, a: { b: null }, true]";
        let expected = Node::parse(text).unwrap();
        let parses_to = |expected: &Node<'_>| {
            let mut record = Vec::new();
            let parsed = Node::parse_again(text, Some(&records), &mut record);
            assert_eq!(parsed.unwrap(), *expected);
        };
        parses_to(&expected);
        parses_to(&expected);
        let other = postcard::to_allocvec(&Node::Null).unwrap();
        records.write(Fingerprint::of(&("YAML", text)), &other);
        parses_to(&Node::Null);
    }
}
