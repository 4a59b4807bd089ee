//! The types of fields: their values when absent or null, and values that JSON cannot contain.

#![allow(dead_code, reason = "not every API has fields")]

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Serialize, ser};
use serde_json::Value;

/// A type of a field of an object, or of an element of a list.
pub(crate) trait Field: DeserializeOwned + Serialize {
    /// The value of an absent or null field, or `None` if the field is required.
    const ABSENT: Option<fn() -> Self> = None;

    /// Reads a value that is not null.
    #[inline]
    fn read<'de, D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        Self::deserialize(value)
    }

    /// Whether an optional field with this value becomes `None`.
    fn is_blank(&self) -> bool {
        false
    }

    /// Whether serialization omits the field.
    fn is_unset(&self) -> bool {
        false
    }

    /// Whether JSON can contain the value. It has neither NaN nor infinity.
    fn is_finite(&self) -> bool {
        true
    }
}

/// Reads the next value of `object`.
#[inline]
pub(crate) fn read<'de, T: Field, A: MapAccess<'de>>(object: &mut A) -> Result<T, A::Error> {
    object.next_value_seed(Nullable(PhantomData))
}

/// Rejects a value that JSON cannot contain. `serde_json` would write it as null.
pub(crate) fn check_finite<E: ser::Error>(key: &str, value: &impl Field) -> Result<(), E> {
    if value.is_finite() {
        Ok(())
    } else {
        Err(E::custom(format_args!("`{key}` must be a finite number")))
    }
}

/// Reads a value that can be null.
pub(crate) struct Nullable<T>(pub(crate) PhantomData<T>);

impl<'de, T: Field> DeserializeSeed<'de> for Nullable<T> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<T, D::Error> {
        match T::ABSENT {
            Some(absent) => value.deserialize_option(OrAbsent(absent)),
            None => T::read(value),
        }
    }
}

/// Reads a value. Creates the value for null.
struct OrAbsent<T>(fn() -> T);

impl<'de, T: Field> Visitor<'de> for OrAbsent<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or null")
    }

    #[inline]
    fn visit_none<E>(self) -> Result<T, E> {
        Ok(self.0())
    }

    #[inline]
    fn visit_unit<E>(self) -> Result<T, E> {
        Ok(self.0())
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, value: D) -> Result<T, D::Error> {
        T::read(value)
    }
}

impl Field for String {
    const ABSENT: Option<fn() -> Self> = Some(Self::new);
}

impl Field for bool {
    const ABSENT: Option<fn() -> Self> = Some(|| false);
}

impl Field for i64 {
    const ABSENT: Option<fn() -> Self> = Some(|| 0);
}

impl Field for i32 {
    const ABSENT: Option<fn() -> Self> = Some(|| 0);
}

impl Field for u64 {
    const ABSENT: Option<fn() -> Self> = Some(|| 0);
}

impl Field for f64 {
    const ABSENT: Option<fn() -> Self> = Some(|| 0.0);

    fn is_finite(&self) -> bool {
        Self::is_finite(*self)
    }
}

impl Field for Value {
    const ABSENT: Option<fn() -> Self> = Some(|| Self::Null);
}

impl<T: Field> Field for Vec<T> {
    const ABSENT: Option<fn() -> Self> = Some(Self::new);

    fn read<'de, D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_seq(List(PhantomData))
    }

    fn is_finite(&self) -> bool {
        self.iter().all(T::is_finite)
    }
}

impl<T: Field> Field for Option<T> {
    const ABSENT: Option<fn() -> Self> = Some(|| None);

    #[inline]
    fn read<'de, D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        let value = T::read(value)?;
        Ok((!value.is_blank()).then_some(value))
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }

    fn is_finite(&self) -> bool {
        self.as_ref().is_none_or(T::is_finite)
    }
}

impl<T: Field> Field for Box<T> {}

/// Reads a list. Its elements can be null, like fields.
struct List<T>(PhantomData<T>);

impl<'de, T: Field> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Vec<T>, A::Error> {
        // A hint of the input never reserves more than one element.
        let mut values = Vec::with_capacity(list.size_hint().unwrap_or_default().min(1));
        loop {
            // `?` would move each value an additional time.
            match list.next_element_seed(Nullable(PhantomData)) {
                Ok(Some(value)) => values.push(value),
                Ok(None) => return Ok(values),
                Err(fault) => return Err(fault),
            }
        }
    }
}
