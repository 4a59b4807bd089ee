//! Lists with numbered pages.

use crate::runtime::paging::count::{self, Count};

/// The facts about a list that one of its pages contains.
pub(crate) struct Seen {
    /// The number of the first page of the list.
    pub(crate) first: i64,
    /// The number of items of the page.
    pub(crate) items: usize,
    /// The number of pages of the list, if the page contains it.
    pub(crate) pages: Option<i64>,
}

/// Returns the number of the page after `page`, or after the first page.
///
/// An empty page is the last one, and so is the page with the greatest number of the type. A count
/// of 0 on a page with items counts as absent.
pub(crate) fn next<N: Count>(page: Option<N>, seen: &Seen) -> Option<String> {
    let next = count::after(page, seen.first, 1)?;
    let pages = seen.pages.filter(|pages| *pages > 0);
    let is_last =
        seen.items == 0 || pages.is_some_and(|pages| next.saturating_sub(seen.first) >= pages);
    (!is_last).then(|| next.to_string())
}
