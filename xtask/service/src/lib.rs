//! A local implementation of the Users API. It has all endpoints, keeps users in memory, and needs no account.
//!
//! The spec, from which the client is generated too, defines the requests and responses: the path and the parameters of
//! every endpoint, and the fields of its response. The module `api` reads it. `check` checks requests against it, and
//! in debug builds responses. `fill` adds the fields of a response that an implementation does not set. Only the
//! implementations, in `behaviour` and `filter`, are written by hand. A call of an endpoint or a filter without an
//! implementation gets status 501. With a log, the service reports these endpoints and filters when it starts.
//!
//! ```text
//! request ──misbehave──▶ auth ──▶ params ──▶ behaviour ──▶ fill ──▶ outcome ──▶ response
//!                                               ▲ ▼
//!                                              store
//! ```
//!
//! `misbehave` delays calls or makes them fail, if an option says so. `auth` checks the credentials, and `params` the
//! parameters. The `behaviour` of an endpoint reads or changes the users in the `store`. `outcome` writes the body of
//! the response. `http` connects these steps, and logs each call. `connections` limits the number of connections, and
//! the time in which a request must arrive.
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

/// The options of a service. By default it has no users, simulates no failures, listens on a free port, and logs
/// nothing.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The port on 127.0.0.1. The default 0 picks a free port.
    pub port: u16,
    /// The number of sample users. The same number results in the same users with the same ids. The first user has a
    /// factor of every kind.
    pub users: u32,
    /// The minimum duration of calls, except of calls over the rate limit.
    pub latency: Duration,
    /// The share of calls that fail without an effect, from 0 to 1. A third of them gets status 500, a third gets 503,
    /// and a third gets 502 with HTML, as from a gateway. The same calls fail every time.
    pub error_rate: f64,
    /// The number of calls a minute. This many calls can be made at once. Then one more call is accepted after each
    /// equal share of the minute. Calls over the limit get status 429 with `Retry-After`. 0 means no limit.
    pub rate_limit: u32,
    /// Whether to log to standard error: a line for every call, and at the start a warning about each difference
    /// between the endpoints, parameters and filters of the spec and those that the service implements.
    pub log: bool,
}

/// Starts a service, which runs until its [`Running`] is dropped.
///
/// Needs a Tokio runtime with I/O and timers enabled.
///
/// # Errors
///
/// Returns an error if the port is taken, or if the spec has errors.
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

/// A running service. Dropping it stops the service and closes all connections.
pub struct Running {
    address: SocketAddr,
    service: Arc<Service>,
    /// A single task. Dropping the set aborts it.
    task: JoinSet<()>,
}

impl Running {
    /// Returns the base URL for a client: `http://127.0.0.1:<port>`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Adds a user with any factors, and returns the id. The Users API itself can only add email addresses and phone
    /// numbers.
    ///
    /// `user` is JSON like that of `get`. All keys are optional. By default, ids are random, the user is active and
    /// created now, lists are empty, and other values are null. The key `connected_apps` is a list like that of the
    /// endpoint `connected_apps`.
    ///
    /// # Errors
    ///
    /// Returns an error if `user` is not valid, or if another user has one of its ids, email addresses or phone
    /// numbers.
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

/// The error for a service that did not start.
#[derive(Debug)]
pub enum StartError {
    /// The service cannot listen on the port.
    Port(u16, io::Error),
    /// The spec has errors. The text is the report.
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

/// The error for a user that could not be added.
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

    /// A spec with an endpoint, fields and a filter that the service does not implement.
    const ADDED: &str = "
resource: users
docs: Some of the endpoints.
types:
  User:
    docs: A user.
    fields:
      user_id: { type: string, docs: The id of the user. }
  Shoe:
    docs: A shoe.
    fields: { size: { type: integer, docs: The size in Paris points. } }
  Query:
    docs: The conditions on users.
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
    params: { email: { type: string, docs: The email address. } }
    response:
      user_id: { type: string, docs: The id of the user. }
      email_id: { type: string, docs: The id of the address. }
      phone_id: { type: string, docs: The id of the number. }
      status: { type: string, docs: The stage of the user. }
      user: { type: object, docs: The user. }
      first_shoe: { type: Shoe, docs: A shoe. }
      shoes: { type: [Shoe], docs: All shoes. }
  search:
    summary: Finds users.
    method: POST
    path: /search
    params: { query: { type: Query, docs: The conditions on users. } }
    response: { users: { type: [User], docs: The users. } }
  promote: { summary: Promotes a user., method: POST, path: /promote }
";

    /// Sends a POST, and returns the status and the body of the response.
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
    async fn an_endpoint_or_filter_without_implementation_gets_501_and_a_field_gets_an_empty_value()
    {
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
