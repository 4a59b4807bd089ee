//! JSON: a reader that is faster than `serde_json`, the location of a value in a text, and the text
//! of a value.

pub(crate) mod location;
pub(crate) mod reader;
pub(crate) mod text;
