//! Tests of the runtime through the client of the sample API. They use real HTTP with servers on loopback, except tests
//! of time and of transports.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that fails may panic"
)]

#[cfg(feature = "hyper")]
use std::error::Error as StdError;

#[cfg(all(feature = "blocking", feature = "hyper"))]
mod blocking;
#[cfg(feature = "hyper")]
mod cancelling;
#[cfg(feature = "hyper")]
mod connections;
mod custom_requests;
#[cfg(feature = "hyper")]
mod decoding;
#[cfg(feature = "hyper")]
mod error_bodies;
#[cfg(feature = "hyper")]
mod error_chains;
mod events;
mod extra;
#[cfg(feature = "hyper")]
mod fault_server;
#[cfg(feature = "hyper")]
mod faults;
#[cfg(feature = "hyper")]
mod lists;
#[cfg(feature = "hyper")]
mod matrix;
mod multipart;
#[cfg(feature = "hyper")]
mod paging;
mod properties;
#[cfg(feature = "hyper")]
mod raw_bodies;
mod reading;
#[cfg(feature = "hyper")]
mod requests;
#[cfg(feature = "hyper")]
mod response_headers;
mod retries;
mod retry_budget;
#[cfg(feature = "hyper")]
mod server;
mod settings;
mod streams;
mod testing;
#[cfg(feature = "hyper")]
mod tls;
#[cfg(feature = "tracing")]
mod tracing;
mod unions;
mod untagged;
mod values;

/// Returns the causes of `error`, outermost first.
#[cfg(feature = "hyper")]
fn causes(error: &dyn StdError) -> impl Iterator<Item = &(dyn StdError + 'static)> {
    std::iter::successors(error.source(), |&error| error.source())
}
