//! How long a service asks its clients to wait.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName};

/// What `Retry-After` says: seconds, or a date, which counts from the date of the response.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok();
    let date = |text: &str| httpdate::parse_http_date(text).ok();
    let after = text(RETRY_AFTER)?;
    if let Ok(seconds) = after.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let then = date(after)?;
    let now = text(DATE).and_then(date).unwrap_or_else(SystemTime::now);
    Some(then.duration_since(now).unwrap_or_default())
}
