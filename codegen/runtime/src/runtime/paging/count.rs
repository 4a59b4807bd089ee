//! Counts of items and pages. Their type in an API can be any type of whole numbers.

/// A type of whole numbers. The client counts pages and items in `i64`.
pub(crate) trait Count: TryInto<i64> + TryFrom<i64> {}

impl<T: TryInto<i64> + TryFrom<i64>> Count for T {}

/// Returns the count that is `step` more than `count`, or than `first` without a count. Returns
/// `None` if it exceeds the type.
#[allow(dead_code, reason = "an API need not have pages with numbers")]
pub(crate) fn after<N: Count>(count: Option<N>, first: i64, step: i64) -> Option<i64> {
    let count = match count {
        Some(count) => count.try_into().ok()?,
        None => first,
    };
    let next = count.checked_add(step)?;
    N::try_from(next).ok().map(|_| next)
}

/// Returns the count, if it exists and is in the range of `i64`.
#[allow(dead_code, reason = "an API need not have pages with counts")]
pub(crate) fn count(count: Option<impl Count>) -> Option<i64> {
    count?.try_into().ok()
}
