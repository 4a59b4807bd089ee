//! The settings of a client.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use super::{Client, Options, Sender, Shared};
use crate::runtime::auth::Auth;
use crate::runtime::base_url::{BaseUrl, Server};
use crate::runtime::error::Error;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::retry_budget::{self, RetryBudget};
use crate::runtime::transport::Transport;
#[cfg(feature = "hyper")]
use crate::runtime::transport::hyper::HyperBuilder;

/// The default limit of a response body: 32 MiB.
const RESPONSE_LIMIT: usize = 32 << 20;

/// The settings of a new client that depend on the API.
pub(crate) struct Defaults {
    /// The name and version of the crate, in the form of `User-Agent`.
    pub(crate) user_agent: &'static str,
    /// The timeout of a call.
    pub(crate) timeout: Duration,
    /// The timeout of opening a connection.
    pub(crate) connect_timeout: Duration,
}

/// Wraps a transport into another one.
type Wrapper = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// Settings for a [`Client`]. [`build`](Self::build) checks them.
#[must_use = "call `build` to create the client"]
pub struct ClientBuilder {
    auth: Auth,
    usual_url: &'static str,
    base_url: Option<String>,
    pub(crate) servers: Vec<Server>,
    allow_plain_http: bool,
    headers: &'static [(&'static str, &'static str)],
    options: Options,
    response_limit: usize,
    retry_budget: Option<u32>,
    user_agent: &'static str,
    user_agent_suffix: Option<String>,
    transport: Option<Arc<dyn Transport>>,
    wrappers: Vec<Wrapper>,
    #[cfg(feature = "hyper")]
    built_in: HyperBuilder,
}

impl ClientBuilder {
    pub(crate) fn new(usual_url: &'static str, auth: Auth, defaults: &Defaults) -> Self {
        Self {
            auth,
            usual_url,
            base_url: None,
            servers: Vec::new(),
            allow_plain_http: false,
            headers: &[],
            options: Options {
                timeout: defaults.timeout,
                attempt_timeout: None,
                connect_timeout: defaults.connect_timeout,
                retry: RetryPolicy::default(),
            },
            response_limit: RESPONSE_LIMIT,
            retry_budget: Some(retry_budget::CAPACITY),
            user_agent: defaults.user_agent,
            user_agent_suffix: None,
            transport: None,
            wrappers: Vec::new(),
            #[cfg(feature = "hyper")]
            built_in: HyperBuilder::default(),
        }
    }

    /// Sets the headers of every request, unless its endpoint sets other values.
    #[allow(dead_code, reason = "not every API has fixed headers")]
    pub(crate) fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Sets the base URL: `https://host[:port][/path]`. The path comes before the path of each
    /// endpoint. The default is the URL of the service. If the API has
    /// several servers, this is the URL of all servers without a URL of their own.
    ///
    /// `http://` is valid for this machine (`localhost`, `127.0.0.0/8`, `[::1]`), and for other
    /// hosts after [`allow_plain_http`](Self::allow_plain_http). [`build`](Self::build) rejects a
    /// URL with a user name, a query or a fragment.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Allows a base URL with `http://` on any host. Everyone on the network path can then read the
    /// credentials.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Sets the timeout of a call, with all its attempts and the waits between them, from
    /// connecting to the last byte of the response. [`Client::builder`] documents the default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Sets the timeout of an attempt, from the wait for a connection to the last byte of the
    /// response. After it, the client retries the call if that is safe.
    ///
    /// If the client can retry the call, the default is half of the call's
    /// [`timeout`](Self::timeout). An attempt that hangs then leaves time for another attempt. If
    /// the client cannot retry the call, the default is all of the call's timeout.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.attempt_timeout = Some(timeout);
        self
    }

    /// Sets the timeout of opening a connection: name lookup, proxy, TCP and TLS together. The
    /// built-in transport applies it; another transport can ignore it. [`Client::builder`]
    /// documents the default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.options.connect_timeout = timeout;
        self
    }

    /// Sets the number of attempts and the waits between them. The default is
    /// [`RetryPolicy::default`].
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.options.retry = policy;
        self
    }

    /// Sets the number of tokens for retries, which all clones of the client share. The default is
    /// 500.
    ///
    /// A retry takes 5 tokens, and 10 if the attempt before it timed out. A call that succeeds
    /// returns the tokens of its last retry. A call that succeeds at its first attempt adds 1, up
    /// to the number set here. With too few tokens left, the client does not retry, and
    /// [`Error::is_retry_budget_exhausted`] is true.
    ///
    /// If nearly all calls fail, the client soon stops retrying, and does not add to the load of
    /// the service. If few calls fail, the budget has no effect.
    pub fn retry_budget(mut self, tokens: u32) -> Self {
        self.retry_budget = Some(tokens);
        self
    }

    /// Turns the [`retry_budget`](Self::retry_budget) off. Then only the [`RetryPolicy`] limits
    /// retries.
    pub fn no_retry_budget(mut self) -> Self {
        self.retry_budget = None;
        self
    }

    /// Sets the limit of a response body, in bytes. The default is 32 MiB. A larger body ends the
    /// call as soon as its size is known. The limit does not apply to an error body: the client
    /// reads its first 64 KiB.
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Appends the name and version of your program, such as `my-service/1.2`, to the `User-Agent`
    /// of the client.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends requests through `transport` instead of the built-in transport. To keep access to the
    /// transport, pass an [`Arc`] of it.
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Wraps the transport: the built-in one, or the argument of [`transport`](Self::transport). A
    /// second call wraps the result of the first call. The guide to transports has an example that
    /// limits the rate of calls, measures calls and signs them.
    pub fn wrap_transport<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.wrappers.push(Box::new(|inner| Arc::new(wrap(inner))));
        self
    }

    /// Checks the settings and creates the client. It opens no connection.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if:
    ///
    /// - the [`base_url`](Self::base_url) is invalid,
    /// - a credential or the user agent has a character that is invalid in a header,
    /// - a root certificate is invalid,
    /// - an environment variable for proxies is invalid (see `no_proxy`), or
    /// - no transport is set and the feature `hyper` is off.
    pub fn build(self) -> Result<Client, Error> {
        let user_agent = match self.user_agent_suffix {
            Some(suffix) => HeaderValue::try_from(format!("{} {suffix}", self.user_agent))
                .map_err(|_| {
                    Error::invalid(
                        "the user agent suffix contains a character that is invalid in a header",
                    )
                })?,
            None => HeaderValue::from_static(self.user_agent),
        };
        #[cfg(feature = "hyper")]
        let transport = match self.transport {
            Some(transport) => transport,
            None => Arc::new(self.built_in.build()?),
        };
        #[cfg(not(feature = "hyper"))]
        let transport = self.transport.ok_or_else(|| {
            Error::invalid("no transport is set: enable the feature `hyper`, or call `transport` of the builder")
        })?;
        let mut headers = HeaderMap::new();
        for (name, value) in self.headers {
            match (HeaderName::try_from(*name), HeaderValue::try_from(*value)) {
                (Ok(name), Ok(value)) => drop(headers.insert(name, value)),
                _ => return Err(Error::invalid(format!("the header `{name}` is invalid"))),
            }
        }
        let wrappers = self.wrappers.into_iter();
        let base_url = self.base_url.as_deref();
        let parse = |url: &str| BaseUrl::parse(url, self.allow_plain_http);
        let mut servers = Vec::with_capacity(self.servers.len());
        for server in &self.servers {
            let url = server.own_url.as_deref().or(base_url);
            servers.push((server.name, parse(url.unwrap_or(server.usual_url))?));
        }
        let shared = Shared {
            base_url: parse(base_url.unwrap_or(self.usual_url))?,
            servers,
            credentials: self.auth.into_credentials()?,
            headers,
            user_agent,
            response_limit: self.response_limit,
            retry_budget: self.retry_budget.map(RetryBudget::new),
            transport: wrappers.fold(transport, |inner, wrap| wrap(inner)),
        };
        let sender = Sender {
            shared: Arc::new(shared),
            options: self.options,
        };
        Ok(Client { sender })
    }
}

/// Settings of the built-in transport.
#[cfg(feature = "hyper")]
impl ClientBuilder {
    /// Connects without a proxy, even if the environment has one.
    ///
    /// By default, the built-in transport uses the proxy in the environment for `https://` servers,
    /// as curl does. [`build`](Self::build) reads the environment. The proxy is the first of
    /// `https_proxy`, `HTTPS_PROXY`, `all_proxy` and `ALL_PROXY` that is not empty. `no_proxy`, or
    /// else `NO_PROXY`, lists the hosts that need no proxy.
    ///
    /// The URL of a proxy starts with `http://`, `https://` or `socks5://`, and can have
    /// `user:password@`. The proxy looks up the name of the server. The client never uses a proxy
    /// for plain `http://`, for `localhost`, or for a loopback address.
    ///
    /// Commas or spaces separate the entries of `no_proxy`. A host name includes its subdomains, a
    /// network has the form `10.0.0.0/8`, and `*` is every host. [`build`](Self::build) rejects any
    /// other entry, because it would have no effect.
    pub fn no_proxy(mut self) -> Self {
        self.built_in.no_proxy();
        self
    }

    /// Sets the limit of open connections. The default is 100. 0 counts as 1.
    ///
    /// A call uses a connection until its response has been read. At the limit, further calls wait
    /// in their order, within their timeouts. The client keeps a connection for the next call until
    /// it has been unused for 50 seconds. It closes such a connection when it makes another call.
    /// Only the built-in transport applies the limit.
    pub fn max_connections(mut self, limit: usize) -> Self {
        self.built_in.max_connections(limit);
        self
    }

    /// Adds root certificates to Mozilla's: one in DER, or any number in PEM. Only the built-in
    /// transport uses them.
    pub fn root_certificate(mut self, certificate: impl Into<Vec<u8>>) -> Self {
        self.built_in.root_certificate(certificate.into());
        self
    }
}

/// Hides the base URL, which is unchecked and can contain a password.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("auth", &self.auth)
            .field("options", &self.options)
            .field("response_limit", &self.response_limit)
            .field("retry_budget", &self.retry_budget)
            .field("user_agent_suffix", &self.user_agent_suffix)
            .finish_non_exhaustive()
    }
}
