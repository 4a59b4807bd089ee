//! Enums whose variants carry values, as objects of two fields: one names the variant, the other holds its value. The
//! service may extend these too.

#![allow(dead_code, reason = "an API need not have tagged unions")]

use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Map, Value};

/// A variant that this version of the crate has no name for, kept as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct UnrecognizedVariant {
    tag: String,
    content: Value,
}

impl UnrecognizedVariant {
    pub(crate) fn new(tag: impl Into<String>, content: impl Into<Value>) -> Self {
        Self {
            tag: tag.into(),
            content: content.into(),
        }
    }

    pub(crate) fn tag(&self) -> &str {
        &self.tag
    }

    pub(crate) fn serialize<S: Serializer>(
        &self,
        tag_key: &str,
        content_key: &str,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serialize(tag_key, &self.tag, content_key, &self.content, serializer)
    }
}

/// Writes `{<tag_key>: <tag>, <content_key>: <content>}`.
pub(crate) fn serialize<S: Serializer>(
    tag_key: &str,
    tag: &str,
    content_key: &str,
    content: &(impl Serialize + ?Sized),
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(2))?;
    object.serialize_entry(tag_key, tag)?;
    object.serialize_entry(content_key, content)?;
    object.end()
}

/// Reads tag and content, whichever comes first. No content is as good as null.
pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
    tag_key: &'static str,
    content_key: &str,
) -> Result<(String, Value), D::Error> {
    let mut object = Map::deserialize(deserializer)?;
    match object.remove(tag_key) {
        Some(Value::String(tag)) => Ok((tag, object.remove(content_key).unwrap_or_default())),
        Some(_) => Err(D::Error::custom(format_args!(
            "`{tag_key}` must be a string"
        ))),
        None => Err(D::Error::missing_field(tag_key)),
    }
}

/// The content as the value of a known variant.
pub(crate) fn content<T: DeserializeOwned, E: Error>(content: Value) -> Result<T, E> {
    T::deserialize(content).map_err(E::custom)
}
