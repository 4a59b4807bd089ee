//! Walking through all pages of a list: each leads to the cursor of the next, until there is none.
//!
//! [`Pages`] does the walking; [`PageStream`] and [`ItemStream`] show it to callers as pages or as
//! items.

pub(crate) mod count;
pub(crate) mod fingerprint;
pub(crate) mod link;
pub(crate) mod number;
pub(crate) mod offset;

use std::fmt;
use std::future::{poll_fn, ready};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use http::{HeaderMap, Method};

use crate::runtime::call::Endpoint;
use crate::runtime::error::Error;
use crate::runtime::response::Response;

/// A request that gives one page, and can ask for the one at a cursor.
///
/// A cursor is text, whatever the API takes. A list whose cursors are strings has [`cursor`] and
/// [`next_cursor`], which borrow them; any other list has [`to_cursor`] and [`cursor_after`].
///
/// [`cursor`]: Self::cursor
/// [`next_cursor`]: Self::next_cursor
/// [`to_cursor`]: Self::to_cursor
/// [`cursor_after`]: Self::cursor_after
pub(crate) trait Paginated: Clone + Send + 'static {
    type Page: Send + 'static;
    type Item: Send + 'static;
    /// The method and the path template.
    const CALL: (Method, &'static str);

    /// The cursor of the page that this request asks for.
    fn cursor(&self) -> Option<&str> {
        None
    }

    fn to_cursor(&self) -> Option<String> {
        self.cursor().map(str::to_owned)
    }

    fn set_cursor(&mut self, cursor: String);

    fn fetch(self) -> impl Future<Output = Result<Response<Self::Page>, Error>> + Send;

    /// The cursor of the page after this one.
    fn next_cursor(_page: &Self::Page) -> Option<&str> {
        None
    }

    /// The cursor of the page after `page`, which came with `headers` for this request.
    fn cursor_after(&self, page: &Self::Page, _headers: &HeaderMap) -> Option<String> {
        Self::next_cursor(page).map(str::to_owned)
    }

    /// Whether pages follow, if this one says so.
    fn has_more(_page: &Self::Page) -> Option<bool> {
        None
    }

    /// A hash of the items, where cursors are numbers. Those only go up, so nothing else shows that
    /// the service ignores them.
    fn fingerprint(_page: &Self::Page) -> Option<u64> {
        None
    }

    fn into_items(page: Self::Page) -> Vec<Self::Item>;
}

/// What is left of a walk, with each page made into a `P`.
struct Pages<P> {
    /// That of the page to come or, if none is to come, of the last.
    cursor: Option<String>,
    next: Option<Fetch<P>>,
}

/// A page that is fetched when it is polled, and not before; and what comes after it.
type Fetch<P> = Pin<Box<dyn Future<Output = Result<(P, Option<Next<P>>), Error>> + Send>>;

struct Next<P> {
    cursor: String,
    fetch: Fetch<P>,
}

impl<P: Send + 'static> Pages<P> {
    fn new<R: Paginated>(first: R, convert: fn(Response<R::Page>) -> P) -> Self {
        let cursor = first.to_cursor();
        Self {
            next: Some(fetch(first, Trail::from(cursor.clone()), convert)),
            cursor,
        }
    }

    fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
        let Some(fetch) = &mut self.next else {
            return Poll::Ready(None);
        };
        let fetched = ready!(fetch.as_mut().poll(cx));
        self.next = None;
        let (page, next) = fetched?;
        if let Some(Next { cursor, fetch }) = next {
            self.cursor = Some(cursor);
            self.next = Some(fetch);
        }
        Poll::Ready(Some(Ok(page)))
    }
}

/// Fetches a page. An empty cursor ends the list, and a repeated page is an error.
fn fetch<R: Paginated, P: Send + 'static>(
    request: R,
    mut trail: Trail,
    convert: fn(Response<R::Page>) -> P,
) -> Fetch<P> {
    Box::pin(async move {
        let mut following = request.clone();
        let page = request.fetch().await?;
        let next = if R::has_more(&page) == Some(false) {
            None
        } else {
            following.cursor_after(&page, page.meta().headers())
        };
        let next = next.filter(|cursor| !cursor.is_empty()).map(|cursor| {
            let mark = match R::fingerprint(&page) {
                Some(fingerprint) => Mark::Items(fingerprint),
                None => Mark::Cursor(cursor.clone()),
            };
            let fetch: Fetch<P> = if let Some(error) = trail.leads_back_to(mark) {
                let (method, template) = R::CALL;
                let error = error.with_endpoint(Endpoint { method, template });
                Box::pin(ready(Err(error)))
            } else {
                following.set_cursor(cursor.clone());
                fetch(following, trail, convert)
            };
            Next { cursor, fetch }
        });
        Ok((convert(page), next))
    })
}

/// What a page has in common with no other page of its list.
#[derive(Clone, PartialEq)]
enum Mark {
    /// The cursor of the next page.
    Cursor(String),
    /// The fingerprint of its items.
    Items(u64),
}

impl Mark {
    /// The error for a second page with this mark.
    fn error(&self) -> Error {
        match self {
            Self::Cursor(_) => Error::repeated_cursor(),
            Self::Items(_) => Error::decode("the items", "they are those of an earlier page"),
        }
    }
}

/// Finds out that pages go round in a circle, however long the way, by remembering the marks of two
/// of them: the last one, and one that is replaced after 1, 2, 4, 8, … steps (Brent's algorithm). A
/// circle of one is found at once; any other before three times as many pages have been fetched as
/// are on it, or on the way to it.
struct Trail {
    steps: usize,
    last: Option<Mark>,
    landmark: Option<Mark>,
}

impl From<Option<String>> for Trail {
    fn from(cursor: Option<String>) -> Self {
        let mark = cursor.map(Mark::Cursor);
        Self {
            steps: 0,
            last: mark.clone(),
            landmark: mark,
        }
    }
}

impl Trail {
    /// Takes a step to the page with this mark, or says why not.
    fn leads_back_to(&mut self, mark: Mark) -> Option<Error> {
        let known = [&self.last, &self.landmark];
        if known.into_iter().flatten().any(|known| *known == mark) {
            return Some(mark.error());
        }
        self.steps += 1;
        self.last = Some(mark);
        if self.steps.is_power_of_two() {
            self.landmark.clone_from(&self.last);
        }
        None
    }
}

/// The pages of a list, one after the other, each a [`Response`].
///
/// A page is fetched when it is asked for, and repeated as any call is. Use it as a [`Stream`], or
/// call [`try_next`](Self::try_next) until it gives `None`. The first error ends it. Dropping it
/// stops it.
#[must_use = "nothing is fetched until the stream is polled"]
pub struct PageStream<P>(Pages<Response<P>>);

impl<P: Send + 'static> PageStream<P> {
    pub(crate) fn new(first: impl Paginated<Page = P>) -> Self {
        Self(Pages::new(first, |page| page))
    }

    /// The next page, or `None` after the last.
    ///
    /// # Errors
    ///
    /// Where the next page cannot be fetched, or the cursors of the pages go round in a circle.
    /// Nothing follows.
    pub async fn try_next(&mut self) -> Result<Option<Response<P>>, Error> {
        poll_fn(|cx| self.0.poll_next(cx)).await.transpose()
    }

    /// The cursor of the page to come, for a request that goes on from here: after an error, from
    /// the page that could not be fetched. After the last page, that of the last page. `None` is
    /// the beginning.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.0.cursor.as_deref()
    }
}

impl<P: Send + 'static> Stream for PageStream<P> {
    type Item = Result<Response<P>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next(cx)
    }
}

impl<P> fmt::Debug for PageStream<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PageStream").finish_non_exhaustive()
    }
}

/// The items of all pages, one after the other.
///
/// A page is fetched when the one before it is used up, so only one is held at a time, and repeated
/// as any call is. Use it as a [`Stream`], or call [`try_next`](Self::try_next) until it gives
/// `None`. The first error ends it. Dropping it stops it.
#[must_use = "nothing is fetched until the stream is polled"]
pub struct ItemStream<T> {
    items: vec::IntoIter<T>,
    /// That of the page of `items`.
    cursor: Option<String>,
    pages: Pages<Vec<T>>,
}

impl<T: Send + 'static> ItemStream<T> {
    pub(crate) fn new<R: Paginated<Item = T>>(first: R) -> Self {
        Self {
            items: Vec::new().into_iter(),
            cursor: None,
            pages: Pages::new(first, |page| R::into_items(page.into_inner())),
        }
    }

    /// The next item, or `None` after the last.
    ///
    /// # Errors
    ///
    /// Where the next page cannot be fetched, or the cursors of the pages go round in a circle. The
    /// items before it have been given by then, and nothing follows.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }

    /// The cursor of the page that the next item is on, for a request that goes on from here: after
    /// an error, from the page that could not be fetched. Since a page is the smallest step, items
    /// of it that have been given come once more. After the last item, that of the last page.
    /// `None` is the beginning.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        if self.items.as_slice().is_empty() {
            self.pages.cursor.as_deref()
        } else {
            self.cursor.as_deref()
        }
    }
}

// No item is ever pinned.
impl<T> Unpin for ItemStream<T> {}

impl<T: Send + 'static> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let cursor = self.pages.cursor.clone();
            let Some(items) = ready!(self.pages.poll_next(cx)?) else {
                return Poll::Ready(None);
            };
            self.items = items.into_iter();
            self.cursor = cursor;
        }
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}
