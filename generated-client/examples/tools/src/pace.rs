//! The pace of calls.

use std::num::{NonZeroU32, NonZeroUsize};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Interval, MissedTickBehavior, interval};

const MINUTE: Duration = Duration::from_secs(60);

/// The limits of calls.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The most calls in a minute.
    pub per_minute: NonZeroU32,
    /// The most calls at a time.
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

/// Spaces the calls, so that they stay within the rate limit. Retries of the client are extra. They wait as long as the
/// service asks.
#[derive(Debug)]
pub struct Pace(Mutex<Interval>);

impl Pace {
    /// Creates a pace of this number of calls a minute.
    #[must_use]
    pub fn new(per_minute: NonZeroU32) -> Self {
        let mut interval = interval(MINUTE / per_minute.get());
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self(Mutex::new(interval))
    }

    /// Waits for the time of the next call.
    pub async fn wait(&self) {
        self.0.lock().await.tick().await;
    }
}
