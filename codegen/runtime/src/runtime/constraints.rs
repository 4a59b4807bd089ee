//! Constraints of parameters. A call checks them before it sends a request.
//!
//! Each check takes a text for the error, and the values: none for an absent parameter, and all
//! items of a list.

#![allow(dead_code, reason = "not every API has all kinds of constraints")]

use std::collections::HashSet;
use std::fmt::Display;
use std::ops::{RangeBounds, Rem};

use crate::runtime::request::Request;

impl Request {
    /// Rejects a value that is not in `range`.
    pub(crate) fn check_range<'a, T: PartialOrd + 'a>(
        self,
        rule: &str,
        values: impl IntoIterator<Item = &'a T>,
        range: impl RangeBounds<T>,
    ) -> Self {
        self.check_all(rule, values, |value| range.contains(value))
    }

    /// Rejects a value that is not a multiple of `step`.
    pub(crate) fn check_multiple_of<'a, T>(
        self,
        rule: &str,
        values: impl IntoIterator<Item = &'a T>,
        step: T,
    ) -> Self
    where
        T: Copy + Default + PartialEq + Rem<Output = T> + 'a,
    {
        self.check_all(rule, values, |value| *value % step == T::default())
    }

    /// Rejects a text whose length in characters is not in `range`.
    pub(crate) fn check_length<'a, T: AsRef<str> + 'a>(
        self,
        rule: &str,
        values: impl IntoIterator<Item = &'a T>,
        range: impl RangeBounds<usize>,
    ) -> Self {
        let length = |value: &T| value.as_ref().chars().count();
        self.check_all(rule, values, |value| range.contains(&length(value)))
    }

    /// Rejects a list whose number of items is not in `range`.
    pub(crate) fn check_items<'a, T: 'a>(
        self,
        rule: &str,
        lists: impl IntoIterator<Item = &'a Vec<T>>,
        range: impl RangeBounds<usize>,
    ) -> Self {
        self.check_all(rule, lists, |list| range.contains(&list.len()))
    }

    /// Rejects a list with two equal items.
    pub(crate) fn check_unique_items<'a, T: Display + 'a>(
        self,
        rule: &str,
        lists: impl IntoIterator<Item = &'a Vec<T>>,
    ) -> Self {
        self.check_all(rule, lists, |list| {
            let mut seen = HashSet::with_capacity(list.len());
            list.iter().all(|item| seen.insert(item.to_string()))
        })
    }

    fn check_all<'a, T: 'a>(
        self,
        rule: &str,
        values: impl IntoIterator<Item = &'a T>,
        check: impl Fn(&T) -> bool,
    ) -> Self {
        if values.into_iter().all(check) {
            self
        } else {
            self.refuse(format_args!("{rule}"))
        }
    }
}
