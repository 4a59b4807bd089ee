//! Headers of responses that have a type.

#![allow(dead_code, reason = "an API need not have headers of every type")]

use std::str::FromStr;

use crate::runtime::response::Meta;

impl Meta {
    /// The text of the header `name`, of which the first counts. `None` if it is not ASCII.
    pub(crate) fn header_text(&self, name: &str) -> Option<&str> {
        self.headers().get(name)?.to_str().ok()
    }

    /// The value of the header `name`. `None` if it is of another type.
    pub(crate) fn header<T: FromStr>(&self, name: &str) -> Option<T> {
        self.header_text(name)?.parse().ok()
    }
}
