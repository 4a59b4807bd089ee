//! Opens connections: name lookup, proxy, TCP and TLS, within one timeout.

use std::error::Error as StdError;
use std::future::poll_fn;
use std::time::Duration;

use http::Uri;
use hyper_rustls::HttpsConnector;
use tower_service::Service;

use crate::runtime::transport::fault::{has_cause, transport_error};
use crate::runtime::transport::proxy::{Refusal, Router};
use crate::runtime::transport::{BoxError, TransportError};

/// A connection that is ready for HTTP.
pub(super) type Stream = <HttpsConnector<Router> as Service<Uri>>::Response;

pub(super) struct Connector(pub(super) HttpsConnector<Router>);

impl Connector {
    pub(super) async fn connect(
        &self,
        server: &Uri,
        timeout: Option<Duration>,
    ) -> Result<Stream, TransportError> {
        let connecting = self.connect_without_timeout(server);
        let stream = match timeout {
            None => connecting.await,
            Some(timeout) => tokio::time::timeout(timeout, connecting)
                .await
                .unwrap_or_else(|_| {
                    let fault = format!("timed out after {timeout:?}");
                    Err(TransportError::new(fault).timed_out())
                }),
        };
        stream.map_err(TransportError::connecting)
    }

    async fn connect_without_timeout(&self, server: &Uri) -> Result<Stream, TransportError> {
        let mut connector = self.0.clone();
        let connecting = async {
            poll_fn(|cx| connector.poll_ready(cx)).await?;
            connector.call(server.clone()).await
        };
        connecting.await.map_err(|error: BoxError| {
            let permanent = has_cause(&*error, is_permanent);
            let error = transport_error(error);
            if permanent { error.permanent() } else { error }
        })
    }
}

/// Whether the next attempt would also fail, because of the proxy or the certificate of the server.
fn is_permanent(error: &(dyn StdError + 'static)) -> bool {
    let of_tls = error.downcast_ref();
    matches!(of_tls, Some(rustls::Error::InvalidCertificate(_)))
        || error.downcast_ref().is_some_and(Refusal::is_permanent)
}
