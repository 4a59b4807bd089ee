//! The hand-written half of every generated client, as a crate of its own, so that it is ordinary Rust to editors, clippy
//! and tests.
//!
//! The generator copies the files of `src/` into each client it writes, all but two: this one and `api.rs`, in whose
//! place it writes what the spec says. The story, from the caller inwards: an endpoint declares a request
//! (`request.rs`), the [`Client`] sends it (`client.rs`) through a [`transport`], and what comes back is a [`Response`] or
//! an [`Error`]. The other files are each one small idea that emitted types are made of.

mod api;
#[allow(dead_code, reason = "an API uses one kind of credentials")]
mod auth;
mod base_url;
mod client;
mod deadline;
mod error;
mod json_object;
#[allow(dead_code, reason = "not every API has all kinds of fields")]
mod lenient;
#[allow(dead_code, reason = "not every API has enums in its responses")]
mod open_enum;
#[allow(dead_code, reason = "not every API is paged")]
mod paging;
#[allow(dead_code, reason = "not every API has all kinds of parameters")]
mod request;
mod response;
#[allow(dead_code, reason = "not every API has enums that carry values")]
mod tagged;
mod timestamp;
pub mod transport;

pub use api::*;
pub use client::{Client, ClientBuilder};
pub use error::Error;
pub use json_object::JsonObject;
pub use open_enum::Unrecognized;
pub use paging::ItemStream;
pub use response::Response;
pub use tagged::UnrecognizedVariant;
pub use timestamp::Timestamp;
