//! Lists whose pages start after a number of items.

use crate::runtime::paging::count::{self, Count};

/// The facts about a list that one of its pages contains.
pub(crate) struct Seen {
    /// The number of items of the page.
    pub(crate) items: usize,
    /// The size of a page, if the page contains it. Some services omit items from a page but count
    /// them.
    pub(crate) limit: Option<i64>,
    /// The number of items of the list, if the page contains it.
    pub(crate) total: Option<i64>,
}

/// Returns the offset of the page after the page at `offset`, or after the first page.
///
/// An empty page is the last one, and so is a page whose next offset exceeds the type. A count of 0
/// on a page with items counts as absent.
pub(crate) fn next<N: Count>(offset: Option<N>, seen: &Seen) -> Option<String> {
    let limit = seen.limit.filter(|limit| *limit > 0);
    let step = limit.or_else(|| i64::try_from(seen.items).ok())?;
    let next = count::after(offset, 0, step)?;
    let total = seen.total.filter(|total| *total > 0);
    let is_last = seen.items == 0 || total.is_some_and(|total| next >= total);
    (!is_last).then(|| next.to_string())
}
