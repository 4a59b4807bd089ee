//! Ids: a string type for each kind of id, so code cannot confuse them.

/// Implements the traits of an id, for a newtype of `String`.
macro_rules! impls {
    ($name:ident) => {
        $crate::runtime::text::newtype!($name);

        // An id has the hash, equality and order of its text, so code can search a map of ids by
        // text.
        impl ::core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

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

            fn is_blank(&self) -> bool {
                self.0.is_empty()
            }
        }
    };
}

pub(crate) use impls;
