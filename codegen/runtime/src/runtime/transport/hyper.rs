//! The built-in transport: HTTP/1.1 on pooled connections, TLS 1.2 and 1.3, Mozilla's root
//! certificates.

use std::sync::Arc;

use bytes::Bytes;
use http::header::HOST;
use http::uri::{Authority, PathAndQuery};
use http::{HeaderValue, Request, Uri};
use http_body_util::Full;
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::HttpConnector;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::runtime::error::Error;
use crate::runtime::transport::connector::Connector;
use crate::runtime::transport::pool::Pool;
use crate::runtime::transport::proxy::Router;
use crate::runtime::transport::{
    Attempt, Body, BoxError, Transport, TransportError, TransportFuture,
};

/// The default limit of connections: a tenth of the usual limit of open files of a process.
const MAX_CONNECTIONS: usize = 100;

/// The settings of connections.
pub(crate) struct HyperBuilder {
    no_proxy: bool,
    root_certificates: Vec<Vec<u8>>,
    max_connections: usize,
}

impl Default for HyperBuilder {
    fn default() -> Self {
        Self {
            no_proxy: false,
            root_certificates: Vec::new(),
            max_connections: MAX_CONNECTIONS,
        }
    }
}

impl HyperBuilder {
    pub(crate) fn no_proxy(&mut self) {
        self.no_proxy = true;
    }

    pub(crate) fn root_certificate(&mut self, certificate: Vec<u8>) {
        self.root_certificates.push(certificate);
    }

    pub(crate) fn max_connections(&mut self, limit: usize) {
        self.max_connections = limit;
    }

    pub(crate) fn build(self) -> Result<HyperTransport, Error> {
        let tls = Arc::new(tls(&self.root_certificates)?);
        let mut tcp = HttpConnector::new();
        // The base URL decides whether plain `http://` is allowed.
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let router = if self.no_proxy {
            Router::direct(tcp)
        } else {
            Router::from_environment(tcp, Arc::clone(&tls))?
        };
        let connector = Connector(HttpsConnector::from((router, tls)));
        let pool = Pool::new(connector, self.max_connections);
        Ok(HyperTransport(Arc::new(pool)))
    }
}

fn tls(root_certificates: &[Vec<u8>]) -> Result<ClientConfig, Error> {
    let mut roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    for certificate in root_certificates {
        add(&mut roots, certificate)
            .map_err(|fault| Error::invalid(format!("a root certificate is invalid: {fault}")))?;
    }
    // The provider is explicit, because rustls panics if two are compiled in and none is selected.
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|fault| Error::invalid(format!("the setup of TLS failed: {fault}")))?;
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

pub(crate) struct HyperTransport(Arc<Pool>);

impl Transport for HyperTransport {
    fn send(&self, mut request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async {
            let attempt = request.extensions().get::<Attempt>();
            let connect_timeout = attempt.map(|attempt| attempt.connect_timeout);
            let server = to_origin_form(&mut request)?;
            let request = request.map(Full::new);
            let response = self.0.send(request, &server, connect_timeout).await?;
            Ok(response.map(Body::new))
        })
    }
}

/// Moves the server from the URI to the header `host`, as HTTP/1.1 requires. Returns the original
/// URI.
fn to_origin_form<B>(request: &mut Request<B>) -> Result<Uri, TransportError> {
    let path = request.uri().path_and_query().cloned();
    let path = path.unwrap_or_else(|| PathAndQuery::from_static("/"));
    let server = std::mem::replace(request.uri_mut(), path.into());
    let host = match (server.scheme_str(), server.port_u16()) {
        (Some("https"), Some(443)) | (Some("http"), Some(80)) => server.host(),
        _ => server.authority().map(Authority::as_str),
    };
    let host = HeaderValue::from_str(host.unwrap_or_default())
        .map_err(|error| TransportError::new(error).permanent())?;
    request.headers_mut().entry(HOST).or_insert(host);
    Ok(server)
}
