//! Typed headers of responses.

#![allow(dead_code, reason = "not every API has headers of all types")]

use std::str::FromStr;

use crate::runtime::response::Meta;

impl Meta {
    /// Returns the text of the first header `name`, or `None` if it is absent or not ASCII.
    pub(crate) fn header_text(&self, name: &str) -> Option<&str> {
        self.headers().get(name)?.to_str().ok()
    }

    /// Returns the value of the first header `name`, or `None` if it is absent or has another type.
    pub(crate) fn header<T: FromStr>(&self, name: &str) -> Option<T> {
        self.header_text(name)?.parse().ok()
    }
}
