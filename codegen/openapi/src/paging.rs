//! Recognises paging by common names of parameters and of fields of responses.

use crate::import::Import;
use crate::spec::{BuiltIn, Endpoint, Field, In, Paging, Resource, Response, Ty};

/// Common names of parameters with a cursor.
const CURSORS: [&str; 14] = [
    "cursor",
    "page_token",
    "pageToken",
    "next_token",
    "nextToken",
    "page_cursor",
    "pagination_token",
    "continuation_token",
    "iterator",
    "marker",
    "starting_after",
    "after",
    "offset",
    "page",
];

/// Common paths to the cursor of the next page.
const NEXT: [&str; 13] = [
    "next_cursor",
    "nextCursor",
    "next_page_token",
    "nextPageToken",
    "next_token",
    "nextToken",
    "next_page_cursor",
    "iterator",
    "next_marker",
    "next_page",
    "after",
    "cursor",
    "next_page.offset",
];

/// Common names of fields with the URL of the next page.
const URLS: [&str; 8] = [
    "links.next",
    "links.pages.next",
    "_links.next.href",
    "paging.next",
    "next",
    "next_page_url",
    "next_page",
    "next_url",
];

const LAST_IDS: [&str; 3] = ["starting_after", "after_id", "after"];
const MORE: [&str; 3] = ["has_more", "hasMore", "has_next"];
const PAGES: [&str; 5] = [
    "page",
    "page_number",
    "pageNumber",
    "page_no",
    "page[number]",
];
const TOTAL_PAGES: [&str; 8] = [
    "total_pages",
    "totalPages",
    "meta.total_pages",
    "pages.total_pages",
    "pagination.total_pages",
    "page_count",
    "pagesTotal",
    "list_info.num_pages",
];
const OFFSETS: [&str; 3] = ["offset", "skip", "start_index"];
const TOTALS: [&str; 5] = [
    "total",
    "total_count",
    "totalCount",
    "meta.total",
    "pagination.total",
];

/// Lists next to the items.
const NO_ITEMS: [&str; 3] = ["errors", "warnings", "Warnings"];

/// A request and a response, and their fields for paging.
struct Page<'p> {
    import: &'p Import<'p>,
    endpoint: &'p Endpoint,
    /// The fields of the response. Empty if it is a list.
    fields: Vec<Field>,
    /// The list in the response.
    items: Option<(String, Ty)>,
}

impl Import<'_> {
    /// Recognises the paging of endpoints.
    pub(crate) fn paging(&self, resources: &mut [Resource]) {
        for endpoint in resources
            .iter_mut()
            .flat_map(|resource| &mut resource.endpoints)
        {
            endpoint.paging = self.paging_of(endpoint);
        }
    }

    fn paging_of(&self, endpoint: &Endpoint) -> Option<Paging> {
        let (fields, items) = match endpoint.response.as_ref()? {
            Response::Fields(fields) => (fields.clone(), None),
            Response::Type(Ty::List(item)) => {
                (Vec::new(), Some((String::new(), item.as_ref().clone())))
            }
            Response::Type(Ty::Optional(ty)) => (self.fields(ty)?.to_vec(), None),
            Response::Type(ty) => (self.fields(ty)?.to_vec(), None),
            Response::Events(_) => return None,
        };
        let items = items.or_else(|| self.items(&fields))?;
        let page = Page {
            import: self,
            endpoint,
            fields,
            items: Some(items),
        };
        let mut entries = page
            .cursor()
            .or_else(|| page.last_id())
            .or_else(|| page.next_url())
            .or_else(|| page.link())
            .or_else(|| page.page())
            .or_else(|| page.offset())?;
        let (path, _) = page.items.as_ref()?;
        if !path.is_empty() {
            entries.push(("items", path.clone()));
        }
        Some(Paging { entries })
    }

    /// Returns the only list of objects in a response, or the only list.
    fn items(&self, fields: &[Field]) -> Option<(String, Ty)> {
        // A path consists of keys with dots between them.
        let fields = || fields.iter().filter(|field| is_in_path(&field.key));
        let mut lists = Vec::new();
        for field in fields() {
            if let (Ty::List(item), false) = (&field.ty, NO_ITEMS.contains(&field.key.as_str())) {
                lists.push((field.key.clone(), item.as_ref().clone()));
            }
        }
        if lists.is_empty() {
            for field in fields() {
                for inner in self.fields(&field.ty).unwrap_or_default() {
                    if let (Ty::List(item), true) = (&inner.ty, is_in_path(&inner.key)) {
                        let path = format!("{}.{}", field.key, inner.key);
                        lists.push((path, item.as_ref().clone()));
                    }
                }
            }
        }
        let is_object = |(_, item): &(String, Ty)| self.fields(item).is_some();
        match lists.len() {
            0 | 1 => lists.pop(),
            _ => {
                let mut objects: Vec<_> = lists.into_iter().filter(is_object).collect();
                if objects.len() == 1 {
                    objects.pop()
                } else {
                    None
                }
            }
        }
    }
}

impl Page<'_> {
    /// Returns the first of `keys` that is a parameter with a suitable type.
    fn param(&self, keys: &[&str], is_fit: impl Fn(&Ty) -> bool) -> Option<String> {
        let params = self.endpoint.params.iter();
        let params = params.filter(|param| matches!(param.sent_in, In::Query | In::Body));
        let fields = params.map(|param| &param.field);
        find(keys, fields, is_fit).map(str::to_owned)
    }

    /// Like [`param`](Self::param), but searches the objects in the request that the client can create.
    fn param_within(&self, keys: &[&str], is_fit: impl Fn(&Ty) -> bool) -> Option<String> {
        let params = self.endpoint.params.iter();
        let params = params.filter(|param| matches!(param.sent_in, In::Query | In::Body));
        let objects = params.map(|param| &param.field);
        let objects = objects.filter(|field| !field.is_nullable && !field.key.contains('.'));
        let objects = objects.map(|field| (field.key.as_str(), &field.ty, field.is_optional()));
        let body = self.endpoint.body.iter().map(|body| match body {
            Ty::Optional(body) => ("body", body.as_ref(), true),
            body => ("body", body, false),
        });
        objects.chain(body).find_map(|(name, ty, is_optional)| {
            let fields = self.import.fields(ty)?;
            let is_created = !is_optional || fields.iter().all(|field| !field.is_required);
            let key = find(keys, fields.iter().filter(|_| is_created), &is_fit)?;
            Some(format!("{name}.{key}"))
        })
    }

    /// Returns the first of `paths` in the response that leads to a suitable type.
    fn path(&self, paths: &[&str], is_fit: impl Fn(&Ty) -> bool) -> Option<String> {
        paths.iter().find_map(|path| {
            let (first, rest) = path.split_once('.').unwrap_or((path, ""));
            let field = self.fields.iter().find(|field| field.key == first)?;
            let ty = match rest {
                "" => field.ty.clone(),
                rest => self.import.at(&field.ty, rest)?,
            };
            is_fit(&ty).then(|| (*path).to_owned())
        })
    }

    /// Like [`path`](Self::path), but also searches objects next to the list.
    fn near(&self, keys: &[&str], is_fit: impl Fn(&Ty) -> bool + Copy) -> Option<String> {
        if let Some(path) = self.path(keys, is_fit) {
            return Some(path);
        }
        let fields = self.fields.iter();
        let mut fields = fields.filter(|field| is_in_path(&field.key));
        fields.find_map(|field| {
            let inner = self.import.fields(&field.ty)?;
            let key = keys.iter().find(|key| {
                inner
                    .iter()
                    .any(|field| field.key == **key && is_fit(&field.ty))
            })?;
            Some(format!("{}.{key}", field.key))
        })
    }

    fn cursor(&self) -> Option<Vec<(&'static str, String)>> {
        let cursor = self.param(&CURSORS, is_text);
        let cursor = cursor.or_else(|| self.param_within(&CURSORS, is_text))?;
        let next = self.near(&NEXT, is_text).filter(|next| *next != "next")?;
        let mut entries = vec![("cursor", cursor), ("next", next)];
        entries.extend(self.more());
        Some(entries)
    }

    fn last_id(&self) -> Option<Vec<(&'static str, String)>> {
        let last = self.param(&LAST_IDS, is_text)?;
        let (_, item) = self.items.as_ref()?;
        let id = self
            .import
            .fields(item)?
            .iter()
            .find(|field| field.key == "id")?;
        let more = self.more()?;
        is_text(&id.ty).then(|| vec![("last_id", last), more])
    }

    fn more(&self) -> Option<(&'static str, String)> {
        let is_boolean = |ty: &Ty| *ty == Ty::BuiltIn(BuiltIn::Boolean);
        self.path(&MORE, is_boolean).map(|more| ("more", more))
    }

    fn next_url(&self) -> Option<Vec<(&'static str, String)>> {
        let next = self.path(&URLS, is_text)?;
        Some(vec![("next_url", next)])
    }

    fn link(&self) -> Option<Vec<(&'static str, String)>> {
        let mut headers = self.endpoint.response_headers.iter();
        let has_link = headers.any(|field| field.key.eq_ignore_ascii_case("link"));
        has_link.then(|| vec![("link", "next".to_owned())])
    }

    fn page(&self) -> Option<Vec<(&'static str, String)>> {
        let pages = self.path(&TOTAL_PAGES, is_number);
        let page = self.counter(&PAGES, pages.is_some())?;
        let pages = pages.map(|path| ("pages", path));
        Some([("page", page)].into_iter().chain(pages).collect())
    }

    fn offset(&self) -> Option<Vec<(&'static str, String)>> {
        let (items, _) = self.items.as_ref()?;
        // Plaid has a `total_transactions` next to `transactions`.
        let own = format!("total_{items}");
        let totals: Vec<_> = TOTALS.into_iter().chain([own.as_str()]).collect();
        let total = self.path(&totals, is_number);
        let offset = self.counter(&OFFSETS, total.is_some())?;
        let total = total.map(|path| ("total", path));
        Some([("offset", offset)].into_iter().chain(total).collect())
    }

    /// Returns the parameter with the number of a page or an item. In an object, only a count in the response shows that
    /// a number selects a page.
    fn counter(&self, keys: &[&str], is_counted: bool) -> Option<String> {
        let param = self.param(keys, is_number);
        let within = || self.param_within(keys, is_number).filter(|_| is_counted);
        param.or_else(within)
    }
}

/// Returns the first of `keys` that is an optional field with a suitable type.
fn find<'k, 'f>(
    keys: &[&'k str],
    fields: impl Iterator<Item = &'f Field>,
    is_fit: impl Fn(&Ty) -> bool,
) -> Option<&'k str> {
    let is_plain = |field: &&Field| !field.is_required && !field.is_nullable && is_fit(&field.ty);
    let fields: Vec<_> = fields.filter(is_plain).collect();
    let mut keys = keys.iter().copied();
    keys.find(|key| fields.iter().any(|field| field.key == *key))
}

fn is_in_path(key: &str) -> bool {
    !key.is_empty() && !key.contains('.')
}

fn is_text(ty: &Ty) -> bool {
    *ty == Ty::STRING
}

fn is_number(ty: &Ty) -> bool {
    matches!(
        ty,
        Ty::BuiltIn(BuiltIn::Integer | BuiltIn::Int32 | BuiltIn::Uint64)
    )
}
