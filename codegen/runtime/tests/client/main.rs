//! The runtime as a caller of the sample API sees it: real HTTP against servers on loopback, except where time or a
//! transport is what is tested.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that fails may panic"
)]

#[cfg(feature = "hyper")]
mod decoding;
#[cfg(feature = "hyper")]
mod faults;
#[cfg(feature = "hyper")]
mod paging;
#[cfg(feature = "hyper")]
mod requests;
#[cfg(feature = "hyper")]
mod server;
mod settings;
mod values;
