//! The text of a value that is read later. It keeps all digits of numbers. A [`Value`] rounds them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, de};
use serde_json::Value;

use crate::runtime::json::location::location;
use crate::runtime::json::reader::{self, Unread, VALUE_TEXT};

/// The text of a value in JSON.
pub(crate) struct JsonText<'de>(Cow<'de, str>);

impl JsonText<'_> {
    /// Reads the value with `seed`, or returns the fault with its location in the value.
    pub(crate) fn read<'t, S: DeserializeSeed<'t>>(&'t self, seed: S) -> Result<S::Value, String> {
        reader::read(&self.0, seed).map_err(|Unread { at, fault }| {
            let fault = fault.unwrap_or_default();
            match self.0.get(..at).and_then(location) {
                Some(location) => format!("{location}: {fault}"),
                None => fault,
            }
        })
    }
}

impl From<&Value> for JsonText<'_> {
    fn from(value: &Value) -> Self {
        Self(value.to_string().into())
    }
}

impl<'de> Deserialize<'de> for JsonText<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(VALUE_TEXT, TextVisitor)
    }
}

struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = JsonText<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// Visits the text of a value from the client's own reader, which has checked it.
    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<JsonText<'de>, E> {
        Ok(JsonText(Cow::Borrowed(text)))
    }

    /// Visits a value of any other deserializer.
    fn visit_newtype_struct<D: Deserializer<'de>>(
        self,
        value: D,
    ) -> Result<JsonText<'de>, D::Error> {
        Value::deserialize(value).map(|value| JsonText::from(&value))
    }

    /// Visits the fields of a body without those of the envelope.
    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<JsonText<'de>, A::Error> {
        let mut text = String::from("{");
        while let Some((key, JsonText(value))) = object.next_entry::<String, JsonText<'_>>()? {
            if text.len() > 1 {
                text.push(',');
            }
            text.push_str(&serde_json::to_string(&key).map_err(de::Error::custom)?);
            text.push(':');
            text.push_str(&value);
        }
        text.push('}');
        Ok(JsonText(text.into()))
    }
}
