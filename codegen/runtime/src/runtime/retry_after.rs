//! The wait in the header `Retry-After`.

use std::time::{Duration, SystemTime};

use http::header::{DATE, RETRY_AFTER};
use http::{HeaderMap, HeaderName};

/// Returns the wait of the header `Retry-After`, in seconds or as a date. A date counts from the
/// `Date` of the response. A number of seconds beyond `u64` counts as `u64::MAX`.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok();
    let date = |text: &str| httpdate::parse_http_date(text).ok();
    let after = text(RETRY_AFTER)?;
    if !after.is_empty() && after.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(after.parse().unwrap_or(u64::MAX)));
    }
    let then = date(after)?;
    let now = text(DATE).and_then(date).unwrap_or_else(SystemTime::now);
    Some(then.duration_since(now).unwrap_or_default())
}
