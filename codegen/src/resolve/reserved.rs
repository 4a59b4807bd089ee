//! Names that are reserved, since every generated crate uses them.

use super::namespace::Namespace;

/// The methods of every client, which the accessors join.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "attempt",
    "base_url",
    "builder",
    "execute",
    "iter",
    "new",
    "prepare",
    "send",
    "wait",
    "with",
    "with_attempt_timeout",
    "with_connect_timeout",
    "with_retry",
    "with_timeout",
];

/// The modules at the root of every generated crate. To cargo, `main.rs` and the files in `bin` would be programs.
pub(super) const ROOT_MODULES: &[&str] = &[
    "api",
    "bin",
    "blocking",
    "guide",
    "lib",
    "main",
    "runtime",
    "testing",
    "transport",
    "types",
];

/// The methods of every response, which the parts of the envelope join.
pub(super) const RESPONSE_METHODS: [&str; 9] = [
    "status",
    "attempts",
    "headers",
    "into_inner",
    "into_parts",
    "envelope",
    "new",
    "body",
    "map",
];

/// The methods of every request, which the setters of parameters join.
pub(super) const REQUEST_METHODS: [(&str, &str); 3] = [
    ("send", "the method that sends the request"),
    ("into_stream", "the method that fetches all items"),
    ("into_pages", "the method that fetches all pages"),
];

/// Methods that every type has by value. Rust would never call a method of the same name that takes a reference.
pub(super) const CONVERSIONS: [(&str, &str); 2] = [
    ("into", "a method of every type"),
    ("try_into", "a method of every type"),
];

/// Types that every generated crate uses.
pub(super) const TAKEN: &[&str] = &[
    "AsRef",
    "Box",
    "Client",
    "ClientBuilder",
    "Clone",
    "Debug",
    "Default",
    "Duration",
    "Envelope",
    "Eq",
    "Err",
    "Error",
    "ErrorKeys",
    "ErrorType",
    "From",
    "Future",
    "Hash",
    "Into",
    "IntoIterator",
    "JsonObject",
    "MapAccess",
    "Method",
    "New",
    "None",
    "Ok",
    "Option",
    "Ord",
    "ItemStream",
    "PageStream",
    "RetryPolicy",
    "Paginated",
    "Params",
    "PartialEq",
    "PartialOrd",
    "Request",
    "Send",
    "Response",
    "Result",
    "Some",
    "String",
    "Timestamp",
    "Unrecognized",
    "UnrecognizedVariant",
    "Value",
    "Vec",
];

/// The names that the fields of an object share with its methods.
pub(super) fn object_methods() -> Namespace {
    Namespace::with_taken([("new", "the constructor of every object")])
}
