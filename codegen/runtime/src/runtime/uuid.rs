//! UUIDs as text.

use crate::runtime::text;

/// A UUID of RFC 9562: `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
///
/// A UUID contains the exact text of the service, unchecked, and compares as text. For the `uuid`
/// crate, convert the text: `uuid::Uuid::try_parse(id.as_str())` and `Uuid::from(id.to_string())`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(String);

text::unchecked!(Uuid);
