//! A `reqwest::Client` as the transport.

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use reqwest::{Client, Error};

use crate::runtime::transport::{Body, Transport, TransportError, TransportFuture, fault};

/// Proxies, certificates, connect timeout and the like are as you built this client. Build it with
/// `redirect(reqwest::redirect::Policy::none())`: a response that comes from another address than
/// the one asked is refused, but by then the request has been sent there.
impl Transport for Client {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async {
            let request = reqwest::Request::try_from(request).map_err(transport_error)?;
            let asked = request.url().clone();
            let response = self.execute(request).await.map_err(transport_error)?;
            if response.url() != &asked {
                return Err(TransportError::new(
                    "a redirect was followed: build the reqwest client with `redirect::Policy::none()`",
                )
                .permanent());
            }
            Ok(Response::from(response).map(|body| Body::new(body.map_err(transport_error))))
        })
    }
}

/// Drops the URL, whose path may hold ids.
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
