//! Tests the client of the Users API over real HTTP with a server on loopback. Some tests use a transport of their own.
//!
//! Without the feature `hyper`, the tests use reqwest. Without both features, only tests without HTTP run.

mod clients;

#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod bodies;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod endpoints;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod errors;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod parameters;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod responses;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod search;
#[cfg(any(feature = "hyper", feature = "reqwest"))]
mod server;
