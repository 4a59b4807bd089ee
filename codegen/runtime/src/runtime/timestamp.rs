//! Moments in time, as text.

use serde::{Deserialize, Deserializer};

use crate::runtime::absent::Field;
use crate::runtime::text;

/// A moment in time, as RFC 3339 writes it: `2021-12-29T12:33:09Z`.
///
/// Holds the text exactly as it came, unchecked, and compares as text. The feature `jiff` converts it to and from
/// `jiff::Timestamp`, for arithmetic, order and checks.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

impl Timestamp {
    /// Returns the text, as the service wrote it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text::impls!(Timestamp);

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Field for Timestamp {
    const ABSENT: Option<fn() -> Self> = Some(|| Self(String::new()));
}

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for Timestamp {
    fn from(moment: jiff::Timestamp) -> Self {
        Self(moment.to_string())
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<&Timestamp> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(text: &Timestamp) -> Result<Self, jiff::Error> {
        text.0.parse()
    }
}
