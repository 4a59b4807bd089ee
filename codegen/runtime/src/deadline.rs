//! The moment at which a call is given up.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::error::Error;

/// A timeout that has begun to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    timeout: Duration,
    /// `None` where the timeout is longer than the clock can count.
    at: Option<Instant>,
}

impl Deadline {
    pub(crate) fn after(timeout: Duration) -> Self {
        Self {
            timeout,
            at: Instant::now().checked_add(timeout),
        }
    }

    /// Waits for `future`, but no longer than to the deadline.
    pub(crate) async fn limit<F: Future>(self, future: F) -> Result<F::Output, Error> {
        match self.at {
            Some(at) => timeout_at(at, future)
                .await
                .map_err(|_| Error::timeout(self.timeout)),
            None => Ok(future.await),
        }
    }
}
