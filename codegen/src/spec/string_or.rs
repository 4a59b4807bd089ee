//! Values that are written as a string or as a map.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

/// Makes a `T` out of a string, or out of a map that is an `M`.
pub(super) struct StringOr<T, M> {
    pub(super) string: fn(String) -> T,
    pub(super) other: fn(M) -> T,
}

impl<'de, T, M: Deserialize<'de>> Visitor<'de> for StringOr<T, M> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a map")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok((self.string)(value.to_owned()))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, map: D) -> Result<T, D::Error> {
        M::deserialize(map).map(self.other)
    }
}
