//! The base URL: scheme, host, port, and a path before the paths of the endpoints.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use http::uri::{Authority, Parts, PathAndQuery, Scheme};

use crate::runtime::error::Error;

/// The most bytes of a URI's path and query.
pub(crate) const MAX_PATH: usize = 65_534;

/// A server that some endpoints use, with its unchecked URL.
pub(crate) struct Server {
    pub(crate) name: &'static str,
    /// The URL in the spec.
    pub(crate) usual_url: &'static str,
    /// The URL that the caller set.
    pub(crate) own_url: Option<String>,
}

/// A checked base URL.
#[derive(Clone)]
pub(crate) struct BaseUrl {
    scheme: Scheme,
    authority: Authority,
    /// The path, without a slash at its end.
    path: String,
}

impl BaseUrl {
    /// Parses a URL of the form `https://host[:port][/path]`. Accepts `http://` if the host is this
    /// machine or the caller allows it. Errors do not show the URL, because it can contain a
    /// password by mistake.
    pub(crate) fn parse(url: &str, allow_plain_http: bool) -> Result<Self, Error> {
        let fault = |what: &str| Err(Error::invalid(format!("the base URL {what}")));

        let Ok(uri) = url.parse::<Uri>() else {
            return fault("is not a URL");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) else {
            return fault("must start with https:// and a host");
        };
        if authority.as_str().contains('@') {
            return fault(
                "must not contain a user name or a password: the client sends credentials in a header",
            );
        }
        let host = authority.host();
        if host.is_empty() {
            return fault("has no host");
        }
        if authority.as_str() != host && authority.port_u16().is_none() {
            return fault("has a port that is not a number up to 65535");
        }
        if uri.query().is_some() || url.contains('#') {
            return fault("must not have a query or a fragment");
        }
        if !uri.path().is_ascii() || uri.path().split('/').any(is_dot_segment) {
            return fault("has a path with `.` or `..` in it, or one that is not percent-encoded");
        }
        match scheme.as_str() {
            "https" => {}
            "http" if allow_plain_http || is_loopback(host) => {}
            "http" => {
                return fault(
                    "is plain http://, which shows the credentials to the network: use https://, or call `allow_plain_http()`",
                );
            }
            _ => return fault("must start with https://"),
        }
        Ok(Self {
            scheme: scheme.clone(),
            authority: authority.clone(),
            path: uri.path().trim_end_matches('/').to_owned(),
        })
    }

    /// Returns the URI of `path` and `query`. `path` starts with a slash. `query` is empty or
    /// starts with a question mark.
    pub(crate) fn join(&self, path: &str, query: &str) -> Result<Uri, Error> {
        let path = [&self.path, path, query].concat();
        if path.len() > MAX_PATH {
            let fault = format!("the path and the query are longer than {MAX_PATH} bytes");
            return Err(Error::invalid(fault));
        }
        let unfit = |fault: &dyn fmt::Display| {
            Error::invalid(format!("the URL of the request is invalid: {fault}"))
        };
        let mut parts = Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(PathAndQuery::try_from(path).map_err(|fault| unfit(&fault))?);
        Uri::from_parts(parts).map_err(|fault| unfit(&fault))
    }
}

#[cfg(feature = "tracing")]
impl BaseUrl {
    pub(crate) fn host(&self) -> &str {
        self.authority.host()
    }

    pub(crate) fn port(&self) -> u16 {
        let usual = if self.scheme == Scheme::HTTP { 80 } else { 443 };
        self.authority.port_u16().unwrap_or(usual)
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = format!("{}://{}{}", self.scheme, self.authority, self.path);
        url.fmt(f)
    }
}

/// Whether a URL parser removes this segment of a path, so that the URL leads to another endpoint.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    [".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"]
        .iter()
        .any(|dots| segment.eq_ignore_ascii_case(dots))
}

/// Whether `host` is this machine. Names under `.localhost` do not count, because some resolvers
/// ask other machines for them.
pub(crate) fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse()
            .is_ok_and(|address: Ipv4Addr| address.is_loopback())
        || bare
            .parse()
            .is_ok_and(|address: Ipv6Addr| address.is_loopback())
}
