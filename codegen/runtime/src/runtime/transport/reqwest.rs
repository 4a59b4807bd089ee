//! A `reqwest::Client` as the transport.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use reqwest::{Client, Error};

use crate::runtime::transport::{Body, Transport, TransportError, TransportFuture, fault};

/// The `reqwest::Client` determines proxies, certificates and the connect timeout.
///
/// Build it with `redirect(reqwest::redirect::Policy::none())`. If it follows a redirect, the call
/// fails, but the client has already sent the request to the other address.
impl Transport for Client {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async {
            let request = reqwest::Request::try_from(request).map_err(transport_error)?;
            let asked = request.url().clone();
            let response = self.execute(request).await.map_err(transport_error)?;
            if response.url() != &asked {
                return Err(TransportError::new(
                    "the reqwest client followed a redirect: build it with `redirect::Policy::none()`",
                )
                .permanent());
            }
            Ok(Response::from(response).map(|body| Body::new(body.map_err(transport_error))))
        })
    }
}

/// Converts the error without its URL, whose path can contain ids.
fn transport_error(error: Error) -> TransportError {
    let (connect, timeout) = (error.is_connect(), error.is_timeout());
    let mut error = fault::transport_error(error.without_url());
    if connect {
        error = error.connecting();
    }
    if timeout {
        error = error.timed_out();
    }
    error
}
