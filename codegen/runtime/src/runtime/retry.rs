//! Decides whether to retry a call, and when.
//!
//! [`Error::is_retryable`] knows whether a retry is safe and may succeed. The [`RetryPolicy`] of
//! the caller limits the number of attempts and sets the waits. The service can ask for a longer
//! wait with `Retry-After`. The client keeps all attempts within the timeout of the call.

use std::time::Duration;

use crate::runtime::error::Error;

/// How often a call is attempted, and how long to wait in between.
///
/// The wait before another attempt is a random time between zero and a bound, which starts at
/// `base_delay`, doubles with each attempt and ends at `max_delay`: so clients that failed together
/// do not come back together. Where the service asks for a wait with `Retry-After`, the random time
/// comes on top of that. A wait that would outlast the call's timeout ends the call at once, with
/// the error there is. So does an empty [retry
/// budget](crate::runtime::client::ClientBuilder::retry_budget).
///
/// Only what [`Error::is_retryable`] says is repeated. The default is 3 attempts, a `base_delay` of
/// 100 ms and a `max_delay` of 10 s.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RetryPolicy {
    max_attempts: u32,
    base_delay: Duration,
    max_delay: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 3,
            base_delay: Duration::from_millis(100),
            max_delay: Duration::from_secs(10),
        }
    }
}

impl RetryPolicy {
    /// Makes one attempt. A client whose token comes from a function still makes a second one with
    /// a new token after a 401.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Attempts a call this often at most, the first time included. 0 counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Waits this long at most before the second attempt, on top of the wait that the service asks
    /// for.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Waits this long at most before any attempt, on top of the wait that the service asks for.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Whether a call may be made more than once.
    pub(crate) fn repeats(&self) -> bool {
        self.max_attempts > 1
    }

    /// How long to wait before the next attempt, after this many; `None` if there should be none.
    pub(crate) fn wait(&self, error: &Error, attempts: u32) -> Option<Duration> {
        let again = attempts < self.max_attempts && error.is_retryable();
        again.then(|| {
            let asked = error.retry_after().unwrap_or_default();
            asked.saturating_add(self.backoff(attempts))
        })
    }

    fn backoff(&self, attempts: u32) -> Duration {
        let factor = 2_u32.saturating_pow(attempts.saturating_sub(1));
        let bound = self.base_delay.saturating_mul(factor).min(self.max_delay);
        let nanos = u64::try_from(bound.as_nanos()).unwrap_or(u64::MAX);
        Duration::from_nanos(fastrand::u64(0..=nanos))
    }
}
