//! The client for programs without an async runtime, and for the threads of `spawn_blocking`.
//!
//! The blocking client dereferences to the asynchronous
//! [`Client`](crate::runtime::client::Client), so the requests are the same. Pass the future of a
//! call to [`wait`](Client::wait), and a stream to [`iter`](Client::iter).

use std::fmt;
use std::future::poll_fn;
use std::ops::Deref;
use std::pin::Pin;
use std::sync::Arc;

use futures_core::Stream;
use tokio::runtime::{Builder, Runtime};
use tokio::task::yield_now;

use crate::runtime::client::{self, ClientBuilder};
use crate::runtime::error::Error;

/// Makes calls, and blocks the current thread until they end.
///
/// A clone is cheap. Clones share settings, connections and a runtime of one thread, which runs
/// only while a thread waits. Several threads can use a client at once.
///
/// A program with an async runtime can use the client on the threads of
/// `tokio::task::spawn_blocking`. In async code, [`wait`](Self::wait) and [`iter`](Self::iter)
/// panic, because they would block all other tasks of the thread. Use the asynchronous
/// [`Client`](crate::runtime::client::Client) there.
#[derive(Clone)]
pub struct Client {
    client: client::Client,
    runtime: Arc<OwnRuntime>,
}

impl ClientBuilder {
    /// Checks the settings and creates a blocking client, for programs without an async runtime.
    ///
    /// # Errors
    ///
    /// Returns the errors of [`build`](Self::build), and an error if the operating system cannot
    /// start a runtime.
    pub fn build_blocking(self) -> Result<Client, Error> {
        let client = self.build()?;
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|fault| Error::invalid(format!("the runtime cannot start: {fault}")))?;
        Ok(Client {
            client,
            runtime: Arc::new(OwnRuntime(Some(runtime))),
        })
    }
}

impl Client {
    /// Waits for a call: the future that its `send` returns.
    ///
    /// # Errors
    ///
    /// Returns the error of the call.
    ///
    /// # Panics
    ///
    /// Panics in async code, as Tokio's `block_on` does. It does not panic on the threads of
    /// `spawn_blocking`.
    pub fn wait<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let Some(runtime) = &self.runtime.0 else {
            return Err(Error::invalid("the runtime of the client has ended"));
        };
        runtime.block_on(async {
            // Idle connections notice that the server has closed them before the pool selects one.
            yield_now().await;
            call.await
        })
    }

    /// Returns an iterator over the items or pages of a stream. `next` waits for the next item or
    /// page. The iterator ends after the first error.
    ///
    /// # Panics
    ///
    /// The iterator panics under the same conditions as [`wait`](Self::wait).
    pub fn iter<T>(
        &self,
        stream: impl Stream<Item = Result<T, Error>> + Unpin,
    ) -> impl Iterator<Item = Result<T, Error>> {
        let mut stream = Some(stream);
        std::iter::from_fn(move || {
            let source = stream.as_mut()?;
            let next = poll_fn(|cx| Pin::new(&mut *source).poll_next(cx));
            let next = self.wait(async { next.await.transpose() }).transpose();
            if !matches!(next, Some(Ok(_))) {
                stream = None;
            }
            next
        })
    }
}

impl Deref for Client {
    type Target = client::Client;

    fn deref(&self) -> &client::Client {
        &self.client
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.client, f)
    }
}

/// A runtime that can be dropped anywhere. A plain runtime panics if it is dropped inside another
/// one.
struct OwnRuntime(Option<Runtime>);

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
