//! How fast calls may follow each other.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Interval, MissedTickBehavior, interval};

const MINUTE: Duration = Duration::from_secs(60);

/// How many calls may be made.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Within a minute.
    pub per_minute: NonZeroU32,
    /// At a time.
    pub concurrency: NonZeroUsize,
}

impl Default for Limits {
    /// 600 a minute, 8 at a time.
    fn default() -> Self {
        Self {
            per_minute: NonZeroU32::MIN.saturating_add(599),
            concurrency: NonZeroUsize::MIN.saturating_add(7),
        }
    }
}

/// Keeps the calls apart, so that they stay within the rate limit. What the client tries again comes on top, and waits as
/// long as the service says.
#[derive(Debug)]
pub struct Pace(Mutex<Interval>);

impl Pace {
    /// The pace of this many calls a minute.
    #[must_use]
    pub fn new(per_minute: NonZeroU32) -> Self {
        let mut interval = interval(MINUTE / per_minute.get());
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self(Mutex::new(interval))
    }

    /// Waits until the next call may be made.
    pub async fn wait(&self) {
        self.0.lock().await.tick().await;
    }
}
