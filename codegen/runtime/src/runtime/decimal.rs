//! Decimal numbers as text, which keeps all digits.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Visitor};

use crate::runtime::absent::Field;
use crate::runtime::json::reader::NUMBER_TEXT;
use crate::runtime::text;

/// A decimal number with all its digits, such as a price: `12.50`.
///
/// A decimal contains the exact text of the service, unchecked, and compares as text: `12.5` is not
/// `12.50`. A service can send a string or a number, and the client sends a string. For arithmetic,
/// convert the text to a type of a crate for decimals: `rust_decimal` has
/// `Decimal::from_str_exact(price.as_str())`, and `Decimal::from(sum.to_string())` converts back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Decimal(String);

text::newtype!(Decimal);

impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NUMBER_TEXT, DecimalVisitor)
    }
}

impl Field for Decimal {
    const ABSENT: Option<fn() -> Self> = Some(|| Self(String::new()));
}

/// Reads a string, or the digits of a number. Other deserializers read a number as `f64`, which
/// rounds it.
struct DecimalVisitor;

impl<'de> Visitor<'de> for DecimalVisitor {
    type Value = Decimal;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a decimal number")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, value: D) -> Result<Decimal, D::Error> {
        value.deserialize_any(self)
    }

    fn visit_str<E>(self, text: &str) -> Result<Decimal, E> {
        Ok(Decimal::from(text))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Decimal, E> {
        Ok(Decimal(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Decimal, E> {
        Ok(Decimal(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Decimal, E> {
        Ok(Decimal(value.to_string()))
    }
}
