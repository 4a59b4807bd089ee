//! Open enums of integers: a service can add values. A value without a variant keeps its integer.

/// The integer of a value for which this version of the crate has no variant.
///
/// Programs can neither create nor inspect it, so they cannot depend on an integer that may get its
/// own variant later. The `as_i64` of the enum returns the integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct UnrecognizedInteger(i64);

impl UnrecognizedInteger {
    pub(crate) fn new(value: i64) -> Self {
        Self(value)
    }

    pub(crate) fn as_i64(self) -> i64 {
        self.0
    }
}

/// Implements conversion, `Display` and serialization for an open enum of integers. Each variant
/// has its integer in parentheses.
macro_rules! impls {
    ($name:ident $(, $variant:ident($integer:literal $(,)?))* $(,)?) => {
        impl $name {
            /// Returns the value as an integer.
            #[must_use]
            pub fn as_i64(self) -> i64 {
                match self {
                    $(Self::$variant => $integer,)*
                    Self::Unrecognized(value) => value.as_i64(),
                }
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(value: i64) -> Self {
                match value {
                    $($integer => Self::$variant,)*
                    _ => Self::Unrecognized(
                        $crate::runtime::integer_enum::UnrecognizedInteger::new(value),
                    ),
                }
            }
        }

        $crate::runtime::into_option::converted!($name: [] i64);

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::num::ParseIntError;

            fn from_str(text: &str) -> ::core::result::Result<Self, ::core::num::ParseIntError> {
                text.parse::<i64>().map(Self::from)
            }
        }

        impl ::core::cmp::PartialEq<i64> for $name {
            fn eq(&self, other: &i64) -> bool {
                self.as_i64() == *other
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.as_i64())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                <i64 as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }

        impl $crate::runtime::absent::Field for $name {
            const ABSENT: ::core::option::Option<fn() -> Self> =
                ::core::option::Option::Some(|| Self::from(0));
        }
    };
}

pub(crate) use impls;
