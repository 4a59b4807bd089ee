//! Values that are a scalar, a type or a map.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

/// Creates a `T` from an `S`, which is a scalar or a type, or from an `M`, which is a map.
pub(super) struct StringOr<T, S, M> {
    pub(super) string: fn(S) -> T,
    pub(super) other: fn(M) -> T,
}

impl<'de, T, S: Deserialize<'de>, M: Deserialize<'de>> Visitor<'de> for StringOr<T, S, M> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a scalar or a map")
    }

    fn visit_some<D: Deserializer<'de>>(self, string: D) -> Result<T, D::Error> {
        S::deserialize(string).map(self.string)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, map: D) -> Result<T, D::Error> {
        M::deserialize(map).map(self.other)
    }
}
