//! Values as pairs of a key with brackets and a text: `a[b]=1&a[c][]=2`.
//!
//! A value becomes JSON, and the JSON becomes pairs. An empty list or object has no pairs, and null
//! is an empty text.

#![allow(
    dead_code,
    reason = "not every API has forms, or brackets in the query"
)]

use std::fmt;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::runtime::absent::Field;
use crate::runtime::request::{Request, encode};

const MEDIA_TYPE: &str = "application/x-www-form-urlencoded";

/// The ends of the keys of list items.
#[derive(Clone, Copy)]
enum Items {
    /// `[]`, or `[0]` if an item has parts. Without a number, parts of different items would look
    /// the same.
    Unnumbered,
    /// `[0]`, `[1]` and so on.
    Numbered,
}

impl Request {
    /// Sends `body`, a JSON object, as a form.
    pub(crate) fn form(self, body: &impl Serialize) -> Self {
        match pairs("", body, Items::Numbered) {
            Ok(pairs) => self.bytes(MEDIA_TYPE, pairs.into()),
            Err(fault) => self.refuse(format_args!(
                "the body cannot be written as a form: {fault}"
            )),
        }
    }

    /// Does the same, if `body` is set.
    pub(crate) fn form_value(self, body: &impl Field) -> Self {
        if body.is_unset() {
            return self;
        }
        self.check("body", body).form(body)
    }

    /// Adds the parts of `value` to the query, if it is set.
    pub(crate) fn query_brackets(self, name: &str, value: &impl Field) -> Self {
        if value.is_unset() {
            return self;
        }
        let request = self.check(name, value);
        match pairs(name, value, Items::Unnumbered) {
            Ok(pairs) => request.with_encoded_query(&pairs),
            Err(fault) => request.refuse(format_args!("`{name}` cannot be written: {fault}")),
        }
    }
}

/// Returns the pairs of `value` under `key`. Without a key, the pairs of an object have its keys.
fn pairs(key: &str, value: &impl Serialize, items: Items) -> serde_json::Result<String> {
    let json = serde_json::to_vec(value)?;
    let mut pairs = String::new();
    let part = Part {
        pairs: &mut pairs,
        key: key.to_owned(),
        unnumbered: None,
        items,
    };
    part.deserialize(&mut serde_json::Deserializer::from_slice(&json))?;
    Ok(pairs)
}

/// A part of a value.
struct Part<'p> {
    pairs: &'p mut String,
    key: String,
    /// The key without the number, for an item without parts.
    unnumbered: Option<String>,
    items: Items,
}

impl Part<'_> {
    /// Adds a pair, percent-encoded.
    fn push(self, text: &str) {
        if !self.pairs.is_empty() {
            self.pairs.push('&');
        }
        let key = self.unnumbered.as_ref().unwrap_or(&self.key);
        self.pairs.extend(encode(key));
        self.pairs.push('=');
        self.pairs.extend(encode(text));
    }
}

impl<'de> DeserializeSeed<'de> for Part<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<(), D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Part<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.push("");
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.push(&value.to_string());
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.push(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.push(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.push(&value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.push(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self {
            pairs, key, items, ..
        } = self;
        let mut number = 0;
        while let Some(()) = list.next_element_seed(Part {
            pairs: &mut *pairs,
            key: format!("{key}[{number}]"),
            unnumbered: match items {
                Items::Unnumbered => Some(format!("{key}[]")),
                Items::Numbered => None,
            },
            items,
        })? {
            number += 1;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<(), A::Error> {
        let Self {
            pairs, key, items, ..
        } = self;
        while let Some(name) = object.next_key::<String>()? {
            let key = if key.is_empty() {
                name
            } else {
                format!("{key}[{name}]")
            };
            object.next_value_seed(Part {
                pairs: &mut *pairs,
                key,
                unnumbered: None,
                items,
            })?;
        }
        Ok(())
    }
}
