//! Lists whose pages start behind a number of items.

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
/// An empty page is the last one. A count of 0 on a page with items is absent.
pub(crate) fn next(offset: Option<i64>, seen: &Seen) -> Option<String> {
    let limit = seen.limit.filter(|limit| *limit > 0);
    let step = limit.or_else(|| i64::try_from(seen.items).ok())?;
    let next = offset.unwrap_or(0).checked_add(step)?;
    let total = seen.total.filter(|total| *total > 0);
    let is_last = seen.items == 0 || total.is_some_and(|total| next >= total);
    (!is_last).then(|| next.to_string())
}
