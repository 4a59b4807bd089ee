//! The cursor of a search. It contains the number of the last user of the previous page. Users are numbered in the
//! order of their creation and keep their numbers, so a cursor stays valid when users are added or deleted.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The start of the decoded text, which distinguishes cursors from other text.
const MARK: &str = "users after ";

pub(crate) fn write(number: u64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{MARK}{number}"))
}

pub(crate) fn read(cursor: &str) -> Option<u64> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    text.strip_prefix(MARK)?.parse().ok()
}
