//! The Users API on this machine: all endpoints, users in memory, no account needed.
//!
//! What goes over the wire is not written here. The module `api` reads the same spec that the client is generated from,
//! which gives every endpoint its path, its parameters with their types, and the fields of its response. `check` holds
//! requests to them, and in debug builds responses. `fill` adds the fields of a response that the behaviour does not know.
//! Only what a call does is written by hand, in `behaviour` and `filter`. A call of an endpoint or a filter that is in the
//! spec alone gets status 501. A service that logs names each of them when it starts.
//!
//! ```text
//! request ──misbehave──▶ auth ──▶ params ──▶ behaviour ──▶ fill ──▶ outcome ──▶ response
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
mod fill;
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

use codegen::Model;
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
    /// Whether to write a line about every call to standard error, and at the start a warning about each endpoint, parameter
    /// or filter that the service has no behaviour for.
    pub log: bool,
}

/// Starts a service, which then runs until its [`Running`] is dropped.
///
/// Needs a Tokio runtime whose I/O and timers are on.
///
/// # Errors
///
/// Where the port is taken, and where the spec has faults.
pub async fn start(options: Options) -> Result<Running, StartError> {
    let model = api::model().map_err(StartError::Api)?;
    if options.log {
        for difference in api::differences(model) {
            http::log(&format!("warning: {difference}"));
        }
    }
    serve(model, &options).await
}

async fn serve(model: &'static Model, options: &Options) -> Result<Running, StartError> {
    let service = Arc::new(Service::new(model, options));
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
    /// created now, lists are empty, and what is not in lists is not there. The key `connected_apps` is a list of what
    /// `connected_apps` returns.
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
    /// The spec has faults. The text names all of them.
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;

    use super::*;

    /// The spec as a maintainer has it who has just added an endpoint, fields and a filter.
    const ADDED: &str = "
resource: users
docs: Some of the endpoints.
types:
  User:
    docs: A user.
    fields:
      user_id: { type: string, docs: Which user it is. }
  Shoe:
    docs: A shoe.
    fields: { size: { type: integer, docs: In Paris points. } }
  Query:
    docs: Which users.
    fields: { operands: { type: [Filter], docs: The conditions. } }
  Filter:
    docs: A condition.
    tag: filter_name
    content: filter_value
    variants: { shoe_size: { type: integer, docs: Users with shoes of this size. } }
endpoints:
  create:
    summary: Creates a user.
    method: POST
    path: /users
    params: { email: { type: string, docs: Their address. } }
    response:
      user_id: { type: string, docs: Which user it is. }
      email_id: { type: string, docs: Which address it is. }
      phone_id: { type: string, docs: Which number it is. }
      status: { type: string, docs: What they may do. }
      user: { type: object, docs: The user. }
      first_shoe: { type: Shoe, docs: A shoe. }
      shoes: { type: [Shoe], docs: All shoes. }
  search:
    summary: Finds users.
    method: POST
    path: /search
    params: { query: { type: Query, docs: Which users. } }
    response: { users: { type: [User], docs: The users. } }
  promote: { summary: Promotes a user., method: POST, path: /promote }
";

    /// The status and the body of a response to a POST.
    async fn post(service: &Running, path: &str, body: &Value) -> (u16, Value) {
        let address = service.address;
        let (body, credentials) = (body.to_string(), "cHJvamVjdC10ZXN0LTE6c2VjcmV0");
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
             Authorization: Basic {credentials}\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).await.unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap();
        (status.parse().unwrap(), serde_json::from_str(body).unwrap())
    }

    #[tokio::test]
    async fn what_only_the_spec_has_is_answered_with_501_or_with_empty_values() {
        let model = Box::leak(Box::new(api::tests::model_of(ADDED)));
        let service = serve(model, &Options::default()).await.unwrap();

        let (status, error) = post(&service, "/promote", &json!({})).await;
        assert_eq!(status, 501);
        assert_eq!(error["error_type"], "not_implemented");
        let message = error["error_message"].as_str().unwrap();
        assert!(message.contains("`POST /promote`"), "{message}");

        let filter = json!({ "filter_name": "shoe_size", "filter_value": 37 });
        let query = json!({ "query": { "operands": [filter] } });
        let (status, error) = post(&service, "/search", &query).await;
        assert_eq!(status, 501);
        let message = error["error_message"].as_str().unwrap();
        assert!(message.contains("the filter `shoe_size`"), "{message}");

        let email = json!({ "email": "ada@example.com" });
        let (status, created) = post(&service, "/users", &email).await;
        assert!((200..300).contains(&status), "{created}");
        assert_eq!(created["first_shoe"], json!({ "size": 0 }));
        assert_eq!(created["shoes"], json!([]));
        assert_eq!(created["status"], "active");
    }
}
