//! Requests for a page by a URL from the service.

use std::fmt;

use http::Uri;

use crate::runtime::base_url::BaseUrl;
use crate::runtime::client::Client;
use crate::runtime::request::Request;

/// The URL of a page, from the service. Its query can contain values of parameters, so `Debug` does
/// not show it.
#[derive(Clone)]
pub(crate) struct PageUrl(String);

impl From<String> for PageUrl {
    fn from(url: String) -> Self {
        Self(url)
    }
}

impl PageUrl {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<redacted>")
    }
}

impl Request {
    /// If `url` is set, requests that page instead of the path and the query. Rejects a page that
    /// is not below the base URL, because another server would get the credentials.
    pub(crate) fn page_url(mut self, url: Option<&PageUrl>, client: &Client) -> Self {
        let Some(PageUrl(url)) = url else {
            return self;
        };
        match below(client.sender.base_url(self.server), url) {
            Some((path, query)) => {
                self.path = path;
                self.query = query;
                self
            }
            None => self.refuse(format_args!(
                "the URL of the page is not below the base URL of the client"
            )),
        }
    }
}

/// Returns the path below `base` and the query of `url`, which is a whole URL or starts with its
/// path.
fn below(base: &BaseUrl, url: &str) -> Option<(String, String)> {
    let base = base.join("/", "").ok()?;
    let uri: Uri = url.parse().ok()?;
    // Two slashes start a host.
    let is_path = url.starts_with('/') && !url.starts_with("//");
    if !is_path && !has_same_origin(&base, &uri) {
        return None;
    }
    let path = uri.path().strip_prefix(base.path().trim_end_matches('/'))?;
    let query = uri.query().map(|query| format!("?{query}"));
    let is_below = path.is_empty() || path.starts_with('/');
    is_below.then(|| (path.to_owned(), query.unwrap_or_default()))
}

fn has_same_origin(left: &Uri, right: &Uri) -> bool {
    let port = |uri: &Uri| {
        let usual = if uri.scheme_str() == Some("http") {
            80
        } else {
            443
        };
        uri.port_u16().unwrap_or(usual)
    };
    let host = |uri: &Uri| uri.host().map(str::to_ascii_lowercase);
    left.scheme() == right.scheme() && host(left) == host(right) && port(left) == port(right)
}
