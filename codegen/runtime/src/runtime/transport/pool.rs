//! The connection pool of a client, with a limit. It keeps each connection open for the next
//! request.
//!
//! A client has one base URL, so all its connections lead to the same server.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http::uri::Authority;
use http::{Request, Response, Uri};
use http_body::{Frame, SizeHint};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::TrySendError;
use hyper::client::conn::http1::{SendRequest, handshake};
use tokio::runtime::{Handle, Id};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::runtime::transport::TransportError;
use crate::runtime::transport::connector::{Connector, Stream};
use crate::runtime::transport::fault::transport_error;

/// The longest time that a connection stays open without a request. Common load balancers close
/// connections after 60 seconds. A request that is sent at that moment gets no response.
const IDLE_TIMEOUT: Duration = Duration::from_secs(50);

pub(super) struct Pool {
    connector: Connector,
    /// One permit for each connection that can be in use. Calls wait for permits in their order.
    permits: Arc<Semaphore>,
    /// The connections without a request. The last one was used most recently.
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    /// Creates a pool of at most `limit` connections. 0 counts as 1.
    pub(super) fn new(connector: Connector, limit: usize) -> Self {
        let limit = limit.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            connector,
            permits: Arc::new(Semaphore::new(limit)),
            idle: Mutex::default(),
        }
    }

    /// Sends `request`, whose URI is a path, to `server`. Uses an idle connection, or else opens
    /// one. Waits while the number of connections in use is at the limit.
    pub(super) async fn send(
        self: &Arc<Self>,
        mut request: Request<Full<Bytes>>,
        server: &Uri,
        connect_timeout: Option<Duration>,
    ) -> Result<Response<PooledBody>, TransportError> {
        let runtime =
            Handle::try_current().map_err(|error| TransportError::new(error).permanent())?;
        let permit = Arc::clone(&self.permits).acquire_owned().await;
        let permit = permit.map_err(TransportError::new)?;
        loop {
            let idle = self.open_idle_connection(runtime.id(), server).await;
            let is_new = idle.is_none();
            let connection = if let Some(connection) = idle {
                connection
            } else {
                let stream = self.connector.connect(server, connect_timeout).await?;
                Connection::open(stream, server, &runtime).await?
            };
            let mut error = match connection.send(request).await {
                Ok((response, connection)) => {
                    let lease = connection.map(|connection| Lease {
                        connection,
                        pool: Arc::clone(self),
                        _permit: permit,
                    });
                    return Ok(response.map(|body| PooledBody { body, lease }));
                }
                Err(error) => error,
            };
            request = match error.take_message() {
                Some(unsent) if !is_new => unsent,
                Some(_) => return Err(transport_error(error.into_error()).connecting()),
                None => return Err(transport_error(error.into_error())),
            };
        }
    }

    /// Takes an idle connection that the server has not closed.
    async fn open_idle_connection(&self, runtime: Id, server: &Uri) -> Option<Connection> {
        while let Some(mut connection) = self.take_idle(runtime, server) {
            if connection.requests.ready().await.is_ok() {
                return Some(connection);
            }
        }
        None
    }

    /// Takes the most recently used connection of this runtime to this server.
    fn take_idle(&self, runtime: Id, server: &Uri) -> Option<Connection> {
        let mut idle = self.idle();
        idle.retain(Connection::is_usable);
        let fits = |idle: &Connection| idle.runtime == runtime && idle.leads_to(server);
        let last = idle.iter().rposition(fits);
        if last.is_none() {
            // The caller opens a new connection, so the limit can require closing another one.
            let surplus = idle.len().saturating_sub(self.permits.available_permits());
            idle.drain(..surplus);
        }
        last.map(|last| idle.remove(last))
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An open connection. A task of the Tokio runtime that opened the connection reads and writes it,
/// so no other runtime uses the connection.
struct Connection {
    requests: SendRequest<Full<Bytes>>,
    task: JoinHandle<()>,
    runtime: Id,
    server: Uri,
    used: Instant,
}

impl Connection {
    async fn open(stream: Stream, server: &Uri, runtime: &Handle) -> Result<Self, TransportError> {
        let (requests, connection) = handshake(stream)
            .await
            .map_err(|error| transport_error(error).connecting())?;
        let task = async {
            // The request in progress gets the error, if there is one.
            let _ = connection.await;
        };
        Ok(Self {
            requests,
            task: runtime.spawn(task),
            runtime: runtime.id(),
            server: server.clone(),
            used: Instant::now(),
        })
    }

    /// Whether the connection is to this server. A host in another case counts as another server.
    fn leads_to(&self, server: &Uri) -> bool {
        let [own, other] = [&self.server, server].map(|uri| uri.authority().map(Authority::as_str));
        self.server.scheme() == server.scheme() && own == other
    }

    fn is_usable(&self) -> bool {
        !self.requests.is_closed() && self.used.elapsed() < IDLE_TIMEOUT
    }

    /// Sends `request`. Returns the connection too, unless it has ended. The error contains the
    /// request if no byte of it was sent.
    async fn send(
        mut self,
        request: Request<Full<Bytes>>,
    ) -> Result<(Response<Incoming>, Option<Self>), TrySendError<Request<Full<Bytes>>>> {
        let mut response = pin!(self.requests.try_send_request(request));
        let mut connection = Some(self);
        let response = poll_fn(|cx| {
            let poll = response.as_mut().poll(cx);
            if poll.is_pending()
                && let Some(Self { task, .. }) = &mut connection
                && Pin::new(task).poll(cx).is_ready()
            {
                // A request that is handed over at the moment when the task ends stays in the
                // channel between them. It comes back when the sender of the channel is dropped.
                connection = None;
                return response.as_mut().poll(cx);
            }
            poll
        });
        Ok((response.await?, connection))
    }
}

/// A connection in use.
struct Lease {
    connection: Connection,
    pool: Arc<Pool>,
    _permit: OwnedSemaphorePermit,
}

impl Lease {
    /// Returns the connection to the pool.
    fn end(mut self) {
        self.connection.used = Instant::now();
        self.pool.idle().push(self.connection);
    }
}

/// The body of a response. After the end of the body, the connection returns to the pool. If the
/// body is dropped before its end, the connection is closed.
pub(super) struct PooledBody {
    body: Incoming,
    lease: Option<Lease>,
}

impl http_body::Body for PooledBody {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        let frame = ready!(Pin::new(&mut self.body).poll_frame(cx));
        if frame.is_none()
            && let Some(lease) = self.lease.take()
        {
            lease.end();
        }
        Poll::Ready(frame.map(|frame| frame.map_err(transport_error)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
