//! JSON, read with less work than `serde_json`, and places in it, named as people name them.

pub(crate) mod place;
pub(crate) mod reader;
