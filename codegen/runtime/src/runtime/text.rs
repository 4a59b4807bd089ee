//! Types with a text: ids, open enums, timestamps, dates, UUIDs and decimal numbers.

/// A type to which any text converts.
pub(crate) trait Text: Clone + From<String> + for<'a> From<&'a str> {}

/// Implements the common traits of these types, for a type with `as_str`, `From<&str>` and
/// `From<String>`.
macro_rules! impls {
    ($name:ident) => {
        impl $crate::runtime::text::Text for $name {}

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::cmp::PartialEq<::std::string::String> for $name {
            fn eq(&self, other: &::std::string::String) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::convert::Infallible> {
                ::core::result::Result::Ok(Self::from(text))
            }
        }

        impl ::core::convert::From<&::std::string::String> for $name {
            fn from(text: &::std::string::String) -> Self {
                Self::from(text.as_str())
            }
        }

        impl ::core::convert::From<&Self> for $name {
            fn from(value: &Self) -> Self {
                value.clone()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

/// Implements further methods and conversions for a newtype of `String` that accepts any text.
#[allow(unused_macros, reason = "not every API has such types")]
macro_rules! newtype {
    ($name:ident) => {
        impl $name {
            /// Returns the text, as in requests and responses.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::runtime::text::impls!($name);

        impl ::core::convert::From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(text: ::std::string::String) -> Self {
                Self(text)
            }
        }
    };
}

/// Does the same, and implements deserialization of any text. An absent or null text reads as an
/// empty text.
#[allow(unused_macros, reason = "not every API has such types")]
macro_rules! unchecked {
    ($name:ident) => {
        $crate::runtime::text::newtype!($name);

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::serde::Deserialize::deserialize(deserializer).map(Self)
            }
        }

        impl $crate::runtime::absent::Field for $name {
            const ABSENT: ::core::option::Option<fn() -> Self> =
                ::core::option::Option::Some(|| Self(::std::string::String::new()));
        }
    };
}

#[allow(unused_imports, reason = "not every API has such types")]
pub(crate) use {newtype, unchecked};

pub(crate) use impls;
