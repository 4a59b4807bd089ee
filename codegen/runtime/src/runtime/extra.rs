//! Structs for objects that can have other keys next to their fields.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::{Error, SerializeMap};

use crate::runtime::absent::{self, Field, check_finite};
use crate::runtime::json::names::Names;
use crate::runtime::serialize::in_field;

/// Implements deserialization and serialization for a struct with these fields and `extra`, which
/// holds all other keys. A field whose key differs from its name has the key in parentheses. With
/// `null` after the key, an absent value is written as null.
macro_rules! impls {
    ($name:ident $(, $field:ident $(($key:literal $(, $null:ident)? $(,)?))?)* $(,)?) => {
        impl $crate::runtime::object::Object for $name {
            const NAME: &'static str = ::core::stringify!($name);

            const KEYS: &'static [&'static str] =
                $crate::runtime::json::names::keys!($($crate::runtime::serialize::key!($field $($key)?)),*);

            #[allow(
                unreachable_code,
                unused_labels,
                unused_variables,
                reason = "a struct can have no fields"
            )]
            fn read<'de, A: ::serde::de::MapAccess<'de>>(mut object: A) -> ::core::result::Result<Self, A::Error> {
                let mut extra = ::std::collections::BTreeMap::new();
                $crate::runtime::object::read!(
                    object,
                    $crate::runtime::extra::next_key(
                        &mut object,
                        $crate::runtime::object::names::<Self>(),
                        &mut extra,
                    ),
                    [extra]
                    $(, $field($crate::runtime::serialize::key!($field $($key)?)))*
                )
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::object::deserialize(deserializer)
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                let fields = self.extra.len() $(+ $crate::runtime::extra::count(
                    &self.$field,
                    $crate::runtime::serialize::has_null!($($($null)?)?),
                ))*;
                #[allow(unused_mut)]
                let mut object = serializer.serialize_map(::core::option::Option::Some(fields))?;
                $($crate::runtime::extra::write(
                    &mut object,
                    $crate::runtime::serialize::key!($field $($key)?),
                    &self.$field,
                    $crate::runtime::serialize::has_null!($($($null)?)?),
                )?;)*
                $crate::runtime::extra::end(
                    object,
                    $crate::runtime::object::names::<Self>(),
                    &self.extra,
                )
            }
        }

        impl $crate::runtime::absent::Field for $name {}
    };
}

pub(crate) use impls;

/// Returns the index of the next key in `names`. Reads the values of all other keys before it.
pub(crate) fn next_key<'de, A: MapAccess<'de>>(
    object: &mut A,
    names: Names,
    extra: &mut BTreeMap<String, impl Field>,
) -> Result<Option<usize>, A::Error> {
    while let Some(key) = object.next_key_seed(Known(names))? {
        match key {
            Key::Field(index) => return Ok(Some(index)),
            // Of a repeated key, the last value counts.
            Key::Other(key) => extra.insert(key, absent::read(object)?),
        };
    }
    Ok(None)
}

/// A key of an object.
enum Key {
    /// The index of a field.
    Field(usize),
    Other(String),
}

/// Reads a key, and finds it among the known keys.
struct Known(Names);

impl<'de> DeserializeSeed<'de> for Known {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Known {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    /// Visits a known key from the client's own reader.
    fn visit_u64<E>(self, index: u64) -> Result<Key, E> {
        Ok(Key::Field(usize::try_from(index).unwrap_or(usize::MAX)))
    }

    fn visit_str<E>(self, key: &str) -> Result<Key, E> {
        let index = self.0.find(key);
        Ok(index.map_or_else(|| Key::Other(key.to_owned()), Key::Field))
    }
}

/// Returns the number of fields in JSON: 0 if the field is omitted, and 1 otherwise.
pub(crate) fn count(field: &impl Field, has_null: bool) -> usize {
    usize::from(has_null || !field.is_unset())
}

/// Writes a field, if it is set.
pub(crate) fn write<M: SerializeMap>(
    object: &mut M,
    key: &str,
    field: &impl Field,
    has_null: bool,
) -> Result<(), M::Error> {
    if field.is_unset() && !has_null {
        return Ok(());
    }
    check_finite(key, field)?;
    let written = object.serialize_entry(key, field);
    written.map_err(|fault| in_field(key, &fault))
}

/// Writes the other keys. Rejects a key that is in `names`, the names of the fields.
pub(crate) fn end<M: SerializeMap>(
    mut object: M,
    names: Names,
    extra: &BTreeMap<String, impl Field>,
) -> Result<M::Ok, M::Error> {
    for (key, value) in extra {
        if names.find(key).is_some() {
            return Err(M::Error::custom(format_args!(
                "`extra` must not have the key `{key}` of a field"
            )));
        }
        check_finite(key, value)?;
        object.serialize_entry(key, value)?;
    }
    object.end()
}
