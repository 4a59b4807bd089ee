//! The client: the settings of all calls, and the function that sends requests.

mod builder;

pub use builder::ClientBuilder;
pub(crate) use builder::Defaults;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::USER_AGENT;
use http::{HeaderMap, HeaderValue};

use crate::runtime::auth::{Carrier, Credential, Login};
use crate::runtime::base_url::BaseUrl;
use crate::runtime::call::Call;
use crate::runtime::deadline::Deadline;
use crate::runtime::error::Error;
use crate::runtime::receive::{self, Receive};
use crate::runtime::received::Received;
use crate::runtime::retry::RetryPolicy;
use crate::runtime::retry_budget::{RetryBudget, SUCCESS_REWARD};
use crate::runtime::trace::{self, Span};
use crate::runtime::transport::{Attempt, Transport};

/// Makes calls to the service.
///
/// A clone is cheap. Clones share settings, connections and the budget for retries, so create one
/// client and clone it. Calls need a Tokio runtime with timers, such as the one of
/// `#[tokio::main]`. Several runtimes can use a client, but they do not share connections. Dropping
/// the future of a call stops the call.
///
/// After a transient failure, the client retries a call if that is safe, within one timeout for all
/// attempts. [`RetryPolicy`] has the details. The `with_` methods return a client with another
/// value of one such setting. It shares everything else, so you can use it for a single call.
///
/// The client does not follow redirects, so it sends credentials only to its base URLs. `Debug`
/// shows no credentials.
#[derive(Clone)]
pub struct Client {
    // The resources of the API are methods of `Client`. Internal methods are here, so their names
    // cannot conflict.
    pub(crate) sender: Sender,
}

/// Sends requests with the settings of a client.
#[derive(Clone)]
pub(crate) struct Sender {
    shared: Arc<Shared>,
    options: Options,
}

struct Shared {
    base_url: BaseUrl,
    /// The servers that some endpoints use.
    servers: Vec<(&'static str, BaseUrl)>,
    credentials: Vec<Credential>,
    /// The headers of every request, unless its endpoint sets other values.
    headers: HeaderMap,
    user_agent: HeaderValue,
    response_limit: usize,
    /// `None` if the caller turned it off.
    retry_budget: Option<RetryBudget>,
    transport: Arc<dyn Transport>,
}

/// The settings that can differ for each call.
#[derive(Clone, Copy, Debug)]
struct Options {
    timeout: Duration,
    attempt_timeout: Option<Duration>,
    connect_timeout: Duration,
    retry: RetryPolicy,
}

impl Client {
    /// Returns this client with another [timeout of a call](ClientBuilder::timeout).
    #[must_use]
    pub fn with_timeout(&self, timeout: Duration) -> Self {
        with(self, |options| options.timeout = timeout)
    }

    /// Returns this client with another [timeout of an attempt](ClientBuilder::attempt_timeout).
    #[must_use]
    pub fn with_attempt_timeout(&self, timeout: Duration) -> Self {
        with(self, |options| options.attempt_timeout = Some(timeout))
    }

    /// Returns this client with another [timeout of opening a
    /// connection](ClientBuilder::connect_timeout).
    #[must_use]
    pub fn with_connect_timeout(&self, timeout: Duration) -> Self {
        with(self, |options| options.connect_timeout = timeout)
    }

    /// Returns this client with another [retry policy](ClientBuilder::retry).
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        with(self, |options| options.retry = policy)
    }
}

fn with(client: &Client, change: impl FnOnce(&mut Options)) -> Client {
    let mut client = client.clone();
    change(&mut client.sender.options);
    client
}

impl Sender {
    /// Returns the URL of the server with this name, or else of the default server.
    pub(crate) fn base_url(&self, server: Option<&str>) -> &BaseUrl {
        let other = server.and_then(|server| {
            let mut servers = self.shared.servers.iter();
            servers.find(|(name, _)| *name == server)
        });
        other.map_or(&self.shared.base_url, |(_, url)| url)
    }

    #[inline]
    #[allow(dead_code, reason = "not every API has several servers")]
    pub(crate) fn has_server(&self, name: &str) -> bool {
        let mut servers = self.shared.servers.iter();
        servers.any(|(known, _)| *known == name)
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.shared.headers
    }

    /// Whether requests contain a credential in the header `name`.
    #[inline]
    pub(crate) fn authenticates_in_header(&self, name: &str) -> bool {
        self.carriers()
            .any(|carrier| matches!(carrier, Carrier::Header(header) if header == name))
    }

    /// Whether requests contain a credential in the query under `key`.
    #[inline]
    pub(crate) fn authenticates_in_query(&self, key: &str) -> bool {
        self.carriers()
            .any(|carrier| matches!(carrier, Carrier::Query(of_auth, _) if *of_auth == key))
    }

    #[inline]
    fn carriers(&self) -> impl Iterator<Item = &Carrier> {
        self.shared.credentials.iter().map(Credential::carrier)
    }

    #[allow(dead_code, reason = "not every API has streams")]
    pub(crate) fn timeout(&self) -> Duration {
        self.options.timeout
    }

    #[allow(dead_code, reason = "not every API has events")]
    pub(crate) fn response_limit(&self) -> usize {
        self.shared.response_limit
    }

    /// Makes `call`, with retries, and receives the response or the error of the last attempt.
    pub(crate) async fn execute<B: Receive>(&self, call: &Call) -> Result<Received<B>, Error> {
        let deadline = Deadline::of_call(self.options.timeout);
        let attempt_timeout = self.attempt_timeout(call);
        let budget = self.shared.retry_budget.as_ref();
        let credentials: &[_] = if call.has_credentials {
            &self.shared.credentials
        } else {
            &[]
        };
        let mut login = Login::new(credentials);
        let mut reward = SUCCESS_REWARD;
        let mut attempts = 1;
        let mut earlier = None;
        loop {
            let attempt_deadline = deadline.of_attempt(attempt_timeout);
            let attempt = self.attempt(call, attempts, attempt_deadline, &mut login);
            let error = match attempt.await {
                Ok(received) => {
                    budget.inspect(|budget| budget.deposit(reward));
                    return Ok(received);
                }
                Err(error) => error.with_earlier(earlier),
            };
            if login.renews_after(&error) {
                trace::retry(&error, Duration::ZERO);
            } else {
                let wait = self.options.retry.wait(&error, attempts);
                let Some(wait) = wait.filter(|wait| deadline.allows(*wait)) else {
                    return Err(error);
                };
                if let Some(budget) = budget {
                    match budget.withdraw(&error) {
                        Some(cost) => reward = cost,
                        None => return Err(error.with_retry_budget_exhausted()),
                    }
                }
                trace::retry(&error, wait);
                tokio::time::sleep(wait).await;
            }
            attempts += 1;
            earlier = Some(error);
        }
    }

    /// Returns the timeout of an attempt. The default is half of the call's timeout, so an attempt
    /// that hangs leaves time for a retry. Without retries, an attempt has all of the time.
    fn attempt_timeout(&self, call: &Call) -> Option<Duration> {
        let can_be_repeated = call.idempotent && self.options.retry.repeats();
        let half = || can_be_repeated.then(|| self.options.timeout / 2);
        self.options.attempt_timeout.or_else(half)
    }

    async fn attempt<B: Receive>(
        &self,
        call: &Call,
        number: u32,
        deadline: Deadline,
        login: &mut Login<'_>,
    ) -> Result<Received<B>, Error> {
        let span = Span::of_attempt(call, self.base_url(call.server), number);
        let result = span.run(self.send(call, number, deadline, login)).await;
        let result = result
            .map(|received| received.with_attempts(number))
            .map_err(|error| error.with_call(call, number));
        span.record(&result);
        result
    }

    async fn send<B: Receive>(
        &self,
        call: &Call,
        number: u32,
        deadline: Deadline,
        login: &mut Login<'_>,
    ) -> Result<Received<B>, Error> {
        login.renew(deadline).await?;
        let request = self.prepare(call, number, login)?;
        let response = self.shared.transport.send(request);
        let response = deadline.limit(response).await.map_err(Error::timeout)?;
        let response = response.map_err(Error::transport)?;
        if response.status().is_success() {
            B::receive(response, self.shared.response_limit, deadline).await
        } else {
            Err(receive::error(response, deadline).await)
        }
    }

    /// Returns the request with credentials and user agent.
    fn prepare(
        &self,
        call: &Call,
        number: u32,
        login: &Login<'_>,
    ) -> Result<http::Request<Bytes>, Error> {
        let mut request = call.request.clone();
        request.extensions_mut().insert(Attempt {
            path_template: call.template,
            number,
            connect_timeout: self.options.connect_timeout,
        });
        let user_agent = self.shared.user_agent.clone();
        request.headers_mut().insert(USER_AGENT, user_agent);
        login.add_to(&mut request)?;
        Ok(request)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.sender.shared.base_url)
            .field("user_agent", &self.sender.shared.user_agent)
            .field("options", &self.sender.options)
            .finish_non_exhaustive()
    }
}
