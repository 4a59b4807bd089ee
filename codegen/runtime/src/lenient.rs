//! Reading what a service left out: an absent or null value reads as the empty one of its type.

#![allow(dead_code, reason = "an API need not have every kind of field")]

use serde::de::{Deserialize, Deserializer, MapAccess};
use serde_json::Value;

/// A type with a value that says nothing. Not `Default`, which everybody with the type could call.
pub(crate) trait Empty {
    fn empty() -> Self;
}

/// For `#[serde(default)]`: the value of an absent field.
pub(crate) fn empty<T: Empty>() -> T {
    T::empty()
}

/// For `#[serde(deserialize_with)]`: the value of a field that may be null.
pub(crate) fn or_empty<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Empty,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_else(T::empty))
}

/// For `#[serde(deserialize_with)]`: an optional id. An empty one is none.
pub(crate) fn id_or_none<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de> + AsRef<str>,
    D: Deserializer<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.filter(|id| !id.as_ref().is_empty()))
}

/// The next value of `object`, which may be null.
pub(crate) fn next_value<'de, T, A>(object: &mut A) -> Result<T, A::Error>
where
    T: Deserialize<'de> + Empty,
    A: MapAccess<'de>,
{
    Ok(object.next_value::<Option<T>>()?.unwrap_or_else(T::empty))
}

impl Empty for String {
    fn empty() -> Self {
        Self::new()
    }
}

impl Empty for bool {
    fn empty() -> Self {
        false
    }
}

impl Empty for i64 {
    fn empty() -> Self {
        0
    }
}

impl Empty for f64 {
    fn empty() -> Self {
        0.0
    }
}

impl Empty for Value {
    fn empty() -> Self {
        Self::Null
    }
}

impl<T> Empty for Vec<T> {
    fn empty() -> Self {
        Self::new()
    }
}
