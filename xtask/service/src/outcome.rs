//! What comes of a call, and the body that says so.
//!
//! Whoever ends a call leaves its [`Outcome`] in the response; at the very end [`Outcome::write`] makes the body of it, with
//! the envelope that every body has.

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use codegen::Model;
use serde_json::{Map, Value};

use crate::api::Route;
use crate::check::{self, Mismatch, Side};
use crate::error::ApiError;
use crate::fill;

#[derive(Clone)]
pub(crate) enum Outcome {
    /// The fields of the response of an endpoint.
    Answer(Route, Map<String, Value>),
    Refused(ApiError),
    /// What a gateway before the service says when it is gone: not even JSON.
    BadGateway,
}

impl IntoResponse for Outcome {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

impl Outcome {
    /// Writes status and body into `response`. Returns what the log should say beside the status.
    pub(crate) fn write(self, model: &Model, request_id: &str, response: &mut Response) -> String {
        match self {
            Self::Answer(route, fields) => match enclose(model, &route, fields, request_id) {
                Ok(body) => {
                    let status = route.status();
                    write(response, status, "application/json", body.to_string());
                    String::new()
                }
                Err(mismatch) => {
                    let path = &route.endpoint.path;
                    let message =
                        format!("The response of `{path}` differs from the spec: {mismatch}.");
                    Self::Refused(ApiError::internal(message)).write(model, request_id, response)
                }
            },
            Self::Refused(error) => {
                if let Some(seconds) = error.retry_after {
                    response.headers_mut().insert(RETRY_AFTER, seconds.into());
                }
                let body = error.body(request_id).to_string();
                write(response, error.status, "application/json", body);
                error.kind.into_owned()
            }
            Self::BadGateway => {
                let html = "<html><body><h1>502 Bad Gateway</h1></body></html>\n";
                write(
                    response,
                    StatusCode::BAD_GATEWAY,
                    "text/html",
                    html.to_owned(),
                );
                "bad gateway".to_owned()
            }
        }
    }
}

fn write(response: &mut Response, status: StatusCode, kind: &'static str, body: String) {
    *response.status_mut() = status;
    let kind = HeaderValue::from_static(kind);
    response.headers_mut().insert(CONTENT_TYPE, kind);
    *response.body_mut() = Body::from(body);
}

/// The fields of a response with the envelope, and with those that the behaviour does not know. In debug builds each must
/// be of the type that the model says.
fn enclose(
    model: &Model,
    route: &Route,
    mut fields: Map<String, Value>,
    request_id: &str,
) -> Result<Value, Mismatch> {
    let expected = model.response_fields(route.endpoint);
    fill::fields(model, expected, &mut fields);
    if cfg!(debug_assertions) {
        check::fields(model, Side::Response, expected, &fields)?;
    }
    fields.insert("request_id".to_owned(), request_id.into());
    fields.insert("status_code".to_owned(), route.status().as_u16().into());
    if cfg!(debug_assertions) {
        check::fields(model, Side::Request, &model.envelope, &fields)?;
    }
    Ok(Value::Object(fields))
}
