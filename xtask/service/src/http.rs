//! Turns requests into responses: the routes, and the steps before and after every call.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use codegen::Model;
use codegen::model::Method;
use fastrand::Rng;
use serde_json::{Map, Value};
use tokio::time::timeout;

use crate::api::{self, Route};
use crate::auth::authorize;
use crate::connections::READ_TIMEOUT;
use crate::error::ApiError;
use crate::misbehave::Misbehaviour;
use crate::outcome::Outcome;
use crate::params::Params;
use crate::store::Store;
use crate::{Options, id, seed};

/// The largest body of a request, in bytes.
const LARGEST: usize = 1 << 20;

/// The state that all calls share.
pub(crate) struct Service {
    model: &'static Model,
    store: Mutex<Store>,
    misbehaviour: Misbehaviour,
    log: bool,
}

impl Service {
    pub(crate) fn new(model: &'static Model, options: &Options) -> Self {
        Self {
            model,
            store: Mutex::new(seed::store(options.users)),
            misbehaviour: Misbehaviour::new(options),
            log: options.log,
        }
    }

    /// Locks the users for one call.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn call(&self, route: Route, request: Request) -> Result<Map<String, Value>, ApiError> {
        let (mut head, body) = request.into_parts();
        authorize(&head.headers)?;
        let Some(behaviour) = route.behaviour else {
            let what = format!("`{} {}`", head.method, route.endpoint.path);
            return Err(ApiError::not_implemented(what));
        };
        let path = RawPathParams::from_request_parts(&mut head, &()).await;
        let path = path.map_err(|fault| ApiError::bad_request(fault.to_string()))?;
        let body = timeout(READ_TIMEOUT, to_bytes(body, LARGEST)).await;
        let body = body.map_err(|_| {
            let message = "The body did not arrive in full within 30 seconds.";
            ApiError::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", message)
        })?;
        let body = body.map_err(|_| {
            ApiError::bad_request("The body is larger than 1 MiB, or did not arrive in full.")
        })?;
        let params = Params::read(self.model, route.endpoint, path.iter(), &body)?;
        match (behaviour.run)(&mut self.store(), &params)? {
            Value::Object(fields) => Ok(fields),
            other => Err(ApiError::internal(format!(
                "The response is {other}, not an object."
            ))),
        }
    }
}

/// Creates the routes of the model, with [`around`] for every call.
pub(crate) fn router(service: &Arc<Service>) -> Router {
    let mut router = Router::new();
    for route in api::routes(service.model) {
        let method = match route.endpoint.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
            Method::Put => MethodFilter::PUT,
            Method::Patch => MethodFilter::PATCH,
            Method::Delete => MethodFilter::DELETE,
        };
        let service = Arc::clone(service);
        let call = move |request: Request| {
            let service = Arc::clone(&service);
            async move {
                match service.call(route, request).await {
                    Ok(fields) => Outcome::Answer(route, fields),
                    Err(error) => Outcome::Refused(error),
                }
            }
        };
        router = router.route(&route.endpoint.path, on(method, call));
    }
    router
        .fallback(|| async {
            let message = "The route does not exist.";
            let status = StatusCode::NOT_FOUND;
            Outcome::Refused(ApiError::new(status, "route_not_found", message))
        })
        .method_not_allowed_fallback(|| async {
            let message = "The route does not allow this method.";
            let status = StatusCode::METHOD_NOT_ALLOWED;
            Outcome::Refused(ApiError::new(status, "method_not_allowed", message))
        })
        .layer(middleware::from_fn_with_state(Arc::clone(service), around))
}

/// Runs before and after every call: simulates failures, writes the outcome into the response, and logs.
async fn around(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let asked = format!("{} {}", request.method(), printable(request.uri().path()));
    let request_id = id::new("request-id", &mut Rng::new());
    let mut response = match service.misbehaviour.meet().await {
        Ok(()) => next.run(request).await,
        Err(outcome) => outcome.into_response(),
    };
    let outcome = response.extensions_mut().remove::<Outcome>();
    let note = outcome.map(|outcome| outcome.write(service.model, &request_id, &mut response));
    if service.log {
        let status = response.status().as_u16();
        let (elapsed, note) = (started.elapsed(), note.unwrap_or_default());
        let line = format!("{asked} {status} {elapsed:.1?} {request_id} {note}");
        log(line.trim_end());
    }
    response
}

/// Writes a line to standard error in one call, so that lines of several threads do not mix. Ignores errors.
pub(crate) fn log(line: &str) {
    let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
}

/// Encodes everything except visible ASCII as `%XX`, so that a path cannot control the terminal that shows the log.
fn printable(path: &str) -> String {
    let mut shown = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() {
            shown.push(char::from(byte));
        } else {
            shown.push_str(&format!("%{byte:02X}"));
        }
    }
    shown
}
