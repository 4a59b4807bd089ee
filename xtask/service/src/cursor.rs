//! Where a page of a search starts: after the user with this number. Users are numbered in the order in which they were
//! created and keep their numbers, so a cursor stays valid whoever is added or deleted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// Tells a cursor from other text.
const MARK: &str = "users after ";

pub(crate) fn write(number: u64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{MARK}{number}"))
}

pub(crate) fn read(cursor: &str) -> Option<u64> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    text.strip_prefix(MARK)?.parse().ok()
}
