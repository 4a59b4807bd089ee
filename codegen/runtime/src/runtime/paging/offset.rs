//! Lists whose pages start behind a number of items.

use crate::runtime::paging::count::Count;

/// What a page shows of its list.
pub(crate) struct Seen {
    /// How many items the page has.
    pub(crate) items: usize,
    /// How many items the page could have, if it says so. Some services leave items out of a page,
    /// and count them all the same.
    pub(crate) limit: Option<i64>,
    /// How many items the list has, if the page says so.
    pub(crate) total: Option<i64>,
}

/// The number of items before the page after the one behind `offset` items, or after the first.
///
/// An empty page is the last one, and so is one after which the number has no value of its type. A
/// count of 0 on a page with items is absent.
pub(crate) fn next<N: Count>(offset: Option<N>, seen: &Seen) -> Option<String> {
    let limit = seen.limit.filter(|limit| *limit > 0);
    let step = limit.or_else(|| i64::try_from(seen.items).ok())?;
    let offset = match offset {
        Some(offset) => offset.try_into().ok()?,
        None => 0_i64,
    };
    let next = offset.checked_add(step)?;
    N::try_from(next).ok()?;
    let total = seen.total.filter(|total| *total > 0);
    let is_last = seen.items == 0 || total.is_some_and(|total| next >= total);
    (!is_last).then(|| next.to_string())
}
