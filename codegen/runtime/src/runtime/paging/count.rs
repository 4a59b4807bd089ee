//! Counts of items and pages, which an API can declare as numbers of any size.

/// A type of whole numbers. The walk through pages counts in `i64`.
pub(crate) trait Count: TryInto<i64> + TryFrom<i64> {}

impl<T: TryInto<i64> + TryFrom<i64>> Count for T {}

/// The count, if there is one in the range of `i64`.
#[allow(dead_code, reason = "an API need not have pages with counts")]
pub(crate) fn count(count: Option<impl Count>) -> Option<i64> {
    count?.try_into().ok()
}
