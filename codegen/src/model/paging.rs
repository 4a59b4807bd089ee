//! Paging: how to get all pages of a list.

use super::{Field, Param, Ty};
use crate::name::Name;

/// How to get all pages of a list.
#[derive(Debug)]
pub(crate) struct Paging {
    /// How one page leads to the next.
    pub(crate) next: NextPage,
    /// The field of a page that says whether it is the last.
    pub(crate) end: Option<End>,
    /// The way to the items of a page. It is empty where the body is the list.
    pub(crate) items: Vec<PathField>,
    /// The type of an item.
    pub(crate) item: Ty,
}

impl Paging {
    /// The ways to all values of a page and of a request that it names.
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

/// How one page leads to the next.
#[derive(Debug)]
pub(crate) enum NextPage {
    /// A field of each page holds the cursor of the next one.
    Cursor {
        param: PageParam,
        next: Vec<PathField>,
        /// The type of the field.
        ty: Ty,
    },
    /// Pages have numbers.
    Number {
        param: PageParam,
        /// The number of the first page.
        first: u32,
        /// The way to the number of pages.
        pages: Option<Vec<PathField>>,
    },
    /// A page starts behind a number of items.
    Offset {
        param: PageParam,
        /// The way to the number of items that the page can have.
        limit: Option<Vec<PathField>>,
        /// The way to the number of all items.
        total: Option<Vec<PathField>>,
    },
    /// A page starts behind the item with an id.
    LastId {
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

/// The parameter that selects a page, or a field of an object in a parameter.
#[derive(Debug)]
pub(crate) struct PageParam {
    /// The way to it from the parameters of the request.
    pub(crate) way: Vec<PathField>,
    /// The method that sets the parameter, if that is the whole way.
    pub(crate) setter: Option<Name>,
    /// Its type, without the `?`.
    pub(crate) ty: Ty,
}

/// How a page says whether it is the last.
#[derive(Debug)]
pub(crate) enum End {
    /// The way to a boolean: whether pages follow.
    More(Vec<PathField>),
    /// The way to a boolean: whether no page follows.
    Done(Vec<PathField>),
}

/// A field on the way to a value in a body.
#[derive(Debug)]
pub(crate) struct PathField {
    pub(crate) name: Name,
    /// Its type, without the `?`.
    pub(crate) ty: Ty,
    pub(crate) is_optional: bool,
    pub(crate) is_boxed: bool,
    pub(crate) is_deprecated: bool,
}

impl PathField {
    pub(crate) fn of(field: &Field) -> Self {
        Self {
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
