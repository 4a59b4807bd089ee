//! Simulates latency, failures and a rate limit.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use fastrand::Rng;
use tokio::time::{Instant, sleep};

use crate::Options;
use crate::error::ApiError;
use crate::outcome::Outcome;

/// The seed of the failures. It is fixed, so that the same calls fail every time.
const SEED: u64 = 0x5eed;

const MINUTE: Duration = Duration::from_secs(60);

pub(crate) struct Misbehaviour {
    latency: Duration,
    error_rate: f64,
    rate_limit: u32,
    state: Mutex<State>,
}

struct State {
    rng: Rng,
    /// The time at which the calls so far no longer count against the rate limit.
    used_until: Instant,
}

impl Misbehaviour {
    pub(crate) fn new(options: &Options) -> Self {
        Self {
            latency: options.latency,
            error_rate: options.error_rate,
            rate_limit: options.rate_limit,
            state: Mutex::new(State {
                rng: Rng::with_seed(SEED),
                used_until: Instant::now(),
            }),
        }
    }

    /// Delays a call, or returns the outcome of a simulated failure.
    pub(crate) async fn meet(&self) -> Result<(), Outcome> {
        self.limit()?;
        if !self.latency.is_zero() {
            sleep(self.latency).await;
        }
        self.fail()
    }

    fn limit(&self) -> Result<(), Outcome> {
        if self.rate_limit == 0 {
            return Ok(());
        }
        let now = Instant::now();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let used_until = state.used_until.max(now) + MINUTE / self.rate_limit;
        let too_much = used_until.duration_since(now).saturating_sub(MINUTE);
        if too_much.is_zero() {
            state.used_until = used_until;
            return Ok(());
        }
        let message = format!(
            "The rate limit of {} calls a minute is exceeded.",
            self.rate_limit
        );
        let status = StatusCode::TOO_MANY_REQUESTS;
        let mut error = ApiError::new(status, "too_many_requests", message);
        error.retry_after = Some(too_much.as_secs() + u64::from(too_much.subsec_nanos() > 0));
        Err(Outcome::Refused(error))
    }

    fn fail(&self) -> Result<(), Outcome> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.rng.f64() >= self.error_rate {
            return Ok(());
        }
        let message = "The local service simulates a failure.";
        Err(match state.rng.u8(..3) {
            0 => Outcome::Refused(ApiError::internal(message)),
            1 => {
                let status = StatusCode::SERVICE_UNAVAILABLE;
                Outcome::Refused(ApiError::new(status, "server_unavailable", message))
            }
            _ => Outcome::BadGateway,
        })
    }
}
