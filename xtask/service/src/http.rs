//! From a request to a response: routes, credentials, parameters, envelope, and one line in the log.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use codegen::model::{Method, RuleKind};
use fastrand::Rng;
use serde_json::{Map, Value};

use crate::api::{Api, Route};
use crate::behaviour::rule_error;
use crate::check::{self, Side};
use crate::error::ApiError;
use crate::misbehave::{Misbehaviour, Trouble};
use crate::params::Params;
use crate::store::Store;
use crate::{Options, id, seed};

/// The largest body that is read: 1 MiB.
const LARGEST: usize = 1 << 20;

/// What all calls share.
pub(crate) struct Service {
    api: &'static Api,
    store: Mutex<Store>,
    misbehaviour: Misbehaviour,
    log: bool,
}

impl Service {
    pub(crate) fn new(api: &'static Api, options: &Options) -> Self {
        Self {
            api,
            store: Mutex::new(seed::store(options.users)),
            misbehaviour: Misbehaviour::new(options),
            log: options.log,
        }
    }

    /// The users, for one call at a time.
    pub(crate) fn store(&self) -> MutexGuard<'_, Store> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn call(&self, route: Route, request: Request) -> Result<Map<String, Value>, ApiError> {
        let Route {
            endpoint,
            behaviour,
        } = route;
        let (mut head, body) = request.into_parts();
        authorize(&head.headers)?;
        let path = RawPathParams::from_request_parts(&mut head, &()).await;
        let path = path.map_err(|fault| ApiError::bad_request(fault.to_string()))?;
        let body = to_bytes(body, LARGEST).await.map_err(|_| {
            ApiError::bad_request("The body is larger than 1 MiB, or did not come in full.")
        })?;
        let params = Params::read(&self.api.model, endpoint, path.iter(), &body)?;
        if let Some(rule) = params.broken(&endpoint.rules) {
            let names: Vec<_> = rule.params.iter().map(|(key, _)| key.as_str()).collect();
            let message = match rule.kind {
                RuleKind::OneOf => "Exactly one of these must be given",
                RuleKind::AtLeastOneOf => "At least one of these must be given",
            };
            let message = format!("{message}: {}.", names.join(", "));
            return Err(ApiError::refused(rule_error(behaviour.endpoint), message));
        }
        match (behaviour.run)(&mut self.store(), &params)? {
            Value::Object(fields) => Ok(fields),
            other => Err(ours(&format!("`{}` answered {other}", behaviour.endpoint))),
        }
    }
}

/// A fault of this service itself.
fn ours(message: &str) -> ApiError {
    let status = StatusCode::INTERNAL_SERVER_ERROR;
    ApiError::new(status, "internal_server_error", message)
}

/// Any test project may call, with any secret.
fn authorize(headers: &HeaderMap) -> Result<(), ApiError> {
    let credentials = || {
        let (scheme, credentials) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
        let credentials = STANDARD.decode(credentials.trim()).ok()?;
        let credentials = String::from_utf8(credentials).ok()?;
        let (project_id, secret) = credentials.split_once(':')?;
        let is_test = project_id.starts_with("project-test-") && !secret.is_empty();
        (scheme.eq_ignore_ascii_case("basic") && is_test).then_some(())
    };
    credentials().ok_or_else(|| {
        let message = "The credentials must be those of a test project: an id that starts with `project-test-`, and a secret.";
        ApiError::new(StatusCode::UNAUTHORIZED, "unauthorized_credentials", message)
    })
}

/// What came of a call, on its way to [`around`], which makes it into a body.
#[derive(Clone)]
enum Outcome {
    /// Of an endpoint: the fields of its response.
    Answer(Route, Map<String, Value>),
    Refused(ApiError),
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

pub(crate) fn router(service: &Arc<Service>) -> Router {
    let mut router = Router::new();
    for route in service.api.routes() {
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
            let message = "There is no such route.";
            let status = StatusCode::NOT_FOUND;
            Outcome::Refused(ApiError::new(status, "route_not_found", message))
        })
        .method_not_allowed_fallback(|| async {
            let message = "The route does not know this method.";
            let status = StatusCode::METHOD_NOT_ALLOWED;
            Outcome::Refused(ApiError::new(status, "method_not_allowed", message))
        })
        .layer(middleware::from_fn_with_state(Arc::clone(service), around))
}

/// Around every call: misbehaves if asked to, puts the envelope on, and logs.
async fn around(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let line = format!("{} {}", request.method(), request.uri().path());
    let request_id = id::new("request-id", &mut Rng::new());
    let (response, note) = match service.misbehaviour.meet().await {
        Ok(()) => {
            let mut response = next.run(request).await;
            match response.extensions_mut().remove() {
                Some(Outcome::Answer(route, fields)) => {
                    match enclose(service.api, route, fields, &request_id) {
                        Ok(body) => (json(response, &body), String::new()),
                        Err(error) => refuse(response, &error, &request_id),
                    }
                }
                Some(Outcome::Refused(error)) => refuse(response, &error, &request_id),
                None => (response, String::new()),
            }
        }
        Err(Trouble::Refused(error)) => refuse(Response::default(), &error, &request_id),
        Err(Trouble::BadGateway) => {
            let html = "<html><body><h1>502 Bad Gateway</h1></body></html>\n";
            let response = (StatusCode::BAD_GATEWAY, [(CONTENT_TYPE, "text/html")], html);
            (response.into_response(), " bad gateway".to_owned())
        }
    };
    if service.log {
        // Nobody need be there to read it.
        let _ = writeln!(
            io::stderr(),
            "{line} {} {:.1?} {request_id}{note}",
            response.status().as_u16(),
            started.elapsed(),
        );
    }
    response
}

/// The fields of a response with the envelope, which must then be just what the model says.
fn enclose(
    api: &Api,
    route: Route,
    mut fields: Map<String, Value>,
    request_id: &str,
) -> Result<Value, ApiError> {
    let differs = |mismatch| {
        let endpoint = route.behaviour.endpoint;
        ours(&format!(
            "the response of `{endpoint}` differs from the spec: {mismatch}"
        ))
    };
    let model = &api.model;
    if cfg!(debug_assertions) {
        let expected = model.response_fields(route.endpoint);
        check::fields(model, Side::Response, expected, &fields).map_err(differs)?;
    }
    fields.insert("request_id".to_owned(), request_id.into());
    fields.insert("status_code".to_owned(), StatusCode::OK.as_u16().into());
    if cfg!(debug_assertions) {
        check::fields(model, Side::Request, &model.envelope, &fields).map_err(differs)?;
    }
    Ok(Value::Object(fields))
}

/// An error as a response, and what the log says of it.
fn refuse(mut response: Response, error: &ApiError, request_id: &str) -> (Response, String) {
    *response.status_mut() = error.status;
    if let Some(seconds) = error.retry_after {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    let response = json(response, &error.body(request_id));
    (response, format!(" {}", error.kind))
}

fn json(mut response: Response, body: &Value) -> Response {
    let json = HeaderValue::from_static("application/json");
    response.headers_mut().insert(CONTENT_TYPE, json);
    response.map(|_| Body::from(body.to_string()))
}
