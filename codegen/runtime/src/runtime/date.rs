//! Dates as text.

use crate::runtime::text;

/// A date in RFC 3339: `2021-12-29`.
///
/// A date contains the exact text of the service, unchecked. It compares as text, which is the
/// chronological order. With the feature `jiff`, `TryFrom` and `From` convert between a date and a
/// `jiff::civil::Date`. For other crates, convert the text:
///
/// - `chrono` has `NaiveDate::from_str(date.as_str())` and `Date::from(day.to_string())`.
/// - `time` has `Date::parse(date.as_str(), &Iso8601::DATE)` and
///   `Date::from(day.format(&Iso8601::DATE)?)`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(String);

text::unchecked!(Date);

#[cfg(feature = "jiff")]
impl From<jiff::civil::Date> for Date {
    fn from(day: jiff::civil::Date) -> Self {
        Self(day.to_string())
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<&Date> for jiff::civil::Date {
    type Error = jiff::Error;

    fn try_from(text: &Date) -> Result<Self, jiff::Error> {
        text.0.parse()
    }
}
