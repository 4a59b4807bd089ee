//! Values of enums.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

use super::keyword::PlainText;

/// A value of an enum in JSON: a string or an integer.
#[derive(Debug, JsonSchema)]
#[schemars(untagged, inline)]
pub(crate) enum Constant {
    String(#[schemars(with = "PlainText")] String),
    Integer(#[schemars(with = "i64")] i128),
}

impl fmt::Display for Constant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String(text) => f.write_str(text),
            Self::Integer(value) => value.fmt(f),
        }
    }
}

impl<'de> Deserialize<'de> for Constant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_i128(ConstantVisitor)
    }
}

struct ConstantVisitor;

impl Visitor<'_> for ConstantVisitor {
    type Value = Constant;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a whole number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Constant, E> {
        Ok(Constant::String(text.to_owned()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Constant, E> {
        Ok(Constant::Integer(value))
    }
}
