//! Unions as objects with a tag and a content: the tag names the variant, and the content is its
//! value. A service can add variants.

use std::fmt::{self, Debug};
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};
use serde_json::Value;

use crate::runtime::absent::{Field, Nullable, check_finite};
use crate::runtime::json::text::JsonText;

/// A variant that this version of the crate does not know, unchanged.
#[derive(Clone, Debug, PartialEq)]
pub struct UnrecognizedVariant {
    tag: String,
    content: Value,
}

impl UnrecognizedVariant {
    pub(crate) fn new(tag: String, content: Value) -> Self {
        Self { tag, content }
    }

    pub(crate) fn tag(&self) -> &str {
        &self.tag
    }

    pub(crate) fn content(&self) -> &Value {
        &self.content
    }

    /// Returns the output of `Debug`. An unknown content can be sensitive.
    pub(crate) fn shown(&self) -> &dyn Debug {
        &self.tag
    }
}

/// A tagged union. [`impls`] implements the trait.
pub(crate) trait Tagged: Sized {
    /// The keys of the tag and of the content.
    const KEYS: (&'static str, &'static str);

    /// The tags of the variants without content.
    const UNITS: &'static [&'static str];

    fn tag(&self) -> &str;

    /// Reads the content of the variant, or returns the fault with its location.
    fn from_parts(tag: String, content: &JsonText<'_>) -> Result<Self, String>;

    fn unrecognized(variant: UnrecognizedVariant) -> Self;
}

/// Implements deserialization, serialization and `Debug` for an enum with these variants and
/// `Unrecognized`, under these keys. A variant with content has its tag in parentheses. If `Debug`
/// hides the content, its output follows the tag. A variant without content equals its tag.
macro_rules! impls {
    (
        $name:ident($tag:literal, $content:literal $(,)?)
        $(, $variant:ident $(= $unit:literal)? $(($key:literal $(, $redacted:path)? $(,)?))?)* $(,)?
    ) => {
        impl $crate::runtime::tagged::Tagged for $name {
            const KEYS: (&'static str, &'static str) = ($tag, $content);

            const UNITS: &'static [&'static str] = &[$($($unit,)?)*];

            fn tag(&self) -> &str {
                match self {
                    $($(Self::$variant => $unit,)? $(Self::$variant(_) => $key,)?)*
                    Self::Unrecognized(variant) => variant.tag(),
                }
            }

            fn from_parts(
                tag: ::std::string::String,
                content: &$crate::runtime::json::text::JsonText<'_>,
            ) -> ::core::result::Result<Self, ::std::string::String> {
                match tag.as_str() {
                    $($($unit => $crate::runtime::tagged::no_content(content).map(|()| Self::$variant),)?
                    $($key => $crate::runtime::tagged::content(content).map(Self::$variant),)?)*
                    _ => $crate::runtime::tagged::unrecognized(tag, content).map(Self::Unrecognized),
                }
            }

            fn unrecognized(variant: $crate::runtime::tagged::UnrecognizedVariant) -> Self {
                Self::Unrecognized(variant)
            }
        }

        $crate::runtime::variant::debug!(
            $name, value => Some(value.shown())
            $(, $variant $(= $unit)? $(($key $(, $redacted)?))?)*
        );

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $($(Self::$variant => {
                        $crate::runtime::tagged::serialize_unit::<Self, S>($unit, serializer)
                    })?
                    $(Self::$variant(content) => {
                        $crate::runtime::tagged::serialize::<Self, S>($key, content, serializer)
                    })?)*
                    Self::Unrecognized(variant) => {
                        $crate::runtime::tagged::serialize::<Self, S>(variant.tag(), variant.content(), serializer)
                    }
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::tagged::deserialize(deserializer)
            }
        }

        impl $crate::runtime::absent::Field for $name {}
    };
}

pub(crate) use impls;

/// Creates the variant with this tag and content.
pub(crate) fn from_parts<T: Tagged>(tag: String, content: Value) -> T {
    T::from_parts(tag.clone(), &JsonText::from(&content))
        .unwrap_or_else(|_| T::unrecognized(UnrecognizedVariant::new(tag, content)))
}

/// Writes the tag and the content.
pub(crate) fn serialize<T: Tagged, S: Serializer>(
    tag: &str,
    content: &impl Field,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let (tag_key, content_key) = T::KEYS;
    check_finite(content_key, content)?;
    let mut object = serializer.serialize_map(Some(2))?;
    object.serialize_entry(tag_key, tag)?;
    object.serialize_entry(content_key, content)?;
    object.end()
}

/// Writes the tag of a variant without content.
#[allow(dead_code, reason = "not every API has such variants")]
pub(crate) fn serialize_unit<T: Tagged, S: Serializer>(
    tag: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(1))?;
    object.serialize_entry(T::KEYS.0, tag)?;
    object.end()
}

/// Reads the tag and the content in any order. An absent content counts as null.
pub(crate) fn deserialize<'de, T: Tagged, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_map(Parts(PhantomData))
}

struct Parts<T>(PhantomData<T>);

impl<'de, T: Tagged> Visitor<'de> for Parts<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<T, A::Error> {
        let (tag_key, content_key) = T::KEYS;
        let (mut tag, mut content) = (None, None);
        // Of a repeated key, the last value counts.
        while let Some(key) = object.next_key::<String>()? {
            if key == tag_key {
                tag = Some(object.next_value::<String>()?);
            } else if key == content_key {
                content = Some(object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        let tag = tag.ok_or_else(|| A::Error::missing_field(tag_key))?;
        let is_unit = T::UNITS.contains(&tag.as_str());
        let content = content.filter(|_| !is_unit);
        let content = content.unwrap_or_else(|| JsonText::from(&Value::Null));
        T::from_parts(tag, &content)
            .map_err(|fault| A::Error::custom(format_args!("in `{content_key}`: {fault}")))
    }
}

/// Reads the content of a known variant.
#[allow(dead_code, reason = "not every API has variants with content")]
pub(crate) fn content<T: Field>(content: &JsonText<'_>) -> Result<T, String> {
    content.read(Nullable(PhantomData))
}

/// Reads the content of a variant without content, which must be null.
#[allow(dead_code, reason = "not every API has such variants")]
pub(crate) fn no_content(content: &JsonText<'_>) -> Result<(), String> {
    content.read(PhantomData)
}

/// Reads a variant that this version of the crate does not know.
pub(crate) fn unrecognized(
    tag: String,
    content: &JsonText<'_>,
) -> Result<UnrecognizedVariant, String> {
    let content = content.read(PhantomData)?;
    Ok(UnrecognizedVariant { tag, content })
}
