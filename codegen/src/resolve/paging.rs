//! The paging of a list.

mod page;
mod param;

use super::check::Check;
use super::namespace::Namespace;
use super::scope::Scope;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{End, NextPage, PageParam, Paging, Param, Response, Ty};
use crate::name::Name;
use crate::spec;
use page::{Content, Page};

pub(super) fn resolve(
    check: &mut Check,
    scope: &Scope<'_>,
    spec: &spec::Paging,
    params: &[Param],
    response: Option<&Response>,
) -> Option<Paging> {
    let path = &scope.path.key("paging");
    let way = Way::of(check, path, spec)?;
    way.reject_keys_of_others(check, path, spec);
    let at = path.key(way.kind.key());
    let param = way
        .kind
        .takes()
        .and_then(|takes| param::resolve(check, scope, &at, way.text, params, takes));
    let page = Page::of(check, scope, path, spec, response?)?;
    let end = end(check, &page, spec);
    let items = page.items(check, spec.items.as_deref());
    let selectors = Selectors {
        param,
        resume: resume(params),
    };
    let item = items.as_ref().map(|(_, item)| item);
    let next = way.next(check, &page, spec, item, selectors);
    let (items, item) = items?;
    Some(Paging {
        next: next?,
        end,
        items,
        item,
    })
}

/// The parts of a request that can select a page.
struct Selectors {
    param: Option<PageParam>,
    /// The method that takes the URL of a page.
    resume: Name,
}

/// A kind of paging, with its keys in the spec.
struct Way<'s> {
    kind: Kind,
    /// The value of its key.
    text: &'s str,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Cursor,
    Page,
    Offset,
    LastId,
    Link,
    NextUrl,
}

impl Kind {
    const ALL: [Self; 6] = [
        Self::Cursor,
        Self::Page,
        Self::Offset,
        Self::LastId,
        Self::Link,
        Self::NextUrl,
    ];

    fn key(self) -> &'static str {
        match self {
            Self::Cursor => "cursor",
            Self::Page => "page",
            Self::Offset => "offset",
            Self::LastId => "last_id",
            Self::Link => "link",
            Self::NextUrl => "next_url",
        }
    }

    fn value(self, spec: &spec::Paging) -> Option<&str> {
        let value = match self {
            Self::Cursor => &spec.cursor,
            Self::Page => &spec.page,
            Self::Offset => &spec.offset,
            Self::LastId => &spec.last_id,
            Self::Link => &spec.link,
            Self::NextUrl => &spec.next_url,
        };
        value.as_deref()
    }

    /// Returns the content of the parameter that selects a page, if there is one.
    fn takes(self) -> Option<Content> {
        match self {
            Self::Cursor | Self::LastId => Some(Content::Cursor),
            Self::Page | Self::Offset => Some(Content::Count),
            Self::Link | Self::NextUrl => None,
        }
    }
}

impl<'s> Way<'s> {
    /// Returns the only kind of paging in `spec`.
    fn of(check: &mut Check, path: &Path<'_>, spec: &'s spec::Paging) -> Option<Self> {
        let mut ways = Kind::ALL.into_iter().filter_map(|kind| {
            let text = kind.value(spec)?;
            Some(Self { kind, text })
        });
        if let (Some(way), None) = (ways.next(), ways.next()) {
            return Some(way);
        }
        let is_poisoned = |kind: Kind| check.is_poisoned(&path.key(kind.key()));
        if !Kind::ALL.into_iter().any(is_poisoned) {
            check.fault(not_one_way(path, spec));
        }
        None
    }

    /// Rejects keys of other kinds of paging.
    fn reject_keys_of_others(&self, check: &mut Check, path: &Path<'_>, spec: &spec::Paging) {
        let keys = [
            ("next", Kind::Cursor, spec.next.is_some()),
            ("first", Kind::Page, spec.first.is_some()),
            ("pages", Kind::Page, spec.pages.is_some()),
            ("limit", Kind::Offset, spec.limit.is_some()),
            ("total", Kind::Offset, spec.total.is_some()),
            ("id", Kind::LastId, spec.id.is_some()),
        ];
        for (key, kind, is_given) in keys {
            if is_given && kind != self.kind {
                check.fault(key_of_another(path, key, kind, self.kind));
            }
        }
    }

    fn next(
        &self,
        check: &mut Check,
        page: &Page<'_>,
        spec: &spec::Paging,
        item: Option<&Ty>,
        Selectors { param, resume }: Selectors,
    ) -> Option<NextPage> {
        let mut count = |key, text: &Option<String>| {
            let found = page.find(check, key, text.as_deref()?, Content::Count)?;
            Some(found.way)
        };
        Some(match self.kind {
            Kind::Cursor => {
                let Some(text) = &spec.next else {
                    check.fault(no_next(&page.path.key("next")));
                    return None;
                };
                let found = page.find(check, "next", text, Content::Cursor)?;
                let has_end = spec.more.is_some() || spec.done.is_some();
                let (way, ty) = page.cursor(check, "next", found, param.as_ref(), has_end)?;
                NextPage::Cursor {
                    param: param?,
                    next: way,
                    ty,
                }
            }
            Kind::Page => NextPage::Number {
                pages: count("pages", &spec.pages),
                first: spec.first.unwrap_or(1),
                param: param?,
            },
            Kind::Offset => NextPage::Offset {
                limit: count("limit", &spec.limit),
                total: count("total", &spec.total),
                param: param?,
            },
            Kind::LastId => {
                let found = page.find_id(check, spec.id.as_deref(), item?)?;
                let (way, ty) = page.cursor(check, "id", found, param.as_ref(), true)?;
                NextPage::LastId {
                    param: param?,
                    id: way,
                    ty,
                }
            }
            Kind::Link => {
                let path = page.path.key("link");
                if !is_relation_type(self.text) {
                    check.fault(no_relation_type(&path));
                }
                NextPage::Link {
                    relation: self.text.to_owned(),
                    resume,
                }
            }
            Kind::NextUrl => NextPage::Url {
                next: page.find(check, "next_url", self.text, Content::Url)?.way,
                resume,
            },
        })
    }
}

fn not_one_way(path: &Path<'_>, spec: &spec::Paging) -> Fault {
    let message = "`paging` needs exactly one kind of paging";
    let help = "use one of `cursor`, `page`, `offset`, `last_id`, `link` and `next_url`";
    let ways = Kind::ALL.map(|kind| (kind.key(), kind.value(spec).is_some()));
    Fault::key(Code::BadPaging, path, message, help).related_keys(path, ways, "one kind")
}

fn key_of_another(path: &Path<'_>, key: &str, kind: Kind, way: Kind) -> Fault {
    let message = format!("`{key}` has no effect without `{}`", kind.key());
    let help = format!("remove `{key}`");
    let fault = Fault::key(Code::UselessKey, &path.key(key), message, help);
    fault.related(path.key(way.key()).at_key(), "the kind of paging")
}

fn no_next(path: &Path<'_>) -> Fault {
    let message = "the key `next` is missing";
    let help =
        "add `next:` with the field of the response that contains the cursor of the next page";
    Fault::key(Code::MissingKey, path, message, help)
}

/// Whether the text is one word that is valid in quotes in a header.
fn is_relation_type(text: &str) -> bool {
    let is_fine = |byte: u8| byte.is_ascii_graphic() && !b"\";,".contains(&byte);
    !text.is_empty() && text.bytes().all(is_fine)
}

fn no_relation_type(path: &Path<'_>) -> Fault {
    let message = "this is not a valid relation type";
    let help = "write one word, such as `next`";
    Fault::value(Code::BadPaging, path, message, help)
}

/// Resolves the mark of the last page.
fn end(check: &mut Check, page: &Page<'_>, spec: &spec::Paging) -> Option<End> {
    match (&spec.more, &spec.done) {
        (None, None) => None,
        (Some(text), None) => {
            let found = page.find(check, "more", text, Content::Flag)?;
            Some(End::More(found.way))
        }
        (None, Some(text)) => {
            let found = page.find(check, "done", text, Content::Flag)?;
            Some(End::Done(found.way))
        }
        (Some(_), Some(_)) => {
            check.fault(two_ends(page.path));
            None
        }
    }
}

fn two_ends(path: &Path<'_>) -> Fault {
    let message = "`more` and `done` have the same purpose";
    let help = "keep one of them";
    let fault = Fault::key(Code::BadPaging, &path.key("done"), message, help);
    fault.related(path.key("more").at_key(), "the other one")
}

/// Returns the name of the method that takes the URL of a page. It differs from the names of parameters.
fn resume(params: &[Param]) -> Name {
    let mut methods = Namespace::default();
    for param in params {
        methods.give(&param.setter(), ());
        if let Some(clear) = param.null.clear() {
            methods.give(clear, ());
        }
    }
    methods.give(&Name::own("resume"), ())
}
