//! JSON: a reader that is faster than `serde_json`, the location of a value in a text, and the text
//! of a value.

mod fault;
mod fields;
pub(crate) mod location;
pub(crate) mod names;
mod number;
pub(crate) mod reader;
mod scan;
mod skip;
pub(crate) mod text;
