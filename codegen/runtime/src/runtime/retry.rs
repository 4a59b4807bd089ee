//! Decides whether to retry a call, and when.
//!
//! [`Error::is_retryable`] is true if a retry is safe and can succeed. The [`RetryPolicy`] of the
//! caller limits the number of attempts and sets the waits. The service can request a longer wait
//! with `Retry-After`. The client keeps all attempts within the timeout of the call.

use std::time::Duration;

use crate::runtime::error::Error;

/// The number of attempts of a call, and the waits between them.
///
/// The wait before a retry is a random time between zero and a bound. The bound starts at
/// `base_delay`, doubles with each attempt and ends at `max_delay`. So clients that failed together
/// retry at different times. If the response has `Retry-After`, the client adds the random time to
/// that wait.
///
/// A call ends at once if the wait would outlast its timeout, or if the [retry
/// budget](crate::runtime::client::ClientBuilder::retry_budget) has too few tokens. It returns the
/// error of its last attempt.
///
/// The client retries only after an error that [is retryable](Error::is_retryable). The default is
/// 3 attempts, a `base_delay` of 100 ms and a `max_delay` of 10 s.
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
    /// Creates a policy of one attempt. A client whose token comes from a function still makes a
    /// second attempt with a new token after a 401.
    #[must_use]
    pub fn none() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts of a call, including the first. The default is 3. 0
    /// counts as 1.
    #[must_use]
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the bound of the random wait before the second attempt. The default is 100 ms. The
    /// client adds the wait in `Retry-After` to the random wait.
    #[must_use]
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the greatest bound of a random wait. The default is 10 s. The client adds the wait in
    /// `Retry-After` to the random wait.
    #[must_use]
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Whether a call can have more than one attempt.
    pub(crate) fn repeats(&self) -> bool {
        self.max_attempts > 1
    }

    /// Returns the wait before the next attempt, after `attempts` attempts. Returns `None` if the
    /// call ends.
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
