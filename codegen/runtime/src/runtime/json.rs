//! JSON: a reader that is faster than `serde_json`, and the location of a value in a text.

pub(crate) mod location;
pub(crate) mod reader;
