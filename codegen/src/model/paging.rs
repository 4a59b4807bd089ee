//! Paging: how to get all pages of a list.

use super::{Field, Ty};
use crate::name::Name;

/// How to get all pages of a list.
#[derive(Debug, PartialEq)]
pub struct Paging {
    /// How one page leads to the next.
    pub next: NextPage,
    /// The field of a page that says whether it is the last.
    pub end: Option<End>,
    /// The way to the items of a page. It is empty where the body is the list.
    pub items: Vec<PathField>,
    /// The type of an item.
    pub item: Ty,
}

impl Paging {
    /// The ways to all values of a page that it names.
    pub(crate) fn ways(&self) -> Vec<&[PathField]> {
        let mut ways = vec![self.items.as_slice()];
        match &self.next {
            NextPage::Cursor { next: way, .. }
            | NextPage::LastId { id: way, .. }
            | NextPage::Url { next: way, .. } => ways.push(way),
            NextPage::Number { pages, .. } => ways.extend(pages.as_deref()),
            NextPage::Offset { limit, total, .. } => {
                ways.extend(limit.as_deref());
                ways.extend(total.as_deref());
            }
            NextPage::Link { .. } => {}
        }
        match &self.end {
            Some(End::More(way) | End::Done(way)) => ways.push(way),
            None => {}
        }
        ways
    }
}

/// How one page leads to the next.
#[derive(Debug, PartialEq)]
pub enum NextPage {
    /// A field of each page holds the cursor of the next one.
    Cursor {
        /// The parameter that selects a page.
        param: PageParam,
        /// The way to the cursor or URL of the next page.
        next: Vec<PathField>,
        /// The type of the field.
        ty: Ty,
    },
    /// Pages have numbers.
    Number {
        /// The parameter that selects a page.
        param: PageParam,
        /// The number of the first page.
        first: u32,
        /// The way to the number of pages.
        pages: Option<Vec<PathField>>,
    },
    /// A page starts behind a number of items.
    Offset {
        /// The parameter that selects a page.
        param: PageParam,
        /// The way to the number of items that the page can have.
        limit: Option<Vec<PathField>>,
        /// The way to the number of all items.
        total: Option<Vec<PathField>>,
    },
    /// A page starts behind the item with an id.
    LastId {
        /// The parameter that selects a page.
        param: PageParam,
        /// The way from an item to its id.
        id: Vec<PathField>,
        /// The type of the id.
        ty: Ty,
    },
    /// A header holds the URL of the next page.
    Link {
        /// The relation type of the link.
        relation: String,
        /// The method that takes the URL of a page.
        resume: Name,
    },
    /// A field of each page holds the URL of the next one.
    Url {
        /// The way to the cursor or URL of the next page.
        next: Vec<PathField>,
        /// The method that takes the URL of a page.
        resume: Name,
    },
}

impl NextPage {
    /// The method that takes the URL of a page, where pages are selected by URL.
    pub(crate) fn resume(&self) -> Option<&Name> {
        match self {
            Self::Link { resume, .. } | Self::Url { resume, .. } => Some(resume),
            _ => None,
        }
    }
}

/// The parameter that selects a page.
#[derive(Debug, PartialEq)]
pub struct PageParam {
    /// The name in Rust.
    pub name: Name,
    /// The method that sets it.
    pub(crate) setter: Name,
    /// Its type, without the `?`.
    pub ty: Ty,
}

/// How a page says whether it is the last.
#[derive(Debug, PartialEq)]
pub enum End {
    /// The way to a boolean: whether pages follow.
    More(Vec<PathField>),
    /// The way to a boolean: whether no page follows.
    Done(Vec<PathField>),
}

/// A field on the way from a body to a value in it.
#[derive(Debug, PartialEq)]
pub struct PathField {
    /// The key in JSON.
    pub key: String,
    pub(crate) name: Name,
    pub(crate) is_optional: bool,
    pub(crate) is_deprecated: bool,
}

impl PathField {
    pub(crate) fn of(field: &Field) -> Self {
        Self {
            key: field.key.clone(),
            name: field.name.clone(),
            is_optional: field.ty.is_optional(),
            is_deprecated: field.deprecated.is_some(),
        }
    }
}
