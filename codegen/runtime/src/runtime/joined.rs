//! Lists as one text, with commas between the items.

#![allow(
    dead_code,
    reason = "not every API has lists in every part of a request"
)]

use std::fmt::Display;

use crate::runtime::absent::Field;
use crate::runtime::request::{Request, encode};

impl Request {
    /// Like [`path_param`](Self::path_param), with all `values`: `/1,2`. At least one value is
    /// required.
    pub(crate) fn path_list<'a, T: Field + Display + 'a>(
        self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        let (request, items) = self.texts(name, values);
        request.with_encoded_path_param(name, &encoded(&items))
    }

    /// Adds `name=1,2` to the query, unless `values` is empty.
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

    /// Sets the header `name` to `1,2`, unless `values` is empty. Rejects an item with a comma,
    /// because a header has no escape for commas.
    pub(crate) fn header_list<'a, T: Field + Display + 'a>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        let (request, items) = self.texts(name, values);
        if items.is_empty() {
            request
        } else if items.iter().any(|item| item.contains(',')) {
            request.refuse(format_args!("an item of `{name}` contains a comma"))
        } else {
            request.with_header(name, &items.join(","))
        }
    }

    /// Returns the text of each value.
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

/// Returns the items, percent-encoded, with commas between them.
fn encoded(items: &[String]) -> String {
    let items: Vec<_> = items.iter().map(|item| encode(item).to_string()).collect();
    items.join(",")
}
