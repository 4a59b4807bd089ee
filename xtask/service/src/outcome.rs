//! The outcome of a call, and the body of the response.
//!
//! A handler stores the [`Outcome`] of a call in the response. At the end, [`Outcome::write`] turns it into a body with
//! the envelope.

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
    /// The response of a gateway to an unavailable service: HTML instead of JSON.
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
    /// Writes the status and the body into `response`. Returns a note for the log: the type of an error.
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

/// Adds the envelope and the missing fields to the fields of a response. In debug builds, checks the types of all
/// fields.
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
