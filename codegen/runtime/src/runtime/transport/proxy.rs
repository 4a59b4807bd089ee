//! Opens connections to a server, directly or through the proxy in the environment.

use std::env::{self, VarError};
use std::error::Error as StdError;
use std::fmt;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{HOST, PROXY_AUTHORIZATION};
use http::uri::Scheme;
use http::{HeaderValue, Request, StatusCode, Uri};
use http_body_util::Full;
use hyper::client::conn::http1::handshake;
use hyper::rt::{Read, Write};
use hyper_rustls::HttpsConnector;
use hyper_util::client::legacy::connect::proxy::SocksV5;
use hyper_util::client::legacy::connect::{Connected, Connection, HttpConnector};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use rustls::ClientConfig;
use tower_service::Service;

use crate::runtime::base_url::is_loopback;
use crate::runtime::error::Error;
use crate::runtime::transport::BoxError;
use crate::runtime::transport::connector::Stream;

/// A connection to a server, directly or through a proxy. It has one type for all of these, so that
/// the compiler translates TLS and HTTP once.
pub(super) trait Route: Read + Write + Connection + Send + Unpin {}

impl<T: Read + Write + Connection + Send + Unpin> Route for T {}

impl Connection for Box<dyn Route> {
    fn connected(&self) -> Connected {
        (**self).connected()
    }
}

/// Opens connections to a server or to a proxy, without the TLS that the server expects.
#[derive(Clone)]
pub(super) struct Router {
    tcp: HttpConnector,
    proxies: Option<Arc<Proxies>>,
}

struct Proxies {
    matcher: Matcher,
    connector: HttpsConnector<Router>,
}

impl Router {
    pub(super) fn direct(tcp: HttpConnector) -> Self {
        Self { tcp, proxies: None }
    }

    /// Uses the proxy in the environment, if there is one.
    pub(super) fn from_environment(
        tcp: HttpConnector,
        tls: Arc<ClientConfig>,
    ) -> Result<Self, Error> {
        let proxies = matcher()?.map(|matcher| {
            let direct = Self::direct(tcp.clone());
            Arc::new(Proxies {
                matcher,
                connector: HttpsConnector::from((direct, tls)),
            })
        });
        Ok(Self { tcp, proxies })
    }
}

impl Proxies {
    /// Returns the proxy for a server. Plain HTTP never uses a proxy: it is only for this machine,
    /// and for networks where the caller allows it.
    fn proxy(&self, server: &Uri) -> Option<Intercept> {
        if server.scheme() != Some(&Scheme::HTTPS) || is_loopback(server.host()?) {
            return None;
        }
        self.matcher.intercept(server)
    }
}

impl Service<Uri> for Router {
    type Response = Box<dyn Route>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Box<dyn Route>, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, server: Uri) -> Self::Future {
        let proxies = self.proxies.clone();
        let proxy = proxies.and_then(|proxies| Some((proxies.proxy(&server)?, proxies)));
        let Some((proxy, proxies)) = proxy else {
            let route = self.tcp.call(server);
            return Box::pin(async { Ok(boxed(route.await?)) });
        };
        let tcp = self.tcp.clone();
        Box::pin(async move {
            let route = match proxy.uri().scheme_str() {
                Some("socks5" | "socks5h") => through_socks(&proxy, tcp, server).await,
                _ => proxies.through_http(&proxy, &server).await,
            };
            route.map_err(|source| {
                let proxy = proxy.uri().authority();
                let proxy = proxy.map(ToString::to_string).unwrap_or_default();
                ProxyError { proxy, source }.into()
            })
        })
    }
}

fn boxed(route: impl Route + 'static) -> Box<dyn Route> {
    Box::new(route)
}

async fn through_socks(
    proxy: &Intercept,
    tcp: HttpConnector,
    server: Uri,
) -> Result<Box<dyn Route>, BoxError> {
    let mut socks = SocksV5::new(proxy.uri().clone(), tcp);
    if let Some((user, password)) = proxy.raw_auth() {
        socks = socks.with_auth(user.to_owned(), password.to_owned());
    }
    match socks.call(server).await {
        Ok(route) => Ok(boxed(route)),
        Err(SocksError::V5(fault)) => Err(Refusal::Socks(fault.to_string()).into()),
        // Its `Display` does not show its cause.
        Err(SocksError::Inner(error)) => Err(error.into()),
        Err(SocksError::Io(error)) => Err(error.into()),
        Err(error) => Err(error.into()),
    }
}

impl Proxies {
    async fn through_http(
        &self,
        proxy: &Intercept,
        server: &Uri,
    ) -> Result<Box<dyn Route>, BoxError> {
        let connection = self.connector.clone().call(proxy.uri().clone());
        tunnel(connection.await?, proxy, server).await
    }
}

/// The error type of `SocksV5`, which has no public name.
type SocksError = <SocksV5<HttpConnector> as Service<Uri>>::Error;

/// Requests a connection to `server` from the proxy at the other end of `stream`.
async fn tunnel(
    stream: Stream,
    proxy: &Intercept,
    server: &Uri,
) -> Result<Box<dyn Route>, BoxError> {
    let host = server.host().unwrap_or_default();
    let authority = format!("{host}:{}", server.port_u16().unwrap_or(443));
    let mut request = Request::connect(&authority).body(Full::<Bytes>::default())?;
    let headers = request.headers_mut();
    headers.insert(HOST, HeaderValue::from_str(&authority)?);
    if let Some(credentials) = proxy.basic_auth() {
        headers.insert(PROXY_AUTHORIZATION, credentials.clone());
    }
    let (mut requests, connection) = handshake(stream).await?;
    tokio::spawn(connection.with_upgrades());
    let response = requests.send_request(request).await?;
    if !response.status().is_success() {
        return Err(Refusal::Http(response.status()).into());
    }
    let tunnel = hyper::upgrade::on(response).await?;
    let parts = tunnel.downcast::<Stream>();
    let parts = parts.map_err(|_| "the proxy has changed the connection")?;
    Ok(boxed(parts.io))
}

/// The error of a connection through a proxy.
#[derive(Debug)]
struct ProxyError {
    /// Host and port, without credentials.
    proxy: String,
    source: BoxError,
}

impl fmt::Display for ProxyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no connection through the proxy {}", self.proxy)
    }
}

impl StdError for ProxyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        Some(&*self.source)
    }
}

/// The answer of a proxy that rejects a connection.
#[derive(Debug)]
pub(super) enum Refusal {
    Http(StatusCode),
    /// The reason, as text.
    Socks(String),
}

impl Refusal {
    /// Whether the proxy would also reject the next request, because of its rules or the
    /// credentials.
    pub(super) fn is_permanent(&self) -> bool {
        match self {
            Self::Http(status) => status.is_client_error(),
            Self::Socks(_) => true,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Http(status) => write!(f, "it answered {status}"),
            Self::Socks(reason) => write!(f, "it rejected the connection: {reason}"),
        }
    }
}

impl StdError for Refusal {}

/// Returns the proxy for `https://` servers from the environment. The rules are the same as in
/// curl, except that a value without an effect is an error.
fn matcher() -> Result<Option<Matcher>, Error> {
    let names = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];
    let Some((name, proxy)) = variable(&names)? else {
        return Ok(None);
    };
    if !is_proxy(&proxy) {
        return Err(Error::invalid(format!(
            "the environment variable {name} is not the URL of a proxy: write `http://`, `https://` or `socks5://`, then \
             `user:password@` in percent-encoding if the proxy needs it, then its host and port; or build the client with \
             `no_proxy()`"
        )));
    }
    let excluded = variable(&["no_proxy", "NO_PROXY"])?;
    let (name, excluded) = excluded.unwrap_or_default();
    Ok(Some(
        Matcher::builder()
            .https(proxy)
            .no(exclusions(name, &excluded)?)
            .build(),
    ))
}

/// Returns the first of these environment variables that is set and not empty.
fn variable(names: &[&'static str]) -> Result<Option<(&'static str, String)>, Error> {
    for name in names {
        match env::var(name) {
            Ok(value) if !value.is_empty() => return Ok(Some((name, value))),
            Ok(_) | Err(VarError::NotPresent) => {}
            Err(VarError::NotUnicode(_)) => {
                return Err(Error::invalid(format!(
                    "the environment variable {name} is not Unicode"
                )));
            }
        }
    }
    Ok(None)
}

/// Whether [`Router`] can use `proxy`. [`Matcher`] silently ignores other values.
fn is_proxy(proxy: &str) -> bool {
    let any_server = Uri::from_static("https://example.com");
    let matcher = Matcher::builder().https(proxy.to_owned()).build();
    matcher.intercept(&any_server).is_some_and(|proxy| {
        let uri = proxy.uri();
        let has_host = uri.host().is_some_and(|host| !host.is_empty());
        let port = uri.authority().and_then(|authority| {
            let (_, port) = authority.as_str().rsplit_once(':')?;
            (!port.ends_with(']')).then_some(port)
        });
        has_host
            && port.is_none_or(|port| port.parse::<u16>().is_ok())
            && matches!(
                uri.scheme_str(),
                Some("http" | "https" | "socks5" | "socks5h")
            )
    })
}

/// Converts the entries of `NO_PROXY` to the form of [`Matcher`], which silently ignores other
/// forms.
fn exclusions(name: &str, list: &str) -> Result<String, Error> {
    let entries = list.split(|c: char| c == ',' || c.is_whitespace());
    let entries = entries.filter(|entry| !entry.is_empty()).map(|entry| {
        let pattern = entry.strip_prefix("*").filter(|rest| rest.starts_with('.'));
        let pattern = pattern.unwrap_or(entry);
        let pattern = pattern.trim_start_matches('[').trim_end_matches(']');
        if is_exclusion(pattern) {
            return Ok(pattern);
        }
        Err(Error::invalid(format!(
            "the environment variable {name} has the entry `{}`: write a host name, which includes its subdomains, an IP \
             address, a network such as `10.0.0.0/8`, or `*`",
            entry.escape_debug()
        )))
    });
    Ok(entries.collect::<Result<Vec<_>, _>>()?.join(","))
}

fn is_exclusion(entry: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    match entry.split_once('/') {
        Some((address, bits)) => {
            let most = address
                .parse()
                .map(|ip: IpAddr| if ip.is_ipv4() { 32 } else { 128 });
            most.is_ok_and(|most| bits.parse().is_ok_and(|bits: u8| bits <= most))
        }
        None => entry == "*" || entry.parse::<IpAddr>().is_ok() || entry.chars().all(is_name),
    }
}
