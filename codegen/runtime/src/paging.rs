//! Walking through all pages of a list: each names the cursor of the next, until there is none.

#![allow(dead_code, reason = "an API need not have pages")]

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;

use crate::error::Error;
use crate::response::Response;

/// A request that gives one page, and can ask for the one at a cursor.
pub(crate) trait Paginated: Clone + Send + 'static {
    type Page;
    type Item: Send + 'static;

    fn set_cursor(&mut self, cursor: String);

    fn fetch(self) -> impl Future<Output = Result<Response<Self::Page>, Error>> + Send;

    /// The items of a page and the cursor of the next.
    fn split(page: Self::Page) -> (Vec<Self::Item>, Option<String>);
}

struct Page<T> {
    items: Vec<T>,
    next: Option<PageFuture<T>>,
}

/// A page that is fetched when it is polled, and not before.
type PageFuture<T> = Pin<Box<dyn Future<Output = Result<Page<T>, Error>> + Send>>;

/// Fetches the page at `cursor`. An empty cursor is as good as none; one that repeats would go on for ever.
fn fetch<R: Paginated>(mut request: R, cursor: Option<String>) -> PageFuture<R::Item> {
    Box::pin(async move {
        let following = request.clone();
        if let Some(cursor) = cursor.clone() {
            request.set_cursor(cursor);
        }
        let (items, next) = R::split(request.fetch().await?.into_inner());
        let next: Option<PageFuture<R::Item>> = match next {
            Some(next) if next.is_empty() => None,
            Some(next) if cursor.as_ref() == Some(&next) => {
                Some(Box::pin(async { Err(Error::repeated_cursor()) }))
            }
            Some(next) => Some(fetch(following, Some(next))),
            None => None,
        };
        Ok(Page { items, next })
    })
}

/// The items of all pages, one after the other.
///
/// A page is fetched when the one before it is used up, so only one is held at a time. Use it as a [`Stream`], or call
/// [`try_next`](Self::try_next) until it gives `None`. The first error ends it.
#[must_use = "nothing is fetched until the stream is polled"]
pub struct ItemStream<T> {
    items: vec::IntoIter<T>,
    next: Option<PageFuture<T>>,
}

impl<T> ItemStream<T> {
    pub(crate) fn new(first: impl Paginated<Item = T>) -> Self {
        Self {
            items: Vec::new().into_iter(),
            next: Some(fetch(first, None)),
        }
    }

    /// The next item, or `None` after the last.
    ///
    /// # Errors
    ///
    /// Where the next page cannot be fetched. The items before it have been given by then, and nothing follows.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx))
            .await
            .transpose()
    }
}

// No item is ever pinned.
impl<T> Unpin for ItemStream<T> {}

impl<T> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<T, Error>>> {
        loop {
            if let Some(item) = self.items.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let Some(next) = &mut self.next else {
                return Poll::Ready(None);
            };
            let page = ready!(next.as_mut().poll(cx));
            self.next = None;
            let page = match page {
                Ok(page) => page,
                Err(error) => return Poll::Ready(Some(Err(error))),
            };
            self.items = page.items.into_iter();
            self.next = page.next;
        }
    }
}

impl<T> fmt::Debug for ItemStream<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemStream").finish_non_exhaustive()
    }
}
