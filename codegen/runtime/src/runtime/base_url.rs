//! Where the service is: scheme, host, port, and a path that goes before every endpoint's own.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;

use crate::runtime::error::Error;

/// A checked base URL, without a slash at its end.
#[derive(Clone)]
pub(crate) struct BaseUrl(String);

impl BaseUrl {
    /// Refuses whatever is not plainly `https://host[:port][/path]`, and `http://` too unless the
    /// host is this machine or the caller allows it. No fault shows the URL, which may hold a
    /// password where it should not.
    pub(crate) fn parse(url: &str, allow_plain_http: bool) -> Result<Self, Error> {
        let fault = |what: &str| Err(Error::invalid(format!("the base URL {what}")));

        let Ok(uri) = url.parse::<Uri>() else {
            return fault("is not a URL");
        };
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return fault("must start with https:// and a host");
        };
        if authority.as_str().contains('@') {
            return fault("must not hold a user name or password: credentials go into a header");
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
        match scheme {
            "https" => {}
            "http" if allow_plain_http || is_loopback(host) => {}
            "http" => {
                return fault(
                    "is plain http://, which shows the credentials to the network: use https://, or say `allow_plain_http()`",
                );
            }
            _ => return fault("must start with https://"),
        }
        let path = uri.path().trim_end_matches('/');
        Ok(Self(format!("{scheme}://{authority}{path}")))
    }

    /// The address of `path`, which starts with a slash and may have a query.
    pub(crate) fn join(&self, path: &str) -> Result<Uri, Error> {
        Uri::try_from([&self.0, path].concat()).map_err(|fault| {
            Error::invalid(format!("the request does not fit into a URL: {fault}"))
        })
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Whether a URL parser folds this segment of a path away, and so reaches another endpoint.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    [".", "..", "%2e", ".%2e", "%2e.", "%2e%2e"]
        .iter()
        .any(|dots| segment.eq_ignore_ascii_case(dots))
}

/// Names under `.localhost` do not count: not every resolver keeps them on this machine.
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
