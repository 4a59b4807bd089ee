//! Fields that are not there: an absent or null one reads as the empty value of its type, if that has one, and one that is
//! not set is left out.

#![allow(
    unused_imports,
    unused_macros,
    reason = "an API need not have every kind of field"
)]

use serde::Serialize;
use serde::de::{DeserializeOwned, MapAccess};
use serde_json::Value;

use crate::json_object::JsonObject;

/// A type that a field of an object can have.
pub(crate) trait Field: DeserializeOwned + Serialize {
    /// What an absent one reads as; `None` if it has to be there.
    fn absent() -> Option<Self> {
        None
    }

    /// Reads the value that comes next in `object`.
    fn read<'de, A: MapAccess<'de>>(object: &mut A) -> Result<Self, A::Error> {
        object.next_value()
    }

    /// Whether it reads as none where it is optional.
    fn is_blank(&self) -> bool {
        false
    }

    /// Whether it is left out where it is written.
    fn is_unset(&self) -> bool {
        false
    }
}

/// Has a field of the type read as `$empty` where it is absent or null.
macro_rules! empty {
    ($type:ty, $empty:expr) => {
        impl $crate::absent::Field for $type {
            fn absent() -> Option<Self> {
                Some($empty)
            }

            fn read<'de, A: ::serde::de::MapAccess<'de>>(object: &mut A) -> Result<Self, A::Error> {
                let value: Option<Self> = object.next_value()?;
                Ok(value.unwrap_or_else(|| $empty))
            }
        }
    };
}

pub(crate) use empty;

empty!(String, Self::new());
empty!(bool, false);
empty!(i64, 0);
empty!(f64, 0.0);
empty!(Value, Self::Null);

impl<T: DeserializeOwned + Serialize> Field for Vec<T> {
    fn absent() -> Option<Self> {
        Some(Self::new())
    }

    fn read<'de, A: MapAccess<'de>>(object: &mut A) -> Result<Self, A::Error> {
        let list: Option<Self> = object.next_value()?;
        Ok(list.unwrap_or_default())
    }
}

impl<T: Field> Field for Option<T> {
    fn absent() -> Option<Self> {
        Some(None)
    }

    fn read<'de, A: MapAccess<'de>>(object: &mut A) -> Result<Self, A::Error> {
        let value: Self = object.next_value()?;
        Ok(value.filter(|value| !value.is_blank()))
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

impl<T: Field> Field for Box<T> {}

impl Field for JsonObject {}
