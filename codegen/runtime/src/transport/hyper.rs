//! The built-in transport: HTTP/1.1 on pooled connections, TLS 1.2 and 1.3, Mozilla's root certificates.

use std::error::Error as StdError;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Uri};
use http_body_util::Full;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::error::Elapsed;
use tower_service::Service;

use crate::transport::{Body, BoxError, Transport, TransportError, TransportFuture};

pub(crate) struct HyperTransport(Client<Connector, Full<Bytes>>);

impl HyperTransport {
    pub(crate) fn new(connect_timeout: Duration) -> Result<Self, rustls::Error> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        // Whether plain `http://` is allowed is the base URL's to say.
        let connect = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(Arc::new(rustls::crypto::ring::default_provider()))?
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(Connector {
                connect,
                timeout: connect_timeout,
            });
        Ok(Self(client))
    }
}

impl Transport for HyperTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let response = self.0.request(request.map(Full::new));
        Box::pin(async { Ok(response.await.map_err(transport_error)?.map(Body::new)) })
    }
}

fn transport_error(error: Error) -> TransportError {
    let (connect, timeout) = (error.is_connect(), is_timeout(&error));
    let mut error = TransportError::new(error);
    if connect {
        error = error.connecting();
    }
    if timeout {
        error = error.timed_out();
    }
    error
}

fn is_timeout(error: &(dyn StdError + 'static)) -> bool {
    std::iter::successors(Some(error), |&error| error.source()).any(|error| {
        error.is::<Elapsed>()
            || error
                .downcast_ref()
                .is_some_and(|error: &io::Error| error.kind() == io::ErrorKind::TimedOut)
    })
}

/// Opens a connection, TLS included, within a time: the timeout of hyper's own connector ends with TCP.
#[derive(Clone)]
struct Connector {
    connect: HttpsConnector<HttpConnector>,
    timeout: Duration,
}

impl Service<Uri> for Connector {
    type Response = <HttpsConnector<HttpConnector> as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.connect.poll_ready(cx)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let connection = self.connect.call(uri);
        let timeout = self.timeout;
        Box::pin(async move { tokio::time::timeout(timeout, connection).await? })
    }
}
