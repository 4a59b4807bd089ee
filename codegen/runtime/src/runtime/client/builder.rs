//! What a client is made of.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::{Client, Options, Sender, Shared};
use crate::runtime::auth::Auth;
use crate::runtime::base_url::BaseUrl;
use crate::runtime::error::Error;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::retry_budget::{self, RetryBudget};
use crate::runtime::transport::Transport;
#[cfg(feature = "hyper")]
use crate::runtime::transport::hyper::HyperBuilder;

/// The largest body of a response, unless the caller says otherwise: 32 MiB.
const RESPONSE_LIMIT: usize = 32 << 20;

/// The settings of a new client that depend on the API.
pub(crate) struct Defaults {
    /// The name and version of the crate, as `User-Agent` has them.
    pub(crate) user_agent: &'static str,
    /// How long a call may take.
    pub(crate) timeout: Duration,
    /// How long making a connection may take.
    pub(crate) connect_timeout: Duration,
}

/// Makes another transport out of one.
type Wrapper = Box<dyn FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + Sync>;

/// Settings for a [`Client`]; [`build`](Self::build) checks them all.
#[must_use = "there is no client until `build` is called"]
pub struct ClientBuilder {
    auth: Auth,
    base_url: String,
    allow_plain_http: bool,
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
    pub(crate) fn new(base_url: &str, auth: Auth, defaults: &Defaults) -> Self {
        Self {
            auth,
            base_url: base_url.to_owned(),
            allow_plain_http: false,
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

    /// Calls the service at this URL instead of its usual one: `https://host[:port][/path]`, where
    /// the path goes before every endpoint's own.
    ///
    /// Plain `http://` is for this machine only (`localhost`, `127.0.0.0/8`, `[::1]`), unless
    /// [`allow_plain_http`](Self::allow_plain_http) is said too. A user name, a query or a fragment
    /// is refused.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Lets the base URL be plain `http://` on any host. Whoever is on the way can then read the
    /// credentials.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Gives up a call that takes longer than this, with all its attempts, the waits between them,
    /// and everything from connecting to the last byte of the response. [`Client::builder`] says
    /// what holds otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Gives up an attempt that takes longer than this, from the wait for a connection to the last
    /// byte of the response. The call goes on if it may be repeated.
    ///
    /// The default is half of the call's [`timeout`](Self::timeout) where a call may be repeated:
    /// one hung connection then leaves as much time for another attempt. It is all of the call's
    /// timeout where a call may not be repeated.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.options.attempt_timeout = Some(timeout);
        self
    }

    /// Gives up connecting after this long: looking up the name, TCP and TLS together, and the way
    /// through a proxy. The built-in transport heeds it; another one may. [`Client::builder`] says
    /// what holds otherwise.
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

    /// Sets the tokens that all clones of the client share for retries: 500 by default.
    ///
    /// A retry takes 5 tokens, and 10 if the attempt before it timed out. A call that succeeds
    /// returns the tokens of its last retry. A call that succeeds at its first attempt adds 1, up
    /// to the number set here. With too few tokens left, the client does not retry, and
    /// [`Error::is_retry_budget_exhausted`] is true.
    ///
    /// If nearly all calls fail, the client soon sends each call only once, and so does not add to
    /// the load of the service. If few calls fail, the budget has no effect.
    pub fn retry_budget(mut self, tokens: u32) -> Self {
        self.retry_budget = Some(tokens);
        self
    }

    /// Makes failed calls again as the [`RetryPolicy`] says, without a
    /// [`retry_budget`](Self::retry_budget).
    pub fn no_retry_budget(mut self) -> Self {
        self.retry_budget = None;
        self
    }

    /// Refuses a response whose body is larger than this many bytes, as soon as that shows.
    /// Otherwise 32 MiB. (Of the body of an error, 64 KiB are read in any case, and no more.)
    pub fn response_limit(mut self, bytes: usize) -> Self {
        self.response_limit = bytes;
        self
    }

    /// Puts the name and version of your program behind the client's own in `User-Agent`:
    /// `my-service/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends requests through `transport` instead of the built-in one. To keep a hand on it, wrap
    /// it into an [`Arc`].
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Sends requests through what `wrap` makes of the transport, be it the built-in one or that of
    /// [`transport`](Self::transport). A second wrapper goes around the first one. The guide to
    /// transports has an example that limits the rate of calls, measures them and signs them.
    pub fn wrap_transport<T: Transport>(
        mut self,
        wrap: impl FnOnce(Arc<dyn Transport>) -> T + Send + Sync + 'static,
    ) -> Self {
        self.wrappers.push(Box::new(|inner| Arc::new(wrap(inner))));
        self
    }

    /// Checks the settings and makes the client. Nothing is sent, no connection is opened.
    ///
    /// # Errors
    ///
    /// Returns an [`Error`] if:
    ///
    /// - [`base_url`](Self::base_url) refuses the URL,
    /// - a credential or the user agent has a character that a header cannot carry,
    /// - a root certificate is invalid,
    /// - an environment variable does not name a proxy (see `no_proxy`), or
    /// - no transport is set and the feature `hyper` is off.
    pub fn build(self) -> Result<Client, Error> {
        let user_agent = match self.user_agent_suffix {
            Some(suffix) => HeaderValue::try_from(format!("{} {suffix}", self.user_agent))
                .map_err(|_| {
                    Error::invalid(
                        "the user agent suffix holds a character that a header cannot carry",
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
            Error::invalid("there is no transport: turn the feature `hyper` on, or give the builder a `transport`")
        })?;
        let wrappers = self.wrappers.into_iter();
        let shared = Shared {
            base_url: BaseUrl::parse(&self.base_url, self.allow_plain_http)?,
            credentials: self.auth.into_credentials()?,
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
    /// Connects without a proxy, whatever the environment says.
    ///
    /// By default, the built-in transport reaches an `https://` server through the proxy that the
    /// environment names when the client is built. The rules are those of curl: the first of
    /// `https_proxy`, `HTTPS_PROXY`, `all_proxy` and `ALL_PROXY` that is not empty counts, and
    /// `no_proxy`, or else `NO_PROXY`, lists the hosts that need no proxy. A proxy is `http://`,
    /// `https://` or `socks5://`, with `user:password@` if it wants that; it looks up the name of
    /// the server. The client never uses a proxy for plain `http://`, for `localhost`, or for a
    /// loopback address.
    ///
    /// The names and addresses in `no_proxy` are separated by commas or spaces. A host name
    /// includes its subdomains, a network is written as `10.0.0.0/8`, and `*` is every host.
    /// [`build`](Self::build) refuses any other entry, which would have no effect.
    pub fn no_proxy(mut self) -> Self {
        self.built_in.no_proxy();
        self
    }

    /// Opens at most this many connections at a time, 100 by default. 0 counts as 1.
    ///
    /// A call holds a connection until its response has been read; further calls wait in their
    /// order, within their timeouts. The client keeps a connection open for the next call until it
    /// has been unused for 50 seconds. It closes such a connection when it makes another call. Only
    /// the built-in transport heeds the limit.
    pub fn max_connections(mut self, limit: usize) -> Self {
        self.built_in.max_connections(limit);
        self
    }

    /// Trusts this root certificate too, next to Mozilla's: one in DER, or any number in PEM. Only
    /// the built-in transport heeds it.
    pub fn root_certificate(mut self, certificate: impl Into<Vec<u8>>) -> Self {
        self.built_in.root_certificate(certificate.into());
        self
    }
}

/// Leaves out the base URL, which is not checked yet and may hold a password.
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
