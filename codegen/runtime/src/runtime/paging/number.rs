//! Lists whose pages have numbers.

use crate::runtime::paging::count::Count;

/// What a page shows of its list.
pub(crate) struct Seen {
    /// The number of the first page of the list.
    pub(crate) first: i64,
    /// How many items the page has.
    pub(crate) items: usize,
    /// How many pages the list has, if the page says so.
    pub(crate) pages: Option<i64>,
}

/// The number of the page after the one with the number `page`, or after the first.
///
/// An empty page is the last one, and so is one whose number is the greatest of its type. A count of
/// 0 on a page with items is absent.
pub(crate) fn next<N: Count>(page: Option<N>, seen: &Seen) -> Option<String> {
    let page = match page {
        Some(page) => page.try_into().ok()?,
        None => seen.first,
    };
    let next = page.checked_add(1)?;
    N::try_from(next).ok()?;
    let pages = seen.pages.filter(|pages| *pages > 0);
    let is_last =
        seen.items == 0 || pages.is_some_and(|pages| next.saturating_sub(seen.first) >= pages);
    (!is_last).then(|| next.to_string())
}
