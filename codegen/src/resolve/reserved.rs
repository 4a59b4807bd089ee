//! Names that are reserved, since every generated crate uses them.

use super::namespace::Namespace;

/// The methods of every client, where the accessors are methods too.
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

/// The modules at the root of every generated crate. `main.rs` would be a program to cargo, and so would the files of the
/// endpoints of `bin`.
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

/// Methods that every type has by value, so that one of the same name by reference would never be called.
pub(super) const CONVERSIONS: [(&str, &str); 2] = [
    ("into", "a method of every type"),
    ("try_into", "a method of every type"),
];

/// Names that generated files use for something else.
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
