//! The error type of a deserializer that records faults and continues.

use std::fmt;

/// An error that occurs only for a type that breaks the rules of `decode`.
#[derive(Debug)]
pub(super) struct Impossible(String);

impl fmt::Display for Impossible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Impossible {}

impl serde::de::Error for Impossible {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}
