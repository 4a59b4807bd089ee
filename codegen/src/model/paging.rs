//! The paging of a list.

use super::{Field, Param, Ty};
use crate::name::Name;

/// The paging of a list.
#[derive(Debug, PartialEq, Hash)]
pub struct Paging {
    /// The selection of the next page.
    pub next: NextPage,
    /// The field of a page that marks the last page.
    pub end: Option<End>,
    /// The path to the items of a page. It is empty if the body is the list.
    pub items: Vec<PathField>,
    /// The type of an item.
    pub item: Ty,
}

impl Paging {
    /// Returns the paths to all values of a page and of a request.
    pub(crate) fn ways(&self) -> Vec<&[PathField]> {
        let mut ways = vec![self.items.as_slice()];
        match &self.next {
            NextPage::Cursor {
                param, next: way, ..
            }
            | NextPage::LastId { param, id: way, .. } => ways.extend([&*param.way, way]),
            NextPage::Url { next: way, .. } => ways.push(way),
            NextPage::Number { param, pages, .. } => {
                ways.push(&param.way);
                ways.extend(pages.as_deref());
            }
            NextPage::Offset {
                param,
                limit,
                total,
            } => {
                ways.push(&param.way);
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

/// The selection of the next page.
#[derive(Debug, PartialEq, Hash)]
pub enum NextPage {
    /// A field of each page contains the cursor of the next page.
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
        /// The path to the number of pages.
        pages: Option<Vec<PathField>>,
    },
    /// A page starts after a number of items.
    Offset {
        /// The parameter that selects a page.
        param: PageParam,
        /// The path to the size of a page.
        limit: Option<Vec<PathField>>,
        /// The path to the number of all items.
        total: Option<Vec<PathField>>,
    },
    /// A page starts after the item with an id.
    LastId {
        /// The parameter that selects a page.
        param: PageParam,
        /// The path from an item to its id.
        id: Vec<PathField>,
        /// The type of the id.
        ty: Ty,
    },
    /// A header contains the URL of the next page.
    Link {
        /// The relation type of the link.
        relation: String,
        /// The method that takes the URL of a page.
        resume: Name,
    },
    /// A field of each page contains the URL of the next page.
    Url {
        /// The way to the cursor or URL of the next page.
        next: Vec<PathField>,
        /// The method that takes the URL of a page.
        resume: Name,
    },
}

impl NextPage {
    /// Returns the method that takes the URL of a page, if URLs select pages.
    pub(crate) fn resume(&self) -> Option<&Name> {
        match self {
            Self::Link { resume, .. } | Self::Url { resume, .. } => Some(resume),
            _ => None,
        }
    }
}

/// The parameter that selects a page, or a field of an object in a parameter.
#[derive(Debug, PartialEq, Hash)]
pub struct PageParam {
    /// The path to it from the parameters of the request.
    pub way: Vec<PathField>,
    /// The method that sets the parameter, if the path has no more parts.
    pub(crate) setter: Option<Name>,
    /// The type, without the `?`.
    pub ty: Ty,
}

/// The mark of the last page.
#[derive(Debug, PartialEq, Hash)]
pub enum End {
    /// The path to a boolean that is true if pages follow.
    More(Vec<PathField>),
    /// The path to a boolean that is true on the last page.
    Done(Vec<PathField>),
}

/// A field on the path to a value in a body.
#[derive(Debug, PartialEq, Hash)]
pub struct PathField {
    /// The key in JSON.
    pub key: String,
    pub(crate) name: Name,
    /// The type, without the `?`.
    pub(crate) ty: Ty,
    pub(crate) is_optional: bool,
    pub(crate) is_boxed: bool,
    pub(crate) is_deprecated: bool,
}

impl PathField {
    pub(crate) fn of(field: &Field) -> Self {
        Self {
            key: field.key.clone(),
            name: field.name.clone(),
            ty: field.ty.required().clone(),
            is_optional: field.ty.is_optional(),
            is_boxed: field.boxed,
            is_deprecated: field.deprecated.is_some(),
        }
    }

    /// The parameter that a way starts with. Its deprecation concerns only its setter.
    pub(crate) fn of_param(param: &Param) -> Self {
        Self {
            key: param.spec_key.clone(),
            name: param.name.clone(),
            ty: param.ty.required().clone(),
            is_optional: param.ty.is_optional(),
            is_boxed: false,
            is_deprecated: false,
        }
    }
}

/// The names on a way, as code in Markdown: `` `meta.next` ``.
pub(crate) fn dotted(way: &[PathField]) -> String {
    let names: Vec<_> = way.iter().map(|field| field.name.as_str()).collect();
    format!("`{}`", names.join("."))
}
