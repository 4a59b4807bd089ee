//! A JSON object whose fields are the caller's own.
//!
//! Services send such objects with everything they return, and few callers look into them. So an object keeps the text it
//! came in, and becomes a tree when somebody looks.

use std::fmt;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Error, Map, Value};

use crate::runtime::absent::Field;
use crate::runtime::into_option::IntoOption;
use crate::runtime::json::reader;

/// Any JSON object.
///
/// Made from pairs of key and value, as in `JsonObject::from([("plan", "gold")])`, from a [`Map`], from a [`Value`] that is
/// an object, or [from a type of your own](Self::from_serialize).
///
/// In a response it is text until it is looked into for the first time, which takes the time of parsing it.
#[derive(Clone, Default)]
pub struct JsonObject {
    /// A JSON object, unless `map` was there first.
    text: Box<[u8]>,
    map: OnceLock<Map<String, Value>>,
}

impl JsonObject {
    /// The value of a top-level key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map().get(key)
    }

    /// The top-level keys and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.as_map()
            .iter()
            .map(|(key, value)| (key.as_str(), value))
    }

    /// The object as `serde_json` has it.
    #[must_use]
    pub fn as_map(&self) -> &Map<String, Value> {
        self.map.get_or_init(|| parse(&self.text))
    }

    /// The object as `serde_json` has it.
    #[must_use]
    pub fn into_map(self) -> Map<String, Value> {
        let Self { text, map } = self;
        map.into_inner().unwrap_or_else(|| parse(&text))
    }

    /// Reads the object as a type of your own.
    ///
    /// # Errors
    ///
    /// Where the object does not fit the type.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Error> {
        T::deserialize(self.as_map())
    }

    /// Writes a type of your own as an object.
    ///
    /// # Errors
    ///
    /// Where `value` cannot be written as JSON, or gives something else than an object.
    pub fn from_serialize(value: impl Serialize) -> Result<Self, Error> {
        serde_json::to_value(value)?.try_into()
    }
}

/// The map of a text that was found to be an object when it came; of any other text, an empty one.
fn parse(text: &[u8]) -> Map<String, Value> {
    serde_json::from_slice(text).unwrap_or_default()
}

impl fmt::Debug for JsonObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("JsonObject").field(self.as_map()).finish()
    }
}

impl PartialEq for JsonObject {
    fn eq(&self, other: &Self) -> bool {
        self.as_map() == other.as_map()
    }
}

impl Eq for JsonObject {}

impl Field for JsonObject {}

impl Serialize for JsonObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.as_map().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for JsonObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(reader::OBJECT_TEXT, Object)
    }
}

struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = JsonObject;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    /// What everybody but our own reader gives.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, object: D) -> Result<JsonObject, D::Error> {
        Map::deserialize(object).map(JsonObject::from)
    }

    /// What our own reader gives, and nobody else: an object that it has read already.
    fn visit_bytes<E: serde::de::Error>(self, object: &[u8]) -> Result<JsonObject, E> {
        Ok(JsonObject {
            text: object.into(),
            map: OnceLock::new(),
        })
    }
}

impl From<Map<String, Value>> for JsonObject {
    fn from(map: Map<String, Value>) -> Self {
        Self {
            text: Box::default(),
            map: map.into(),
        }
    }
}

impl TryFrom<Value> for JsonObject {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self, Error> {
        serde_json::from_value(value)
    }
}

impl<K: Into<String>, V: Into<Value>> FromIterator<(K, V)> for JsonObject {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries
            .into_iter()
            .map(|(key, value)| (key.into(), value.into()));
        entries.collect::<Map<_, _>>().into()
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> From<[(K, V); N]> for JsonObject {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

impl IntoOption<JsonObject> for Map<String, Value> {
    fn into_option(self) -> Option<JsonObject> {
        Some(self.into())
    }
}

impl IntoOption<JsonObject> for Option<Map<String, Value>> {
    fn into_option(self) -> Option<JsonObject> {
        self.map(JsonObject::from)
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> IntoOption<JsonObject> for [(K, V); N] {
    fn into_option(self) -> Option<JsonObject> {
        Some(self.into())
    }
}
