//! What is the same for every API: how requests are made, sent and repeated, and how responses are read.

pub(crate) mod absent;
pub(crate) mod auth;
pub(crate) mod base_url;
#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod client;
pub(crate) mod deadline;
pub(crate) mod error;
pub(crate) mod error_keys;
pub(crate) mod id;
pub(crate) mod json_object;
pub(crate) mod json_place;
pub(crate) mod json_reader;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod paging;
pub(crate) mod redacted;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod retry;
pub(crate) mod tagged;
pub mod testing;
pub(crate) mod timestamp;
pub(crate) mod trace;
pub mod transport;
