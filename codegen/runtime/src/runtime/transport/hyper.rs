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
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::{Client, Error as HyperError};
use hyper_util::rt::{TokioExecutor, TokioTimer};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::time::error::Elapsed;
use tower_service::Service;

use crate::runtime::error::Error;
use crate::runtime::transport::proxy::Route;
use crate::runtime::transport::{
    Body, BoxError, ConnectTimeout, Transport, TransportError, TransportFuture,
};

/// What a caller can say about connections.
#[derive(Default)]
pub(crate) struct HyperBuilder {
    no_proxy: bool,
    root_certificates: Vec<Vec<u8>>,
}

impl HyperBuilder {
    pub(crate) fn no_proxy(&mut self) {
        self.no_proxy = true;
    }

    pub(crate) fn root_certificate(&mut self, certificate: Vec<u8>) {
        self.root_certificates.push(certificate);
    }

    pub(crate) fn build(self) -> Result<HyperTransport, Error> {
        let tls = Arc::new(tls(&self.root_certificates)?);
        let mut tcp = HttpConnector::new();
        // Whether plain `http://` is allowed is the base URL's to say.
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let to_proxy = HttpsConnector::from((tcp.clone(), Arc::clone(&tls)));
        let route = if self.no_proxy {
            Route::direct(tcp, to_proxy)
        } else {
            Route::of_environment(tcp, to_proxy)
        };
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .build(Connector(HttpsConnector::from((route, tls))));
        Ok(HyperTransport(client))
    }
}

fn tls(root_certificates: &[Vec<u8>]) -> Result<ClientConfig, Error> {
    let mut roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    for certificate in root_certificates {
        add(&mut roots, certificate)
            .map_err(|fault| Error::invalid(format!("a root certificate is not one: {fault}")))?;
    }
    // By name, since rustls panics where two providers are compiled in and none is named.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|fault| Error::invalid(format!("TLS cannot be set up: {fault}")))?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

fn add(roots: &mut RootCertStore, certificate: &[u8]) -> Result<(), BoxError> {
    let mut in_pem = CertificateDer::pem_slice_iter(certificate).peekable();
    if in_pem.peek().is_none() {
        roots.add(CertificateDer::from_slice(certificate))?;
    }
    for certificate in in_pem {
        roots.add(certificate?)?;
    }
    Ok(())
}

pub(crate) struct HyperTransport(Client<Connector, Full<Bytes>>);

impl Transport for HyperTransport {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let connect_timeout = request.extensions().get().copied();
        let response = self.0.request(request.map(Full::new));
        Box::pin(CONNECT_TIMEOUT.scope(connect_timeout, async {
            Ok(response.await.map_err(transport_error)?.map(Body::new))
        }))
    }
}

fn transport_error(error: HyperError) -> TransportError {
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

tokio::task_local! {
    /// The connect timeout of the call that is being made. A connector is given nothing but an address, but it is called
    /// by the very future that sends the request.
    static CONNECT_TIMEOUT: Option<ConnectTimeout>;
}

/// Opens a connection, proxy and TLS included, within a time: the timeout of hyper's own connector ends with TCP.
#[derive(Clone)]
struct Connector(HttpsConnector<Route>);

impl Service<Uri> for Connector {
    type Response = <HttpsConnector<Route> as Service<Uri>>::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        let timeout = CONNECT_TIMEOUT.try_with(|timeout| *timeout).ok().flatten();
        let timeout = timeout.map_or(Duration::MAX, |ConnectTimeout(timeout)| timeout);
        let connection = self.0.call(server);
        Box::pin(async move { tokio::time::timeout(timeout, connection).await? })
    }
}
