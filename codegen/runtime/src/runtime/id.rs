//! Ids: strings, with a type for each kind, so that they cannot be mixed up.

/// Implements the traits of an id, for a newtype of `String`.
macro_rules! impls {
    ($name:ident) => {
        impl $name {
            /// Returns the id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::runtime::text::impls!($name);

        // Hash, equality and order of an id are those of its text, so a map with ids as keys can be
        // searched by text.
        impl ::core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(id: ::std::string::String) -> Self {
                Self(id)
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
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
