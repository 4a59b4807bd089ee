//! The moment when a call, or one attempt of it, times out.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

/// The subject of a timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Call,
    Attempt,
}

/// A timeout that has begun to run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    scope: Scope,
    timeout: Duration,
    /// `None` if the timeout is longer than the clock can count.
    at: Option<Instant>,
}

/// The error of a [`Deadline`] that has passed.
#[derive(Debug)]
pub(crate) struct Elapsed {
    pub(crate) scope: Scope,
    pub(crate) timeout: Duration,
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.scope {
            Scope::Call => "",
            Scope::Attempt => "the attempt ",
        };
        write!(f, "{what}timed out after {:?}", self.timeout)
    }
}

impl Deadline {
    /// Returns the deadline of a call that begins now.
    pub(crate) fn of_call(timeout: Duration) -> Self {
        Self {
            scope: Scope::Call,
            timeout,
            at: Instant::now().checked_add(timeout),
        }
    }

    /// Returns the deadline of an attempt that begins now. It is no later than the deadline of the
    /// call.
    pub(crate) fn of_attempt(self, timeout: Option<Duration>) -> Self {
        match timeout {
            Some(timeout) if self.allows(timeout) => Self {
                scope: Scope::Attempt,
                ..Self::of_call(timeout)
            },
            _ => self,
        }
    }

    /// Whether more time than `wait` is left.
    pub(crate) fn allows(self, wait: Duration) -> bool {
        let left = self.at.map_or(Duration::MAX, |at| {
            at.saturating_duration_since(Instant::now())
        });
        wait < left
    }

    /// Waits for `future` until the deadline.
    pub(crate) async fn limit<F: Future>(self, future: F) -> Result<F::Output, Elapsed> {
        match self.at {
            Some(at) => timeout_at(at, future).await.map_err(|_| Elapsed {
                scope: self.scope,
                timeout: self.timeout,
            }),
            None => Ok(future.await),
        }
    }
}
