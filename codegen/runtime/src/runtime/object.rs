//! Structs that are JSON objects in requests and responses.
//!
//! This module replaces the code that `serde`'s derive would generate for each struct. Callers do
//! not have to compile a procedural macro and its output.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};

use crate::runtime::absent::{self, Field};
use crate::runtime::json::names::{self, Names, Table};

/// A struct that is read from a JSON object. [`impls`] implements the trait.
pub(crate) trait Object: Sized {
    const NAME: &'static str;

    /// The keys of the fields.
    const KEYS: &'static [&'static str];

    /// The table of the keys. The compiler makes it when it builds a client, but not when it
    /// checks one.
    const TABLE: &'static Table = &names::table(Self::KEYS);

    fn read<'de, A: MapAccess<'de>>(object: A) -> Result<Self, A::Error>;
}

/// Implements deserialization and serialization for a struct with these fields. A field whose key
/// differs from its name has the key in parentheses. With `null` after the key, an absent value is
/// written as null.
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
                $crate::runtime::object::read!(
                    object,
                    $crate::runtime::object::next_key(
                        &mut object,
                        $crate::runtime::object::names::<Self>(),
                    ),
                    []
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

        impl $crate::runtime::absent::Field for $name {}

        $crate::runtime::serialize::impls!($name $(, $field $(($key $(, $null)?))?)*);
    };
}

/// Reads the fields of `Self` from an object of type `A`. `$next` reads the index of the next
/// field, or `None` at the end of the object. A further field, which has a value, is in brackets.
///
/// The compiler checks this code for each field of an API. So a field has few expressions, and no
/// type that depends on later code. A `match` is quicker to check than `?`, which calls traits.
macro_rules! read {
    ($object:ident, $next:expr, [$($further:ident)?] $(, $field:ident($key:expr))*) => {{
        #[allow(dead_code, non_camel_case_types)]
        enum Field {
            $($field),*
        }
        $(let mut $field = ::core::option::Option::None;)*
        let missing = loop {
            let index = match $next {
                ::core::result::Result::Ok(::core::option::Option::Some(index)) => index,
                // With this literal before their uses, the fields have known types there.
                ::core::result::Result::Ok(::core::option::Option::None) => {
                    return ::core::result::Result::Ok(Self {
                        $($field: match $crate::runtime::object::or_absent($field) {
                            ::core::option::Option::Some(field) => field,
                            ::core::option::Option::None => break $key,
                        },)*
                        $($further)?
                    })
                }
                ::core::result::Result::Err(fault) => return ::core::result::Result::Err(fault),
            };
            let value: &mut dyn $crate::runtime::object::Slot<'de, A> = 'value: {
                $(if index == Field::$field as usize {
                    break 'value &mut $field;
                })*
                &mut $crate::runtime::object::Unknown
            };
            if let ::core::result::Result::Err(fault) = value.read(&mut $object) {
                return ::core::result::Result::Err(fault);
            }
        };
        ::core::result::Result::Err(::serde::de::Error::missing_field(missing))
    }};
}

pub(crate) use {impls, read};

pub(crate) fn deserialize<'de, T: Object, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let text = const { names::text(T::KEYS, T::TABLE) };
    deserializer.deserialize_struct(text, T::KEYS, ObjectVisitor(PhantomData))
}

pub(crate) const fn names<T: Object>() -> Names {
    Names::new(T::KEYS, T::TABLE)
}

/// Unlike the visitor of serde's derive, this visitor rejects arrays, because the order of a
/// service's fields can change.
struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, object: A) -> Result<T, A::Error> {
        T::read(object)
    }
}

/// Returns the index of the next key in `names`. An unknown key has an index beyond them.
#[inline]
pub(crate) fn next_key<'de, A: MapAccess<'de>>(
    object: &mut A,
    names: Names,
) -> Result<Option<usize>, A::Error> {
    object.next_key_seed(Index(names))
}

/// A variable for the value of a key. Structs share the code that fills it, so their fields stay in
/// memory. Otherwise, the compiler would move all fields between registers for each field.
pub(crate) trait Slot<'de, A: MapAccess<'de>> {
    fn read(&mut self, object: &mut A) -> Result<(), A::Error>;
}

impl<'de, T: Field, A: MapAccess<'de>> Slot<'de, A> for Option<T> {
    /// Of a repeated key, the last value counts.
    #[inline(never)]
    fn read(&mut self, object: &mut A) -> Result<(), A::Error> {
        *self = Some(absent::read(object)?);
        Ok(())
    }
}

/// Skips the value of an unknown key.
pub(crate) struct Unknown;

impl<'de, A: MapAccess<'de>> Slot<'de, A> for Unknown {
    fn read(&mut self, object: &mut A) -> Result<(), A::Error> {
        object.next_value::<IgnoredAny>().map(drop)
    }
}

/// Returns the field, or the value of an absent one if the field is not required.
#[inline]
pub(crate) fn or_absent<T: Field>(field: Option<T>) -> Option<T> {
    field.or_else(|| T::ABSENT.map(|absent| absent()))
}

/// Reads a key as its index among the known keys.
struct Index(Names);

impl<'de> DeserializeSeed<'de> for Index {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for Index {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    #[inline]
    fn visit_u64<E>(self, index: u64) -> Result<usize, E> {
        Ok(usize::try_from(index).unwrap_or(usize::MAX))
    }

    fn visit_str<E>(self, key: &str) -> Result<usize, E> {
        Ok(self.0.find(key).unwrap_or(usize::MAX))
    }
}
