//! Lists in one piece of text, with commas between their items.

#![allow(
    dead_code,
    reason = "an API need not have lists in every part of a request"
)]

use std::fmt::Display;

use crate::runtime::absent::Field;
use crate::runtime::request::{Request, encode};

impl Request {
    /// As [`path_param`](Self::path_param), with all `values`: `/1,2`. There has to be one.
    pub(crate) fn path_list<'a, T: Field + Display + 'a>(
        self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        let (request, items) = self.texts(name, values);
        request.with_encoded_path_param(name, &encoded(&items))
    }

    /// Adds `name=1,2` to the query, unless there are no `values`.
    pub(crate) fn query_list<'a, T: Field + Display + 'a>(
        self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        let (request, items) = self.texts(name, values);
        if items.is_empty() {
            return request;
        }
        request.with_encoded_query(&format!("{}={}", encode(name), encoded(&items)))
    }

    /// Sets the header `name` to `1,2`, unless there are no `values`. A header has no escape for a
    /// comma, so no item can have one.
    pub(crate) fn header_list<'a, T: Field + Display + 'a>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        let (request, items) = self.texts(name, values);
        if items.is_empty() {
            request
        } else if items.iter().any(|item| item.contains(',')) {
            request.refuse(format_args!("an item of `{name}` holds a comma"))
        } else {
            request.with_header(name, &items.join(","))
        }
    }

    /// The text of each value.
    fn texts<'a, T: Field + Display + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> (Self, Vec<String>) {
        let mut texts = Vec::new();
        for value in values {
            self = self.check(name, value);
            texts.push(value.to_string());
        }
        (self, texts)
    }
}

/// The items, percent-encoded, with commas between them.
fn encoded(items: &[String]) -> String {
    let items: Vec<_> = items.iter().map(|item| encode(item).to_string()).collect();
    items.join(",")
}
