//! The hand-written half of every generated client, as a crate of its own, so that it is ordinary Rust to editors, clippy
//! and tests.
//!
//! The generator copies `src/runtime.rs` and the files of `src/runtime/` into each client it writes; `client.rs` stands in for
//! what it writes beside them. The story, from the caller inwards: an endpoint declares a request
//! (`request.rs`), the [`Client`] sends it (`client.rs`) through a [`transport`], as often as it takes (`retry.rs`), and
//! what comes back is a [`Response`] or an [`Error`]. The other files are each one small idea that emitted types are made
//! of.

mod client;
mod runtime;

pub use client::error_type::ErrorType;
pub use client::*;
#[cfg(feature = "blocking")]
pub use runtime::blocking;
pub use runtime::client::{Client, ClientBuilder};
pub use runtime::error::Error;
pub use runtime::json_object::JsonObject;
pub use runtime::open_enum::Unrecognized;
pub use runtime::paging::{ItemStream, PageStream};
pub use runtime::response::{Meta, Response};
pub use runtime::retry::RetryPolicy;
pub use runtime::tagged::UnrecognizedVariant;
pub use runtime::timestamp::Timestamp;
pub use runtime::{testing, transport};
