//! The client: settings that every call shares, and the one place from which requests leave.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderName, HeaderValue};

use crate::api;
use crate::auth::Auth;
use crate::base_url::BaseUrl;
use crate::deadline::Deadline;
use crate::error::Error;
use crate::response::Received;
use crate::transport::Transport;

/// Makes calls to the service.
///
/// Cheap to clone; clones share settings and connections, so make one client and hand out clones. Calls need a Tokio
/// runtime whose timers are on, as `#[tokio::main]` sets it up.
///
/// Redirects are not followed: the credentials go to the base URL and nowhere else. `Debug` shows no credentials.
#[derive(Clone)]
pub struct Client(Arc<Settings>);

struct Settings {
    base_url: BaseUrl,
    auth: Option<(HeaderName, HeaderValue)>,
    user_agent: HeaderValue,
    timeout: Duration,
    transport: Arc<dyn Transport>,
}

impl Client {
    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.0.base_url
    }

    /// Sends `request` with credentials and user agent, and receives the response in full, or its error.
    pub(crate) async fn execute(
        &self,
        mut request: http::Request<Bytes>,
    ) -> Result<Received, Error> {
        let settings = &self.0;
        let headers = request.headers_mut();
        headers.insert(USER_AGENT, settings.user_agent.clone());
        if let Some((name, value)) = &settings.auth {
            headers.insert(name, value.clone());
        }
        let deadline = Deadline::after(settings.timeout);
        let response = deadline.limit(settings.transport.send(request)).await?;
        Received::read(response.map_err(Error::transport)?, deadline).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base_url)
            .field("user_agent", &self.0.user_agent)
            .field("timeout", &self.0.timeout)
            .finish_non_exhaustive()
    }
}

/// Settings for a [`Client`]; [`build`](Self::build) checks them all.
#[must_use = "there is no client until `build` is called"]
pub struct ClientBuilder {
    auth: Auth,
    base_url: String,
    allow_plain_http: bool,
    timeout: Duration,
    connect_timeout: Duration,
    user_agent_suffix: Option<String>,
    transport: Option<Arc<dyn Transport>>,
}

impl ClientBuilder {
    pub(crate) fn new(base_url: impl Into<String>, auth: Auth) -> Self {
        Self {
            auth,
            base_url: base_url.into(),
            allow_plain_http: false,
            timeout: api::CALL_TIMEOUT,
            connect_timeout: api::CONNECT_TIMEOUT,
            user_agent_suffix: None,
            transport: None,
        }
    }

    /// Calls the service at this URL instead of its usual one: `https://host[:port][/path]`, where the path goes before
    /// every endpoint's own.
    ///
    /// Plain `http://` is for this machine only (`localhost`, `127.0.0.0/8`, `[::1]`), unless
    /// [`allow_plain_http`](Self::allow_plain_http) is said too. A user name, a query or a fragment is refused.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = url.into();
        self
    }

    /// Lets the base URL be plain `http://` on any host. Whoever is on the way can then read the credentials.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Gives up a call that takes longer than this, from connecting, where that is needed, to the last byte of the
    /// response. [`Client::builder`] says what holds otherwise.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Gives up connecting after this long: looking up the name, TCP and TLS together. Only the built-in transport heeds
    /// it. [`Client::builder`] says what holds otherwise.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Puts the name and version of your program behind the client's own in `User-Agent`: `my-service/1.2`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = Some(suffix.into());
        self
    }

    /// Sends requests through `transport` instead of the built-in one. To keep a hand on it, wrap it into an [`Arc`].
    pub fn transport(mut self, transport: impl Transport) -> Self {
        self.transport = Some(Arc::new(transport));
        self
    }

    /// Checks the settings and makes the client. Nothing is sent, no connection is opened.
    ///
    /// # Errors
    ///
    /// Where [`base_url`](Self::base_url) refuses the URL, where credentials or user agent hold a character that a header
    /// cannot carry, and where there is no transport because the feature `hyper` is off.
    pub fn build(self) -> Result<Client, Error> {
        let user_agent = match self.user_agent_suffix {
            Some(suffix) => HeaderValue::try_from(format!("{} {suffix}", api::USER_AGENT))
                .map_err(|_| {
                    Error::invalid(
                        "the user agent suffix holds a character that a header cannot carry",
                    )
                })?,
            None => HeaderValue::from_static(api::USER_AGENT),
        };
        Ok(Client(Arc::new(Settings {
            base_url: BaseUrl::parse(&self.base_url, self.allow_plain_http)?,
            auth: self.auth.into_header()?,
            user_agent,
            timeout: self.timeout,
            transport: match self.transport {
                Some(transport) => transport,
                None => built_in_transport(self.connect_timeout)?,
            },
        })))
    }
}

/// Leaves out the base URL, which is not checked yet and may hold a password.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("auth", &self.auth)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("user_agent_suffix", &self.user_agent_suffix)
            .finish_non_exhaustive()
    }
}

#[cfg(feature = "hyper")]
fn built_in_transport(connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
    match crate::transport::hyper::HyperTransport::new(connect_timeout) {
        Ok(transport) => Ok(Arc::new(transport)),
        Err(fault) => Err(Error::invalid(format!("TLS cannot be set up: {fault}"))),
    }
}

#[cfg(not(feature = "hyper"))]
fn built_in_transport(_connect_timeout: Duration) -> Result<Arc<dyn Transport>, Error> {
    Err(Error::invalid(
        "there is no transport: turn the feature `hyper` on, or give the builder a `transport`",
    ))
}
