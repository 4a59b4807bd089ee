//! Maps: objects with keys of the caller's choice.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};

use crate::runtime::absent::{self, Field};

/// Implements `Ord` for an open enum, by its text. Keys of maps need it.
#[allow(unused_macros, reason = "not every API has enums as keys")]
macro_rules! order {
    ($name:ident) => {
        impl ::core::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::core::option::Option<::core::cmp::Ordering> {
                ::core::option::Option::Some(::core::cmp::Ord::cmp(self, other))
            }
        }

        impl ::core::cmp::Ord for $name {
            fn cmp(&self, other: &Self) -> ::core::cmp::Ordering {
                ::core::cmp::Ord::cmp(self.as_str(), other.as_str())
            }
        }
    };
}

#[allow(unused_imports, reason = "not every API has enums as keys")]
pub(crate) use order;

impl<K: Ord + DeserializeOwned + Serialize, V: Field> Field for BTreeMap<K, V> {
    const ABSENT: Option<fn() -> Self> = Some(Self::new);

    fn read<'de, D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        value.deserialize_map(Map(PhantomData))
    }

    fn is_finite(&self) -> bool {
        self.values().all(V::is_finite)
    }
}

/// Reads a map. Its values can be null, like fields.
struct Map<K, V>(PhantomData<(K, V)>);

impl<'de, K: Ord + DeserializeOwned, V: Field> Visitor<'de> for Map<K, V> {
    type Value = BTreeMap<K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut map = BTreeMap::new();
        while let Some(key) = object.next_key()? {
            // Of a repeated key, the last value counts.
            map.insert(key, absent::read(&mut object)?);
        }
        Ok(map)
    }
}
