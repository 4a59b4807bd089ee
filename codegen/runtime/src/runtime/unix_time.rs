//! Moments in time as numbers of seconds.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::runtime::absent::Field;
use crate::runtime::into_option;

/// A moment in time, in whole seconds since 1970-01-01 00:00 UTC.
///
/// Create one from an `i64` or a [`SystemTime`]. With the feature `jiff`, `TryFrom` and `From`
/// convert between it and a `jiff::Timestamp`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnixTime(i64);

impl UnixTime {
    /// Returns the seconds since 1970-01-01 00:00 UTC, negative for a moment before that.
    #[must_use]
    pub fn as_seconds(self) -> i64 {
        self.0
    }

    /// Returns the moment as a [`SystemTime`], or `None` if it is out of the range of that type.
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.0.unsigned_abs());
        if self.0 < 0 {
            SystemTime::UNIX_EPOCH.checked_sub(distance)
        } else {
            SystemTime::UNIX_EPOCH.checked_add(distance)
        }
    }
}

impl From<i64> for UnixTime {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<SystemTime> for UnixTime {
    /// Drops the fraction of a second.
    fn from(moment: SystemTime) -> Self {
        let seconds = |distance: Duration| i64::try_from(distance.as_secs()).unwrap_or(i64::MAX);
        Self(match moment.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => seconds(after),
            Err(before) => {
                let before = before.duration();
                let fraction = i64::from(before.subsec_nanos() > 0);
                (-seconds(before)).saturating_sub(fraction)
            }
        })
    }
}

impl fmt::Display for UnixTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for UnixTime {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        text.parse().map(Self)
    }
}

impl Serialize for UnixTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for UnixTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        i64::deserialize(deserializer).map(Self)
    }
}

impl Field for UnixTime {
    const ABSENT: Option<fn() -> Self> = Some(Self::default);
}

into_option::converted!(UnixTime: [] i64, [] SystemTime);

#[cfg(feature = "jiff")]
impl From<jiff::Timestamp> for UnixTime {
    /// Drops the fraction of a second.
    fn from(moment: jiff::Timestamp) -> Self {
        Self(moment.as_second())
    }
}

#[cfg(feature = "jiff")]
impl TryFrom<UnixTime> for jiff::Timestamp {
    type Error = jiff::Error;

    fn try_from(moment: UnixTime) -> Result<Self, jiff::Error> {
        Self::from_second(moment.0)
    }
}
