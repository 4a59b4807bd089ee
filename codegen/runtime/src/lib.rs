//! The hand-written half of every generated client, as a crate of its own, so that it is ordinary Rust to editors, clippy
//! and tests.
//!
//! The generator copies the files of `src/` into each client it writes, all but two: this one and `api.rs`, in whose
//! place it writes what the spec says. The story, from the caller inwards: an endpoint declares a request
//! (`request.rs`), the [`Client`] sends it (`client.rs`) through a [`transport`], as often as it takes (`retry.rs`), and
//! what comes back is a [`Response`] or an [`Error`]. The other files are each one small idea that emitted types are made
//! of.

mod absent;
mod api;
mod auth;
mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod deadline;
mod error;
mod id;
mod json_object;
mod json_place;
mod json_reader;
mod object;
mod open_enum;
mod paging;
mod redacted;
mod request;
mod response;
mod retry;
mod tagged;
pub mod testing;
mod timestamp;
mod trace;
pub mod transport;

pub use api::*;
pub use client::{Client, ClientBuilder};
pub use error::Error;
pub use json_object::JsonObject;
pub use open_enum::Unrecognized;
pub use paging::{ItemStream, PageStream};
pub use response::Response;
pub use retry::RetryPolicy;
pub use tagged::UnrecognizedVariant;
pub use timestamp::Timestamp;
