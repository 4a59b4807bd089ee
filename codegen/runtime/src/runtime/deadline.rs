//! The moment at which a call, or one attempt of it, is given up.

use std::fmt;
use std::time::Duration;

use tokio::time::{Instant, timeout_at};

/// What a timeout is for.
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
    /// `None` where the timeout is longer than the clock can count.
    at: Option<Instant>,
}

/// The time of a [`Deadline`] is over.
#[derive(Debug)]
pub(crate) struct Elapsed {
    pub(crate) scope: Scope,
    pub(crate) timeout: Duration,
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.scope {
            Scope::Call => "",
            Scope::Attempt => "the attempt was ",
        };
        write!(f, "{what}not done after {:?}", self.timeout)
    }
}

impl Deadline {
    /// The end of a call that begins now.
    pub(crate) fn of_call(timeout: Duration) -> Self {
        Self {
            scope: Scope::Call,
            timeout,
            at: Instant::now().checked_add(timeout),
        }
    }

    /// The end of an attempt that begins now and may take as long as `timeout`, but not beyond the
    /// end of its call.
    pub(crate) fn of_attempt(self, timeout: Option<Duration>) -> Self {
        match timeout {
            Some(timeout) if self.allows(timeout) => Self {
                scope: Scope::Attempt,
                ..Self::of_call(timeout)
            },
            _ => self,
        }
    }

    /// Whether there is more time left than `wait`.
    pub(crate) fn allows(self, wait: Duration) -> bool {
        let left = self.at.map_or(Duration::MAX, |at| {
            at.saturating_duration_since(Instant::now())
        });
        wait < left
    }

    /// Waits for `future`, but no longer than to the deadline.
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
