//! Open enums: enums to which a service can add values. A value without a variant keeps its text.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Visitor};

/// The text of a value for which this version of the crate has no variant.
///
/// Programs can neither create nor inspect it, so they cannot depend on a text that can become a
/// variant later. The `as_str` of the enum returns the text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Unrecognized(Box<str>);

impl Unrecognized {
    pub(crate) fn new(value: &str) -> Self {
        Self(value.into())
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Implements conversion, `Display` and serialization for an open enum. Each variant has its text
/// in parentheses.
macro_rules! impls {
    ($name:ident $(, $variant:ident($text:literal $(,)?))* $(,)?) => {
        impl $name {
            /// Returns the value as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)*
                    Self::Unrecognized(value) => value.as_str(),
                }
            }
        }

        $crate::runtime::text::impls!($name);

        impl ::core::convert::From<&str> for $name {
            #[allow(clippy::match_single_binding, reason = "an enum can have no variants")]
            fn from(value: &str) -> Self {
                match value {
                    $($text => Self::$variant,)*
                    _ => Self::Unrecognized($crate::runtime::open_enum::Unrecognized::new(value)),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl $crate::runtime::absent::Field for $name {
            const ABSENT: ::core::option::Option<fn() -> Self> = ::core::option::Option::Some(|| Self::from(""));
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::open_enum::deserialize(deserializer)
            }
        }
    };
}

pub(crate) use impls;

pub(crate) fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: for<'a> From<&'a str>,
    D: Deserializer<'de>,
{
    deserializer.deserialize_str(FromStr(PhantomData))
}

struct FromStr<T>(PhantomData<T>);

impl<T: for<'a> From<&'a str>> Visitor<'_> for FromStr<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, value: &str) -> Result<T, E> {
        Ok(T::from(value))
    }
}
