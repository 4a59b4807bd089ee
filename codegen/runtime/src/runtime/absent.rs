//! Fields that are not there: an absent or null one reads as the empty value of its type, if that has one, and one that is
//! not set is left out.

use serde::Serialize;
use serde::de::{DeserializeOwned, MapAccess};
use serde_json::Value;

/// A type that a field of an object can have.
#[allow(dead_code, reason = "an API need not have fields")]
pub(crate) trait Field: DeserializeOwned + Serialize {
    /// Makes what an absent one reads as, and null; `None` if it has to be there.
    const ABSENT: Option<fn() -> Self> = None;

    /// Reads the value that comes next in `object`.
    fn read<'de, A: MapAccess<'de>>(object: &mut A) -> Result<Self, A::Error> {
        match Self::ABSENT {
            Some(absent) => Ok(object.next_value::<Option<Self>>()?.unwrap_or_else(absent)),
            None => object.next_value(),
        }
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

impl Field for String {
    const ABSENT: Option<fn() -> Self> = Some(Self::new);
}

impl Field for bool {
    const ABSENT: Option<fn() -> Self> = Some(|| false);
}

impl Field for i64 {
    const ABSENT: Option<fn() -> Self> = Some(|| 0);
}

impl Field for f64 {
    const ABSENT: Option<fn() -> Self> = Some(|| 0.0);
}

impl Field for Value {
    const ABSENT: Option<fn() -> Self> = Some(|| Self::Null);
}

impl<T: DeserializeOwned + Serialize> Field for Vec<T> {
    const ABSENT: Option<fn() -> Self> = Some(Self::new);
}

impl<T: Field> Field for Option<T> {
    const ABSENT: Option<fn() -> Self> = Some(|| None);

    fn read<'de, A: MapAccess<'de>>(object: &mut A) -> Result<Self, A::Error> {
        let value: Self = object.next_value()?;
        Ok(value.filter(|value| !value.is_blank()))
    }

    fn is_unset(&self) -> bool {
        self.is_none()
    }
}

impl<T: Field> Field for Box<T> {}
