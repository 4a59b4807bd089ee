//! The part of the client that does not depend on the API.
//!
//! An endpoint declares a [`Request`](request::Request). The [`Client`](client::Client) sends it
//! through a [`Transport`](transport::Transport), with the retries that the
//! [`RetryPolicy`](retry::RetryPolicy) allows. The caller gets a [`Response`](response::Response)
//! or an [`Error`](error::Error). Each of the other modules implements one small part of requests
//! and responses.

pub(crate) mod absent;
pub(crate) mod auth;
pub(crate) mod base64_bytes;
pub(crate) mod base_url;
pub(crate) mod basic_auth;
#[cfg(feature = "blocking")]
pub mod blocking;
pub(crate) mod byte_stream;
pub(crate) mod call;
pub(crate) mod client;
pub(crate) mod constraints;
pub(crate) mod custom_request;
pub(crate) mod date;
pub(crate) mod deadline;
pub(crate) mod decimal;
pub(crate) mod error;
pub(crate) mod error_body;
pub(crate) mod error_keys;
pub(crate) mod event_parser;
pub(crate) mod event_stream;
pub(crate) mod extra;
pub(crate) mod form;
pub(crate) mod id;
pub(crate) mod integer_enum;
pub(crate) mod internally_tagged;
pub(crate) mod into_option;
pub(crate) mod joined;
pub(crate) mod json;
pub(crate) mod json_object;
pub(crate) mod look_ahead;
pub(crate) mod map;
pub(crate) mod multipart;
pub(crate) mod object;
pub(crate) mod open_enum;
pub(crate) mod optional_body;
pub(crate) mod paging;
pub(crate) mod query_auth;
pub(crate) mod raw_body;
pub(crate) mod receive;
pub(crate) mod received;
pub(crate) mod redacted;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod response_header;
pub(crate) mod retry;
pub(crate) mod retry_after;
pub(crate) mod retry_budget;
pub(crate) mod serialize;
pub(crate) mod servers;
pub(crate) mod tagged;
pub mod testing;
pub(crate) mod text;
pub(crate) mod timestamp;
pub(crate) mod token_source;
pub(crate) mod trace;
pub mod transport;
pub(crate) mod unix_time;
pub(crate) mod untagged;
pub(crate) mod uuid;
pub(crate) mod value_body;
pub(crate) mod variant;
