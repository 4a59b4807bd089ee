//! The Users API as a caller sees it: each endpoint over real HTTP against a server on loopback, except where a
//! transport of the test's own shows more.
//!
//! Without the feature `hyper` the same tests run through reqwest; without either, only those that need no HTTP.

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
