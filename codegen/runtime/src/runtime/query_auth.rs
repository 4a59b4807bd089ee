//! Credentials in the query. Only the transport sees them. Errors, spans and `Debug` show the URI
//! without them.

#![allow(dead_code, reason = "not every API has such credentials")]

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderValue, Request, Uri};
use percent_encoding::percent_encode;

use crate::runtime::auth::{Auth, Carrier, PublicUri};
use crate::runtime::base_url::MAX_PATH;
use crate::runtime::error::Error;
use crate::runtime::request::{RESERVED, encode};
use crate::runtime::token_source::TokenSource;

/// `?<key>=<token>`
pub(crate) fn query(key: &'static str, token: TokenSource) -> Auth {
    token.into_auth(Carrier::Query(key, add), "")
}

/// Adds `key=value` to the query of `request`.
fn add(request: &mut Request<Bytes>, key: &str, value: &HeaderValue) -> Result<(), Error> {
    let uri = request.uri().clone();
    let separator = if uri.query().is_some() { '&' } else { '?' };
    let path = uri.path_and_query().map_or("/", PathAndQuery::as_str);
    let value = percent_encode(value.as_bytes(), RESERVED);
    let path = format!("{path}{separator}{}={value}", encode(key));
    let public = PublicUri(uri.clone());
    let mut parts = uri.into_parts();
    parts.path_and_query = (path.len() <= MAX_PATH)
        .then_some(path)
        .and_then(|path| PathAndQuery::try_from(path).ok());
    // The errors of `http` can show the credential.
    let Ok(uri) = Uri::from_parts(parts) else {
        let fault =
            "the path and the query with the credentials are too long, or not valid in a URL";
        return Err(Error::invalid(fault));
    };
    *request.uri_mut() = uri;
    request.extensions_mut().get_or_insert_with(|| public);
    Ok(())
}
