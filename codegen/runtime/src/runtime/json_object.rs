//! A JSON object with any keys.
//!
//! Many responses have such objects, and few callers read them. So an object keeps its text, and is
//! parsed at the first access.

use std::fmt;
use std::sync::OnceLock;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer, ser};
use serde_json::value::RawValue;
use serde_json::{Map, Number, Value};

use crate::runtime::absent::Field;
use crate::runtime::error::Error;
use crate::runtime::into_option::IntoOption;
use crate::runtime::json::location::string;
use crate::runtime::json::reader;

/// Any JSON object.
///
/// An object of a response stays text until the first access. So this type is not a [`Map`].
///
/// Create one from pairs of key and value, as in `JsonObject::from([("plan", "gold")])`, from a
/// [`Map`], from a [`Value`], or [from a type of your own](Self::from_serialize). An optional
/// parameter also takes a [`Value`], such as `json!({"plan": "gold"})`. If the value is not an
/// object, the call fails and [`Error::is_invalid_request`] is true. NaN and infinity become null,
/// as in `serde_json`.
///
/// A [`Map`] cannot hold every number. It has the nearest `f64` of `12345678901234567890123`, and
/// a string of the digits of a number beyond the range of `f64`, such as `1e400`. An object that
/// is sent back, or written as JSON, keeps its original digits.
#[derive(Clone, Default)]
pub struct JsonObject {
    /// A JSON object, unless the object was made from `map`.
    text: Box<[u8]>,
    map: OnceLock<Map<String, Value>>,
    /// The kind of value that a caller set instead of an object. Such an object is empty and cannot
    /// be sent.
    other: Option<&'static str>,
}

impl JsonObject {
    /// Returns the value of a top-level key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.as_map().get(key)
    }

    /// Returns the top-level keys and their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.as_map()
            .iter()
            .map(|(key, value)| (key.as_str(), value))
    }

    /// Returns the object as a borrowed map of `serde_json`.
    #[must_use]
    pub fn as_map(&self) -> &Map<String, Value> {
        self.map.get_or_init(|| parse(&self.text))
    }

    /// Returns a copy of the object as a map of `serde_json`.
    #[must_use]
    pub fn to_map(&self) -> Map<String, Value> {
        self.as_map().clone()
    }

    /// Converts the object to a map of `serde_json`, without a copy.
    #[must_use]
    pub fn into_map(self) -> Map<String, Value> {
        let Self { text, map, .. } = self;
        map.into_inner().unwrap_or_else(|| parse(&text))
    }

    /// Reads the object as a type of your own.
    ///
    /// # Errors
    ///
    /// Returns the error of `T` if the object does not fit it.
    pub fn deserialize<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        T::deserialize(self.as_map())
    }

    /// Creates an object from a type of your own.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if `value` cannot be written as JSON, or is not a JSON object.
    pub fn from_serialize(value: impl Serialize) -> Result<Self, Error> {
        match serde_json::to_value(value) {
            Ok(value) => value.try_into(),
            Err(fault) => Err(Error::invalid(fault.to_string())),
        }
    }
}

/// Returns the map of `value`, or the kind of a value that is not an object.
fn map_of(value: Value) -> Result<Map<String, Value>, &'static str> {
    match value {
        Value::Object(map) => Ok(map),
        Value::Null => Err("null"),
        Value::Bool(_) => Err("a boolean"),
        Value::Number(_) => Err("a number"),
        Value::String(_) => Err("a string"),
        Value::Array(_) => Err("an array"),
    }
}

fn not_an_object(other: &str) -> String {
    format!("expected a JSON object, not {other}")
}

/// Parses the text of an object. Returns an empty map for any other text.
fn parse(text: &[u8]) -> Map<String, Value> {
    let text = std::str::from_utf8(text).unwrap_or_default();
    match reader::read(text, AnyValue) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Reads any value from our own reader. `serde_json` would confuse an object that has the key of
/// its raw values with a raw value, and these objects can have any key.
struct AnyValue;

impl<'de> DeserializeSeed<'de> for AnyValue {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Value, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(Self)? {
            values.push(value);
        }
        Ok(values.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some(key) = object.next_key()? {
            map.insert(key, object.next_value_seed(Self)?);
        }
        Ok(map.into())
    }
}

/// Returns the text of an object, if it has a number that `serde_json` would write with other
/// digits.
fn exact(text: &[u8]) -> Option<&RawValue> {
    let text = std::str::from_utf8(text).ok()?;
    let mut rest = text;
    loop {
        let start = rest.find(|sign: char| matches!(sign, '"' | '-' | '0'..='9'))?;
        let token = rest.get(start..)?;
        let length = if token.starts_with('"') {
            string(token)
        } else {
            let end =
                token.find(|sign: char| matches!(sign, ',' | ']' | '}') || sign.is_whitespace());
            end.unwrap_or(token.len())
        };
        let (token, behind) = token.split_at_checked(length)?;
        let is_number = !token.starts_with('"');
        if is_number
            && token
                .parse::<Number>()
                .map_or(true, |number| number.to_string() != token)
        {
            return serde_json::from_str(text).ok();
        }
        rest = behind;
    }
}

impl fmt::Debug for JsonObject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: &dyn fmt::Debug = match &self.other {
            Some(other) => other,
            None => self.as_map(),
        };
        f.debug_tuple("JsonObject").field(shown).finish()
    }
}

impl PartialEq for JsonObject {
    fn eq(&self, other: &Self) -> bool {
        self.other == other.other && self.as_map() == other.as_map()
    }
}

impl Eq for JsonObject {}

impl Field for JsonObject {}

impl Serialize for JsonObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(other) = self.other {
            return Err(ser::Error::custom(not_an_object(other)));
        }
        // Other formats have no raw values, and binary ones do not need all digits.
        match exact(&self.text) {
            Some(text) if serializer.is_human_readable() => text.serialize(serializer),
            _ => self.as_map().serialize(serializer),
        }
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

    /// Visits the value of any deserializer but our own reader.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, object: D) -> Result<JsonObject, D::Error> {
        Map::deserialize(object).map(JsonObject::from)
    }

    /// Visits the text of an object from our own reader, which has checked it.
    fn visit_bytes<E: serde::de::Error>(self, object: &[u8]) -> Result<JsonObject, E> {
        Ok(JsonObject {
            text: object.into(),
            ..JsonObject::default()
        })
    }
}

impl From<Map<String, Value>> for JsonObject {
    fn from(map: Map<String, Value>) -> Self {
        Self {
            map: map.into(),
            ..Self::default()
        }
    }
}

impl TryFrom<Value> for JsonObject {
    type Error = Error;

    fn try_from(value: Value) -> Result<Self, Error> {
        match map_of(value) {
            Ok(map) => Ok(map.into()),
            Err(other) => Err(Error::invalid(not_an_object(other))),
        }
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

impl IntoOption<JsonObject> for Value {
    fn into_option(self) -> Option<JsonObject> {
        let object = map_of(self).map_or_else(
            |other| JsonObject {
                other: Some(other),
                ..JsonObject::default()
            },
            JsonObject::from,
        );
        Some(object)
    }
}

impl IntoOption<JsonObject> for Option<Value> {
    fn into_option(self) -> Option<JsonObject> {
        self.and_then(IntoOption::into_option)
    }
}

impl<K: Into<String>, V: Into<Value>, const N: usize> IntoOption<JsonObject> for [(K, V); N] {
    fn into_option(self) -> Option<JsonObject> {
        Some(self.into())
    }
}
