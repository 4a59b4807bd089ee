//! Enums whose variant depends on the whole value.
//!
//! The client's own reader reads such a value twice: first to find the variant, and then as the
//! content of that variant. A value from another deserializer becomes text before that.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, IgnoredAny, MapAccess,
    VariantAccess, Visitor,
};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::runtime::absent::Field;
use crate::runtime::json::reader::TWICE;
use crate::runtime::json::text::JsonText;

/// A value that matches no variant of this version of the crate. It is unchanged.
#[derive(Clone, Debug, PartialEq)]
pub struct UnrecognizedValue(Value);

impl UnrecognizedValue {
    pub(crate) fn as_value(&self) -> &Value {
        &self.0
    }
}

impl Serialize for UnrecognizedValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for UnrecognizedValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self)
    }
}

impl Field for UnrecognizedValue {}

/// An enum whose variant depends on the whole value.
pub(crate) trait LookAhead: DeserializeOwned + Serialize {
    /// The result of the first reading.
    type Found;

    fn find<'de, D: Deserializer<'de>>(value: D) -> Result<Self::Found, D::Error>;

    fn read<'de, D: Deserializer<'de>>(found: Self::Found, value: D) -> Result<Self, D::Error>;

    fn unrecognized(value: UnrecognizedValue) -> Self;
}

pub(crate) fn deserialize<'de, T: LookAhead, D: Deserializer<'de>>(
    value: D,
) -> Result<T, D::Error> {
    value.deserialize_newtype_struct(TWICE, Twice(PhantomData))
}

/// Reads a value as the content of a variant.
#[allow(dead_code, reason = "not every API has variants with content")]
pub(crate) fn content<'de, T: Field, D: Deserializer<'de>>(value: D) -> Result<T, D::Error> {
    T::read(value)
}

/// Skips the value of a variant without content.
#[allow(dead_code, reason = "not every API has such variants")]
pub(crate) fn no_content<'de, D: Deserializer<'de>>(value: D) -> Result<(), D::Error> {
    IgnoredAny::deserialize(value).map(drop)
}

/// Returns the variant for `value`. If the variant would lose a part of the value, returns
/// `Unrecognized`.
pub(crate) fn other<T: LookAhead>(value: Value) -> T {
    let known = JsonText::from(&value).read(PhantomData::<T>).ok();
    let is_whole = |known: &T| serde_json::to_value(known).is_ok_and(|sent| sent == value);
    match known.filter(is_whole) {
        Some(known) => known,
        None => T::unrecognized(UnrecognizedValue(value)),
    }
}

struct Twice<T>(PhantomData<T>);

impl<'de, T: LookAhead> Visitor<'de> for Twice<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    /// Visits a value from the client's own reader.
    fn visit_enum<A: EnumAccess<'de>>(self, value: A) -> Result<T, A::Error> {
        let (found, value) = value.variant_seed(Find::<T>(PhantomData))?;
        value.newtype_variant_seed(Read::<T>(found))
    }

    /// Visits a value from another deserializer.
    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<T, D::Error> {
        let text = JsonText::deserialize(value)?;
        text.read(PhantomData).map_err(Error::custom)
    }

    /// Visits the fields of a body without the envelope.
    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        self.visit_newtype_struct(MapAccessDeserializer::new(object))
    }
}

struct Find<T>(PhantomData<T>);

impl<'de, T: LookAhead> DeserializeSeed<'de> for Find<T> {
    type Value = T::Found;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<T::Found, D::Error> {
        T::find(value)
    }
}

struct Read<T: LookAhead>(T::Found);

impl<'de, T: LookAhead> DeserializeSeed<'de> for Read<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<T, D::Error> {
        T::read(self.0, value)
    }
}
