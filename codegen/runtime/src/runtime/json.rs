//! JSON: a reader that does less work than `serde_json`, and the location of a value in a text.

pub(crate) mod location;
pub(crate) mod reader;
