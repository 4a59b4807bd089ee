//! Requests all pages of a list. Each page leads to the cursor of the next page, until the last
//! one.
//!
//! [`Pages`] requests pages. [`PageStream`] and [`ItemStream`] return them to callers as pages or
//! as items.

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

/// A request for one page, which a cursor selects.
///
/// A cursor is always text here. A list with strings as cursors implements [`cursor`] and
/// [`next_cursor`], which borrow them. Any other list implements [`to_cursor`] and
/// [`cursor_after`].
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

    /// Returns the cursor of the page that this request selects.
    fn cursor(&self) -> Option<&str> {
        None
    }

    fn to_cursor(&self) -> Option<String> {
        self.cursor().map(str::to_owned)
    }

    fn set_cursor(&mut self, cursor: String);

    fn fetch(self) -> impl Future<Output = Result<Response<Self::Page>, Error>> + Send;

    /// Returns the cursor of the page after this one.
    fn next_cursor(_page: &Self::Page) -> Option<&str> {
        None
    }

    /// Returns the cursor of the page after `page`, the response to this request, with its
    /// `headers`.
    fn cursor_after(&self, page: &Self::Page, _headers: &HeaderMap) -> Option<String> {
        Self::next_cursor(page).map(str::to_owned)
    }

    /// Whether pages follow, if this page has such a flag.
    fn has_more(_page: &Self::Page) -> Option<bool> {
        None
    }

    /// Returns a hash of the items, if cursors are numbers. Numbers always grow, so only equal
    /// items show that the service ignores the cursor.
    fn fingerprint(_page: &Self::Page) -> Option<u64> {
        None
    }

    fn into_items(page: Self::Page) -> Vec<Self::Item>;
}

/// The remaining pages, each converted to a `P`.
struct Pages<P> {
    /// The cursor of the next page, or else of the last page.
    cursor: Option<String>,
    next: Option<Fetch<P>>,
}

/// The future of a page and of the rest of the list. It sends no request until it is polled.
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

/// A mark that is unique among the pages of a list.
#[derive(Clone, PartialEq)]
enum Mark {
    /// The cursor of the next page.
    Cursor(String),
    /// The fingerprint of its items.
    Items(u64),
}

impl Mark {
    /// Returns the error for a second page with this mark.
    fn error(&self) -> Error {
        match self {
            Self::Cursor(_) => Error::repeated_cursor(),
            Self::Items(_) => Error::decode("the items", "an earlier page has the same items"),
        }
    }
}

/// Detects a cycle of pages with Brent's algorithm. It stores two marks: of the last page, and of a
/// page that is replaced after 1, 2, 4, 8, … steps. It finds a cycle of one page at once. It finds
/// any other cycle in fewer than `3 * (pages before the cycle + pages in the cycle)` requests.
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
    /// Takes a step to the page with this mark. Returns an error if the step completes a cycle.
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

/// A stream of the pages of a list, each as a [`Response`].
///
/// The stream requests a page when it is polled, with the same retries as any call. Use it as a
/// [`Stream`], or call [`try_next`](Self::try_next) until it returns `None`. The stream ends after
/// the first error. Dropping the stream stops it.
#[must_use = "the stream does nothing unless polled"]
pub struct PageStream<P>(Pages<Response<P>>);

impl<P: Send + 'static> PageStream<P> {
    pub(crate) fn new(first: impl Paginated<Page = P>) -> Self {
        Self(Pages::new(first, |page| page))
    }

    /// Returns the next page, or `None` after the last page.
    ///
    /// # Errors
    ///
    /// Returns an error if the request for the next page fails, or if the cursors form a cycle. The
    /// stream then ends.
    pub async fn try_next(&mut self) -> Result<Option<Response<P>>, Error> {
        poll_fn(|cx| self.0.poll_next(cx)).await.transpose()
    }

    /// Returns the cursor of the next page. A new request can continue with it. After an error, it
    /// is the cursor of the page whose request failed. After the last page, it is the cursor of the
    /// last page. `None` is the first page.
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

/// A stream of the items of all pages.
///
/// The stream requests a page after the last item of the previous page, with the same retries as
/// any call. It holds one page at a time. Use it as a [`Stream`], or call
/// [`try_next`](Self::try_next) until it returns `None`. The stream ends after the first error.
/// Dropping the stream stops it.
#[must_use = "the stream does nothing unless polled"]
pub struct ItemStream<T> {
    items: vec::IntoIter<T>,
    /// The cursor of the page with `items`.
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

    /// Returns the next item, or `None` after the last item.
    ///
    /// # Errors
    ///
    /// Returns an error if the request for the next page fails, or if the cursors form a cycle. The
    /// stream then ends. It has already returned all earlier items.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }

    /// Returns the cursor of the page with the next item. A new request can continue with it, and
    /// returns all items of that page again. After an error, it is the cursor of the page whose
    /// request failed. After the last item, it is the cursor of the last page. `None` is the first
    /// page.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        if self.items.as_slice().is_empty() {
            self.pages.cursor.as_deref()
        } else {
            self.cursor.as_deref()
        }
    }
}

// The stream never pins an item.
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
