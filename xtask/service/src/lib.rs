//! The Users API on this machine: all endpoints, users in memory, no account needed.
//!
//! What goes over the wire is not written here. The module `api` reads the same spec that the client is generated from,
//! which gives every endpoint its path, its parameters with their types, and the fields of its response; `check` holds
//! requests to them, and in debug builds responses. Written by hand is only what a call does, in `behaviour` and `filter`. Where the two do
//! not fit together (an endpoint, a parameter or a filter is in one but not in the other), the service does not start.
//!
//! ```text
//! request ──misbehave──▶ auth ──▶ params ──▶ behaviour ──▶ outcome ──▶ response
//!                                               ▲ ▼
//!                                              store
//! ```
//!
//! A call may be held up or ended, its credentials and parameters are checked, its behaviour reads or changes the users,
//! and what came of it becomes a body and a line in the log; `http` puts all that together. `connections` bounds how many
//! clients are served at a time, and how long one may take to send a request.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let service = users_service::start(users_service::Options {
//!     users: 1_000,
//!     ..Default::default()
//! })
//! .await?;
//! println!("{}", service.url());
//! # Ok(())
//! # }
//! ```

mod api;
mod auth;
mod behaviour;
mod check;
mod connections;
mod cursor;
mod error;
mod filter;
mod http;
mod id;
mod misbehave;
mod outcome;
mod params;
mod seed;
mod store;
mod user;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use http::Service;

/// How a service is to be. The default is one without users that behaves well, on a free port, and logs nothing.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The port on 127.0.0.1; 0 for one that is free.
    pub port: u16,
    /// How many users there are from the start. The same number gives the same users, ids included. The first has a
    /// factor of every kind.
    pub users: u32,
    /// How long a call takes at least, but for those beyond the rate limit.
    pub latency: Duration,
    /// The share of calls that fail before they do anything, from 0 to 1: with status 500, with 503, or as behind a
    /// gateway that answers 502 in HTML, one as often as the other. The same calls fail every time.
    pub error_rate: f64,
    /// How many calls a minute are answered: so many at once, and then one whenever its share of the minute has passed.
    /// The others get status 429 with `Retry-After`. 0 for no limit.
    pub rate_limit: u32,
    /// Whether to write a line about every call to standard error.
    pub log: bool,
}

/// Starts a service, which then runs until its [`Running`] is dropped.
///
/// Needs a Tokio runtime whose I/O and timers are on.
///
/// # Errors
///
/// Where the port is taken, and where the spec and the behaviour do not fit together.
pub async fn start(options: Options) -> Result<Running, StartError> {
    let service = Arc::new(Service::new(
        api::model().map_err(StartError::Api)?,
        &options,
    ));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port));
    let port = |error| StartError::Port(options.port, error);
    let listener = listener.await.map_err(port)?;
    let address = listener.local_addr().map_err(port)?;
    let mut task = JoinSet::new();
    task.spawn(connections::serve(listener, http::router(&service)));
    Ok(Running {
        address,
        service,
        task,
    })
}

/// A service that runs. Dropping it stops the service and breaks off the calls that it has not answered.
pub struct Running {
    address: SocketAddr,
    service: Arc<Service>,
    /// One task, in a set so that it ends when the set is dropped.
    task: JoinSet<()>,
}

impl Running {
    /// The base URL for a client: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Adds a user with any factors, which over HTTP only other APIs of the vendor could give them. Returns the id.
    ///
    /// `user` is the JSON that `get` returns, of which everything may be left out: ids are made up, the user is active and
    /// created now, lists are empty, and what is not in lists is not there.
    ///
    /// # Errors
    ///
    /// Where `user` is not a user, and where another one has an id, an email address or a phone number of theirs.
    pub fn insert(&self, user: Value) -> Result<String, InsertError> {
        let user = serde_json::from_value(user).map_err(|fault| InsertError(fault.to_string()))?;
        let user = self.service.store().insert(user);
        user.map(|user| user.user_id)
            .map_err(|taken| InsertError(taken.to_string()))
    }

    /// Serves until the process ends.
    pub async fn wait(mut self) {
        self.task.join_next().await;
    }
}

impl fmt::Debug for Running {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Running")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// Why a service did not start.
#[derive(Debug)]
pub enum StartError {
    /// The port cannot be had.
    Port(u16, io::Error),
    /// The spec has faults, or the behaviour does not fit it. The text names all of them.
    Api(&'static str),
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Port(port, error) => write!(f, "cannot listen on 127.0.0.1:{port}: {error}"),
            Self::Api(faults) => f.write_str(faults),
        }
    }
}

impl std::error::Error for StartError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Port(_, error) => Some(error),
            Self::Api(_) => None,
        }
    }
}

/// Why a user could not be added.
#[derive(Debug)]
pub struct InsertError(String);

impl fmt::Display for InsertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InsertError {}
