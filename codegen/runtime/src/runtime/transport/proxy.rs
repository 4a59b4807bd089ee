//! The way to a server: straight, or through the proxy that the environment names.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::Uri;
use http::uri::Scheme;
use hyper_rustls::{HttpsConnector, MaybeHttpsStream};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tower_service::Service;

use crate::runtime::base_url::is_loopback;
use crate::runtime::transport::BoxError;

/// Opens connections, up to where TLS with the server can begin.
#[derive(Clone)]
pub(super) struct Route {
    tcp: HttpConnector,
    to_proxy: HttpsConnector<HttpConnector>,
    proxies: Option<Arc<Matcher>>,
}

impl Route {
    pub(super) fn direct(tcp: HttpConnector, to_proxy: HttpsConnector<HttpConnector>) -> Self {
        Self {
            tcp,
            to_proxy,
            proxies: None,
        }
    }

    pub(super) fn of_environment(
        tcp: HttpConnector,
        to_proxy: HttpsConnector<HttpConnector>,
    ) -> Self {
        Self {
            proxies: Some(Arc::new(Matcher::from_env())),
            ..Self::direct(tcp, to_proxy)
        }
    }

    /// Plain HTTP is for this machine and for networks where the caller allows it: neither has a proxy on the way.
    fn proxy(&self, server: &Uri) -> Option<Intercept> {
        if server.scheme() != Some(&Scheme::HTTPS) || is_loopback(server.host()?) {
            return None;
        }
        self.proxies.as_ref()?.intercept(server)
    }
}

impl Service<Uri> for Route {
    type Response = MaybeHttpsStream<<HttpConnector as Service<Uri>>::Response>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        let Some(proxy) = self.proxy(&server) else {
            let connection = self.tcp.call(server);
            return Box::pin(async { Ok(MaybeHttpsStream::Http(connection.await?)) });
        };
        match proxy.uri().scheme_str() {
            Some("http" | "https") => {
                let mut tunnel = Tunnel::new(proxy.uri().clone(), self.to_proxy.clone());
                if let Some(credentials) = proxy.basic_auth() {
                    tunnel = tunnel.with_auth(credentials.clone());
                }
                let connection = tunnel.call(server);
                Box::pin(async { Ok(connection.await?) })
            }
            Some("socks5" | "socks5h") => {
                let mut socks = SocksV5::new(proxy.uri().clone(), self.tcp.clone());
                if let Some((user, password)) = proxy.raw_auth() {
                    socks = socks.with_auth(user.to_owned(), password.to_owned());
                }
                let connection = socks.call(server);
                Box::pin(async { Ok(MaybeHttpsStream::Http(connection.await?)) })
            }
            _ => Box::pin(async {
                Err("the proxy must be one of http://, https://, socks5:// and socks5h://".into())
            }),
        }
    }
}
