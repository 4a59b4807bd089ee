//! The budget for retries that all calls of a client share.
//!
//! Retries help if few calls fail. If nearly all calls fail, retries multiply the load of a service
//! that is already overloaded. Therefore, each retry takes tokens from a bucket, and only
//! successful calls fill it.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::runtime::error::Error;

/// The default capacity. A client starts with a full bucket.
pub(crate) const CAPACITY: u32 = 500;

/// The tokens for a success at the first attempt. A success after a retry earns the cost of that
/// retry.
pub(crate) const SUCCESS_REWARD: u32 = 1;

const RETRY_COST: u32 = 5;

/// A timeout costs more than another failure, because it is a stronger sign of an overloaded
/// service.
const RETRY_AFTER_TIMEOUT_COST: u32 = 10;

/// A bucket of tokens.
pub(crate) struct RetryBudget {
    capacity: u32,
    tokens: AtomicU32,
}

impl RetryBudget {
    pub(crate) fn new(capacity: u32) -> Self {
        Self {
            capacity,
            tokens: AtomicU32::new(capacity),
        }
    }

    /// Takes the cost of a retry after `error` and returns it, or returns `None` if there are too
    /// few tokens.
    pub(crate) fn withdraw(&self, error: &Error) -> Option<u32> {
        let cost = if error.is_timeout() {
            RETRY_AFTER_TIMEOUT_COST
        } else {
            RETRY_COST
        };
        let taken = self
            .tokens
            .fetch_update(Relaxed, Relaxed, |tokens| tokens.checked_sub(cost));
        taken.is_ok().then_some(cost)
    }

    /// Adds `tokens`, up to the capacity.
    pub(crate) fn deposit(&self, tokens: u32) {
        let _ = self.tokens.fetch_update(Relaxed, Relaxed, |saved| {
            Some(saved.saturating_add(tokens).min(self.capacity))
        });
    }
}
