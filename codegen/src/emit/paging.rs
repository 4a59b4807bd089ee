//! Paging: the methods that fetch several pages, and the implementation of the runtime's trait for pages.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::{docs, request};
use crate::model::{End, Endpoint, NextPage, PageParam, Paging, PathField, Response, Ty, dotted};
use crate::name::Name;

/// The methods of the request that fetch several pages.
pub(super) fn methods(endpoint: &Endpoint, paging: &Paging) -> TokenStream {
    let (item, page) = (&paging.item, page(endpoint));
    let items_docs = docs::outer(&format!(
        "Returns a stream of the items of all pages. The stream requests the next page after the last item of a page.\n\n{}",
        selection(&paging.next)
    ));
    let pages_docs = docs::outer("Returns a stream of the pages. Each page is a whole response.");
    let resume = paging.next.resume().map(resume);
    // With `#[inline]`, the caller's crate compiles the decoding of pages, as with `send`, and only if it uses pages.
    quote! {
        #resume

        #items_docs
        #[inline]
        pub fn into_stream(self) -> crate::ItemStream<#item> {
            crate::ItemStream::new(self)
        }

        #pages_docs
        #[inline]
        pub fn into_pages(self) -> crate::PageStream<#page> {
            crate::PageStream::new(self)
        }
    }
}

/// The docs on the selection of the first page, and on the cursor of a page.
fn selection(next: &NextPage) -> String {
    let cursor = "[cursor](crate::ItemStream::cursor)";
    let by = |param: &PageParam, what: &str| {
        let selector = match &param.setter {
            Some(setter) => format!("[`{0}`](Self::{0})", setter.as_str()),
            None => dotted(&param.way),
        };
        format!(
            "The parameters apply to every page. {selector} selects only the first page. The {cursor} of a page is {what}."
        )
    };
    match next {
        NextPage::Cursor { .. } => {
            "The parameters apply to every page. A cursor selects only the first page.".to_owned()
        }
        NextPage::Number { param, .. } => by(param, "its number"),
        NextPage::Offset { param, .. } => by(param, "the number of items before it"),
        NextPage::LastId { param, .. } => by(param, "the id of the last item before it"),
        NextPage::Link { resume, .. } | NextPage::Url { resume, .. } => {
            let resume = resume.as_str();
            format!(
                "The service returns the URL of each page after the first. The URL contains the parameters in the path and the query. \
                 It is the {cursor} of the page, and [`{resume}`](Self::{resume}) accepts it."
            )
        }
    }
}

/// The method that takes the URL of a page.
fn resume(name: &Name) -> TokenStream {
    let docs = docs::outer(
        "Starts at the page with this URL. The URL is a [cursor](crate::PageStream::cursor) from a stream of this endpoint. \
         It replaces the path and the query. The request fails if the URL is not below the base URL of the client.",
    );
    quote! {
        #docs
        pub fn #name(mut self, cursor: impl Into<String>) -> Self {
            self.page_url = Some(cursor.into().into());
            self
        }
    }
}

/// The type of a page's body.
fn page(endpoint: &Endpoint) -> TokenStream {
    match &endpoint.response {
        Response::Type(ty) => quote!(#ty),
        _ => endpoint.own_response().into_tokens(),
    }
}

/// The implementation of the runtime's trait for pages.
pub(super) fn implementation(endpoint: &Endpoint, paging: &Paging) -> TokenStream {
    let (request, page, item) = (endpoint.request(), page(endpoint), &paging.item);
    let (method, path) = (
        format_ident!("{}", endpoint.method.as_str()),
        endpoint.template(),
    );
    let body = Body {
        is_optional: matches!(&endpoint.response, Response::Type(ty) if ty.is_optional()),
        paging,
    };
    let selector = |param| Selector { endpoint, param };
    let [cursor, set_cursor, next_cursor] = match &paging.next {
        NextPage::Cursor { param, next, ty } => {
            let next = |leaf| body.value(next, leaf);
            by_cursor(&page, &selector(param), ty, &next)
        }
        NextPage::LastId { param, id, ty } => {
            let next = |leaf| within(&body.last_item(), id, leaf);
            by_cursor(&page, &selector(param), ty, &next)
        }
        NextPage::Number {
            param,
            first,
            pages,
        } => {
            let (first, items) = (Literal::u32_unsuffixed(*first), body.item_count());
            let pages = body.count(pages.as_deref());
            let seen = quote!(Seen { first: #first, items: #items, pages: #pages });
            by_number(&page, &selector(param), &body, &quote!(number), &seen)
        }
        NextPage::Offset {
            param,
            limit,
            total,
        } => {
            let items = body.item_count();
            let [limit, total] = [limit, total].map(|way| body.count(way.as_deref()));
            let seen = quote!(Seen { items: #items, limit: #limit, total: #total });
            by_number(&page, &selector(param), &body, &quote!(offset), &seen)
        }
        NextPage::Link { relation, .. } => by_url(&quote! {
            fn cursor_after(&self, _: &#page, headers: &http::HeaderMap) -> Option<String> {
                crate::runtime::paging::link::url(headers, #relation)
            }
        }),
        NextPage::Url { next, .. } => {
            let next = body.value(next, Leaf::Str);
            by_url(&quote! {
                fn next_cursor(page: &#page) -> Option<&str> {
                    #next
                }
            })
        }
    };
    let has_more = paging.end.as_ref().map(|end| has_more(&page, &body, end));
    let items = body.owned_items();
    quote! {
        impl crate::runtime::paging::Paginated for #request {
            type Page = #page;
            type Item = #item;
            const CALL: (http::Method, &'static str) = (http::Method::#method, #path);

            #cursor

            #set_cursor

            #[inline]
            fn fetch(self) -> impl Future<Output = Result<crate::Response<#page>, crate::Error>> + Send {
                self.send()
            }

            #next_cursor

            #has_more

            fn into_items(page: #page) -> Vec<#item> {
                #items
            }
        }
    }
}

/// The methods for a parameter of type `ty` with a cursor. `next` is the path to the next cursor.
fn by_cursor(
    page: &TokenStream,
    selector: &Selector<'_>,
    ty: &Ty,
    next: &dyn Fn(Leaf) -> TokenStream,
) -> [TokenStream; 3] {
    if selector.param.ty == Ty::String && *ty == Ty::String {
        let (cursor, next) = (selector.value(Leaf::Str), next(Leaf::Str));
        let set = selector.set(&quote!(Some(cursor)));
        return [
            quote! {
                fn cursor(&self) -> Option<&str> {
                    #cursor
                }
            },
            quote! {
                fn set_cursor(&mut self, cursor: String) {
                    #set
                }
            },
            quote! {
                fn next_cursor(page: &#page) -> Option<&str> {
                    #next
                }
            },
        ];
    }
    let next = next(Leaf::Text);
    let [cursor, set_cursor] = selector.as_text();
    let next_cursor = quote! {
        fn cursor_after(&self, page: &#page, _: &http::HeaderMap) -> Option<String> {
            #next
        }
    };
    [cursor, set_cursor, next_cursor]
}

/// The methods for a parameter with a number. `module` of the runtime increments it.
fn by_number(
    page: &TokenStream,
    selector: &Selector<'_>,
    body: &Body<'_>,
    module: &TokenStream,
    seen: &TokenStream,
) -> [TokenStream; 3] {
    let items = body.items();
    let [cursor, set_cursor] = selector.as_text();
    let number = selector.value(Leaf::Copy);
    let next_cursor = quote! {
        fn cursor_after(&self, page: &#page, _: &http::HeaderMap) -> Option<String> {
            let seen = crate::runtime::paging::#module::#seen;
            crate::runtime::paging::#module::next(#number, &seen)
        }

        fn fingerprint(page: &#page) -> Option<u64> {
            crate::runtime::paging::fingerprint::fingerprint(#items)
        }
    };
    [cursor, set_cursor, next_cursor]
}

/// A parameter that selects the page.
struct Selector<'m> {
    endpoint: &'m Endpoint,
    param: &'m PageParam,
}

impl Selector<'_> {
    /// The methods that convert the value to a cursor and back.
    fn as_text(&self) -> [TokenStream; 2] {
        let value = match &self.param.ty {
            Ty::String => quote!(Some(cursor)),
            // It is the text of such a value.
            _ => quote!(cursor.parse().ok()),
        };
        let (text, set) = (self.value(Leaf::Text), self.set(&value));
        [
            quote! {
                fn to_cursor(&self) -> Option<String> {
                    #text
                }
            },
            quote! {
                fn set_cursor(&mut self, cursor: String) {
                    #set
                }
            },
        ]
    }

    /// The value, as an option.
    fn value(&self, leaf: Leaf) -> TokenStream {
        let Some((first, rest)) = self.param.way.split_first() else {
            return TokenStream::new();
        };
        let field = request::field_of(self.endpoint, &first.name);
        value(&quote!(#field), first.is_optional, rest, leaf)
    }

    /// The statement that sets the value. It creates objects that are absent.
    fn set(&self, value: &TokenStream) -> TokenStream {
        let mut parts = self.param.way.iter().peekable();
        let first = parts.peek();
        let mut code = first.and_then(|first| request::field_of(self.endpoint, &first.name));
        while let Some(PathField {
            ty,
            is_boxed,
            is_optional,
            ..
        }) = parts.next()
        {
            let Some(next) = parts.peek() else { break };
            let create = if *is_boxed {
                quote!(|| Box::new(#ty::new()))
            } else {
                quote!(#ty::new)
            };
            let created = is_optional.then(|| quote!(.get_or_insert_with(#create)));
            let name = &next.name;
            code = Some(quote!(#code #created .#name));
        }
        quote!(#code = #value;)
    }
}

/// The methods for a list whose pages have URLs.
fn by_url(next_cursor: &TokenStream) -> [TokenStream; 3] {
    [
        quote! {
            fn cursor(&self) -> Option<&str> {
                self.page_url.as_ref().map(crate::runtime::request::page_url::PageUrl::as_str)
            }
        },
        quote! {
            fn set_cursor(&mut self, cursor: String) {
                self.page_url = Some(cursor.into());
            }
        },
        next_cursor.clone(),
    ]
}

fn has_more(page: &TokenStream, body: &Body<'_>, end: &End) -> TokenStream {
    let answer = match end {
        End::More(way) => body.value(way, Leaf::Copy),
        End::Done(way) => {
            let done = body.value(way, Leaf::Copy);
            quote!(#done.map(|done| !done))
        }
    };
    quote! {
        fn has_more(page: &#page) -> Option<bool> {
            #answer
        }
    }
}

/// The body of a page. The code calls it `page`.
struct Body<'p> {
    /// Whether the response can lack a body.
    is_optional: bool,
    paging: &'p Paging,
}

impl Body<'_> {
    /// The value at the end of `way`, as an option.
    fn value(&self, way: &[PathField], leaf: Leaf) -> TokenStream {
        value(&quote!(page), self.is_optional, way, leaf)
    }

    /// The count at the end of `way`, as an option.
    fn count(&self, way: Option<&[PathField]>) -> TokenStream {
        way.map_or(quote!(None), |way| {
            let count = self.value(way, Leaf::Copy);
            quote!(crate::runtime::paging::count::count(#count))
        })
    }

    /// The items, borrowed, as an option.
    fn items(&self) -> TokenStream {
        match self.list() {
            Some(_) if self.paging.items.is_empty() => quote!(Some(page)),
            Some(list) => quote!(Some(&#list)),
            None => self.value(&self.paging.items, Leaf::Ref),
        }
    }

    /// The list of items, if every page has it.
    fn list(&self) -> Option<TokenStream> {
        let way = &self.paging.items;
        let is_in_all = !self.is_optional && !way.iter().any(|field| field.is_optional);
        is_in_all.then(|| through(&quote!(page), way))
    }

    fn item_count(&self) -> TokenStream {
        match self.list() {
            Some(list) => quote!(#list.len()),
            None => {
                let items = self.items();
                quote!(#items.map_or(0, Vec::len))
            }
        }
    }

    /// The last item, borrowed, as an option.
    fn last_item(&self) -> TokenStream {
        match self.list() {
            Some(list) => quote!(#list.last()),
            None => {
                let items = self.items();
                quote!(#items.and_then(|items| items.last()))
            }
        }
    }

    /// The items, moved out of a page.
    fn owned_items(&self) -> TokenStream {
        let start = (quote!(page), self.is_optional);
        let way = self.paging.items.iter();
        let (items, is_optional) = way.fold(start, |(code, is_optional), field| {
            let name = &field.name;
            match (is_optional, field.is_optional) {
                (false, is_optional) => (quote!(#code.#name), is_optional),
                (true, false) => (quote!(#code.map(|part| part.#name)), true),
                (true, true) => (quote!(#code.and_then(|part| part.#name)), true),
            }
        });
        let or_empty = is_optional.then(|| quote!(.unwrap_or_default()));
        quote!(#items #or_empty)
    }
}

/// The form in which the value at the end of a path is read.
#[derive(Clone, Copy)]
enum Leaf {
    /// A string, borrowed as text.
    Str,
    /// Its text.
    Text,
    /// A borrow of it.
    Ref,
    /// A copy of it.
    Copy,
}

impl Leaf {
    fn of_required(self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Str => quote!(#value.as_str()),
            Self::Text => quote!(#value.to_string()),
            Self::Ref => quote!(&#value),
            Self::Copy => quote!(#value),
        }
    }

    fn of_optional(self, value: &TokenStream) -> TokenStream {
        match self {
            Self::Str => quote!(#value.as_deref()),
            Self::Text => quote!(#value.as_ref().map(ToString::to_string)),
            Self::Ref => quote!(#value.as_ref()),
            Self::Copy => quote!(#value),
        }
    }
}

/// The value at the end of the path from `start`, in the form `leaf`, as an option.
fn value(start: &TokenStream, is_optional: bool, way: &[PathField], leaf: Leaf) -> TokenStream {
    match way {
        [] if is_optional => leaf.of_optional(start),
        [] => match leaf {
            Leaf::Str => quote!(Some(&#start)),
            _ => {
                let value = leaf.of_required(start);
                quote!(Some(#value))
            }
        },
        way if is_optional => within(&quote!(#start.as_ref()), way, leaf),
        [field, rest @ ..] => {
            let name = &field.name;
            value(&quote!(#start.#name), field.is_optional, rest, leaf)
        }
    }
}

/// Like [`value`], for a path that starts in `option`, which holds a reference.
fn within(option: &TokenStream, way: &[PathField], leaf: Leaf) -> TokenStream {
    let part = quote!(part);
    if way.iter().any(|field| field.is_optional) {
        let value = value(&part, false, way, leaf);
        quote!(#option.and_then(|part| #value))
    } else {
        let value = leaf.of_required(&through(&part, way));
        quote!(#option.map(|part| #value))
    }
}

/// The field at the end of a path of required fields.
fn through(start: &TokenStream, way: &[PathField]) -> TokenStream {
    let names = way.iter().map(|field| &field.name);
    quote!(#start #(.#names)*)
}
