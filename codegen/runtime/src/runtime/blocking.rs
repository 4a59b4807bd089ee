//! The client for programs without an async runtime, and for the threads of `spawn_blocking`.
//!
//! The builders are those of the asynchronous [`Client`](crate::runtime::client::Client), which the
//! blocking one derefs to; what they give, a call to come or a stream, is handed to
//! [`wait`](Client::wait) or [`iter`](Client::iter).

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

/// Makes calls, and waits for them on the thread that it is used from.
///
/// Cheap to clone; clones share settings, connections and a runtime, of one thread, that runs only
/// while something is waited for. It can be used from several threads at once.
///
/// A program with an async runtime uses the client on the threads of
/// `tokio::task::spawn_blocking`. In async code itself, waiting would hold up all other tasks of
/// the thread, so [`wait`](Self::wait) and [`iter`](Self::iter) panic there. Use the asynchronous
/// [`Client`](crate::runtime::client::Client) in async code.
#[derive(Clone)]
pub struct Client {
    client: client::Client,
    runtime: Arc<OwnRuntime>,
}

impl ClientBuilder {
    /// As [`build`](Self::build), for programs without an async runtime of their own.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build), and where the operating system lets no runtime start.
    pub fn build_blocking(self) -> Result<Client, Error> {
        let client = self.build()?;
        let runtime = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|fault| Error::invalid(format!("no runtime could be started: {fault}")))?;
        Ok(Client {
            client,
            runtime: Arc::new(OwnRuntime(Some(runtime))),
        })
    }
}

impl Client {
    /// Waits for a call: for what its `send` gives.
    ///
    /// # Errors
    ///
    /// That of the call.
    ///
    /// # Panics
    ///
    /// Panics in async code, as Tokio's `block_on` does. The threads of `spawn_blocking` may wait.
    pub fn wait<T>(&self, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let Some(runtime) = &self.runtime.0 else {
            return Err(Error::invalid("the runtime of the client has ended"));
        };
        runtime.block_on(async {
            // Connections that were closed while nobody waited get to know it before one is chosen.
            yield_now().await;
            call.await
        })
    }

    /// The items or pages of a stream, each waited for when it is asked for. The first error ends
    /// it.
    ///
    /// # Panics
    ///
    /// The iterator panics where [`wait`](Self::wait) does.
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

/// A runtime that can be dropped anywhere: a plain one panics when that happens inside another one.
struct OwnRuntime(Option<Runtime>);

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}
