//! UUIDs, as text.

use serde::{Deserialize, Deserializer};

use crate::runtime::absent::Field;
use crate::runtime::text;

/// A UUID, as RFC 9562 writes it: `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
///
/// It holds the text exactly as it came, unchecked, and compares as text. For the `uuid` crate,
/// convert the text: `uuid::Uuid::try_parse(id.as_str())` and `Uuid::from(id.to_string())`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(String);

text::newtype!(Uuid);

impl<'de> Deserialize<'de> for Uuid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Field for Uuid {
    const ABSENT: Option<fn() -> Self> = Some(|| Self(String::new()));
}
