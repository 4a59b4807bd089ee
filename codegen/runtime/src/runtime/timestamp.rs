//! Timestamps as text.

use crate::runtime::text;

/// A moment in time, in RFC 3339: `2021-12-29T12:33:09Z`.
///
/// A timestamp contains the exact text of the service, unchecked, and compares as text. For
/// arithmetic, order and checks, convert it to a type of a crate for dates and times. With the
/// feature `jiff`, `TryFrom` and `From` convert between a timestamp and a `jiff::Timestamp`. For
/// other crates, convert the text:
///
/// - `chrono` has `DateTime::parse_from_rfc3339(timestamp.as_str())` and
///   `Timestamp::from(date_time.to_rfc3339())`.
/// - `time` has `OffsetDateTime::parse(timestamp.as_str(), &Rfc3339)` and
///   `Timestamp::from(date_time.format(&Rfc3339)?)`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Timestamp(String);

text::unchecked!(Timestamp);

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
