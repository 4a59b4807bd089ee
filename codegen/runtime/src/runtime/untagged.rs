//! Enums without a tag. The JSON kind of a value and the keys of an object select the variant. A
//! service can add variants.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::{self, Display};

use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
};
use serde_json::Value;

use crate::runtime::look_ahead::{LookAhead, UnrecognizedValue};

/// An untagged union. [`impls`] implements the trait.
pub(crate) trait Untagged: LookAhead {
    /// The patterns of each variant. No value matches two variants.
    const PATTERNS: &'static [&'static [Pattern]];
}

/// A set of values.
#[allow(dead_code, reason = "not every API has variants of each kind")]
pub(crate) enum Pattern {
    String,
    Number,
    Boolean,
    /// An empty list, or a list whose first item matches one of these patterns. Without patterns,
    /// any list.
    List(&'static [Self]),
    /// An object that passes all of these tests.
    Object(&'static [Test]),
}

/// A test of an object. A key with the value null is absent.
#[allow(dead_code, reason = "not every API needs each test")]
pub(crate) enum Test {
    Has(&'static str),
    Lacks(&'static str),
    /// The value of the key is one of these texts.
    Is(&'static str, &'static [&'static str]),
    /// The value of the key is one of these whole numbers.
    IsInteger(&'static str, &'static [i64]),
    /// The value of the key matches one of these patterns.
    Holds(&'static str, &'static [Pattern]),
    /// The key is absent, or its value matches none of these patterns.
    HoldsNo(&'static str, &'static [Pattern]),
}

/// Implements deserialization, serialization and `Debug` for an enum with these variants and
/// `Unrecognized`. Each variant has its patterns in parentheses. If `Debug` hides the content, its
/// output follows the patterns.
macro_rules! impls {
    (
        $name:ident
        $(, $variant:ident(
            $($kind:ident $(($($part:tt)*))?)|+ $(, $redacted:path)? $(,)?
        ))* $(,)?
    ) => {
        impl $crate::runtime::untagged::Untagged for $name {
            const PATTERNS: &'static [&'static [$crate::runtime::untagged::Pattern]] =
                &[$(&[$($crate::runtime::untagged::pattern!($kind $(($($part)*))?)),+]),*];
        }

        impl $crate::runtime::look_ahead::LookAhead for $name {
            type Found = ::core::option::Option<usize>;

            fn find<'de, D: ::serde::Deserializer<'de>>(
                value: D,
            ) -> ::core::result::Result<<Self as $crate::runtime::look_ahead::LookAhead>::Found, D::Error> {
                $crate::runtime::untagged::find::<Self, D>(value)
            }

            fn read<'de, D: ::serde::Deserializer<'de>>(
                variant: <Self as $crate::runtime::look_ahead::LookAhead>::Found,
                value: D,
            ) -> ::core::result::Result<Self, D::Error> {
                enum Variant {
                    $($variant),*
                }
                match variant {
                    $(::core::option::Option::Some(index) if index == Variant::$variant as usize => {
                        $crate::runtime::look_ahead::content(value).map(Self::$variant)
                    })*
                    _ => $crate::runtime::look_ahead::content(value).map(Self::Unrecognized),
                }
            }

            fn unrecognized(value: $crate::runtime::look_ahead::UnrecognizedValue) -> Self {
                Self::Unrecognized(value)
            }
        }

        $crate::runtime::variant::debug!($name, _value => None $(, $variant(_ $(, $redacted)?))*);

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(content) => ::serde::Serialize::serialize(content, serializer),)*
                    Self::Unrecognized(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::runtime::look_ahead::deserialize(deserializer)
            }
        }

        impl $crate::runtime::absent::Field for $name {
            fn is_finite(&self) -> bool {
                match self {
                    $(Self::$variant(content) => $crate::runtime::absent::Field::is_finite(content),)*
                    Self::Unrecognized(_) => true,
                }
            }
        }
    };
}

/// A pattern in [`impls`]: `string`, `list(number)`, `object(has("id"))`.
macro_rules! pattern {
    (string) => {
        $crate::runtime::untagged::Pattern::String
    };
    (number) => {
        $crate::runtime::untagged::Pattern::Number
    };
    (boolean) => {
        $crate::runtime::untagged::Pattern::Boolean
    };
    (list) => {
        $crate::runtime::untagged::Pattern::List(&[])
    };
    (list($($kind:ident $(($($part:tt)*))?)|+ $(,)?)) => {
        $crate::runtime::untagged::Pattern::List(
            &[$($crate::runtime::untagged::pattern!($kind $(($($part)*))?)),+],
        )
    };
    (object) => {
        $crate::runtime::untagged::Pattern::Object(&[])
    };
    (object($($test:ident $arguments:tt),+ $(,)?)) => {
        $crate::runtime::untagged::Pattern::Object(
            &[$($crate::runtime::untagged::test!($test $arguments)),+],
        )
    };
}

/// A test in [`impls`]: `has("id")`, `lacks("id")`, `is("kind", "a", "b")`,
/// `is_integer("kind", 1, 2)`, `holds("size", number)`, `holds_no("size", number)`.
#[allow(unused_macros, reason = "not every API needs a test of objects")]
macro_rules! test {
    (has ($key:literal $(,)?)) => {
        $crate::runtime::untagged::Test::Has($key)
    };
    (lacks ($key:literal $(,)?)) => {
        $crate::runtime::untagged::Test::Lacks($key)
    };
    (is ($key:literal $(, $value:literal)+ $(,)?)) => {
        $crate::runtime::untagged::Test::Is($key, &[$($value),+])
    };
    (is_integer ($key:literal $(, $value:literal)+ $(,)?)) => {
        $crate::runtime::untagged::Test::IsInteger($key, &[$($value),+])
    };
    (holds ($key:literal $(, $kind:ident)+ $(,)?)) => {
        $crate::runtime::untagged::Test::Holds($key, &[$($crate::runtime::untagged::pattern!($kind)),+])
    };
    (holds_no ($key:literal $(, $kind:ident)+ $(,)?)) => {
        $crate::runtime::untagged::Test::HoldsNo($key, &[$($crate::runtime::untagged::pattern!($kind)),+])
    };
}

/// Implements `Display` for a union of scalars, in the form of paths and queries.
#[allow(unused_macros, reason = "not every API has unions of scalars")]
macro_rules! display {
    ($name:ident $(, $variant:ident)* $(,)?) => {
        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant(content) => ::core::fmt::Display::fmt(content, f),)*
                    Self::Unrecognized(value) => ::core::fmt::Display::fmt(value, f),
                }
            }
        }
    };
}

#[allow(unused_imports, reason = "not every API has unions of each kind")]
pub(crate) use {display, impls, pattern, test};

/// Writes a text unchanged, and any other value as JSON.
impl Display for UnrecognizedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_value() {
            Value::String(text) => f.write_str(text),
            other => other.fmt(f),
        }
    }
}

/// Finds the index of the variant that a value matches.
pub(crate) fn find<'de, T: Untagged, D: Deserializer<'de>>(
    value: D,
) -> Result<Option<usize>, D::Error> {
    let patterns: Vec<_> = T::PATTERNS.iter().copied().flatten().collect();
    let sight = Look(&patterns).deserialize(value)?;
    if matches!(sight, Sight::Null) {
        return Err(D::Error::invalid_type(Unexpected::Unit, &"a value"));
    }
    let matches = |patterns: &&[Pattern]| patterns.iter().any(|pattern| pattern.matches(&sight));
    Ok(T::PATTERNS.iter().position(matches))
}

/// The parts of a value that patterns test.
enum Sight<'de> {
    Null,
    Boolean,
    /// Its value, if that is whole.
    Number(Option<i64>),
    String(Cow<'de, str>),
    /// The first item that is not null, if a pattern tests it.
    List(Option<Box<Self>>),
    /// The keys and their values, if a pattern tests them.
    Object(BTreeMap<Cow<'de, str>, Self>),
}

impl Pattern {
    fn matches(&self, sight: &Sight<'_>) -> bool {
        match (self, sight) {
            (Self::String, Sight::String(_))
            | (Self::Number, Sight::Number(_))
            | (Self::Boolean, Sight::Boolean)
            | (Self::List(_), Sight::List(None)) => true,
            (Self::List(items), Sight::List(Some(first))) => {
                items.is_empty() || items.iter().any(|item| item.matches(first))
            }
            (Self::Object(tests), Sight::Object(keys)) => {
                tests.iter().all(|test| test.passes(keys))
            }
            _ => false,
        }
    }
}

impl Test {
    fn passes(&self, keys: &BTreeMap<Cow<'_, str>, Sight<'_>>) -> bool {
        let value = |key| keys.get(key).filter(|value| !matches!(value, Sight::Null));
        let holds = |key, kinds: &[Pattern]| {
            let value = value(key);
            value.is_some_and(|value| kinds.iter().any(|kind| kind.matches(value)))
        };
        match self {
            Self::Has(key) => value(*key).is_some(),
            Self::Lacks(key) => value(*key).is_none(),
            Self::Is(key, texts) => match value(*key) {
                Some(Sight::String(text)) => texts.contains(&&**text),
                _ => false,
            },
            Self::IsInteger(key, integers) => match value(*key) {
                Some(Sight::Number(Some(integer))) => integers.contains(integer),
                _ => false,
            },
            Self::Holds(key, kinds) => holds(*key, kinds),
            Self::HoldsNo(key, kinds) => !holds(*key, kinds),
        }
    }
}

/// Reads the parts of a value that these patterns test.
struct Look<'p>(&'p [&'static Pattern]);

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = Sight<'de>;

    fn deserialize<D: Deserializer<'de>>(self, value: D) -> Result<Sight<'de>, D::Error> {
        value.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = Sight<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Sight<'de>, E> {
        Ok(Sight::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Sight<'de>, E> {
        Ok(Sight::Boolean)
    }

    fn visit_i64<E>(self, value: i64) -> Result<Sight<'de>, E> {
        Ok(Sight::Number(Some(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Sight<'de>, E> {
        Ok(Sight::Number(value.try_into().ok()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Sight<'de>, E> {
        // A whole number such as `1.0` has no fraction as text.
        Ok(Sight::Number(value.to_string().parse().ok()))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Sight<'de>, E> {
        Ok(Sight::String(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Sight<'de>, E> {
        Ok(Sight::String(Cow::Owned(text.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Sight<'de>, A::Error> {
        let mut items = Vec::new();
        for pattern in self.0 {
            if let Pattern::List(patterns) = pattern {
                items.extend(patterns.iter());
            }
        }
        if items.is_empty() {
            while list.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Sight::List(None));
        }
        while let Some(sight) = list.next_element_seed(Look(&items))? {
            if !matches!(sight, Sight::Null) {
                while list.next_element::<IgnoredAny>()?.is_some() {}
                return Ok(Sight::List(Some(Box::new(sight))));
            }
        }
        Ok(Sight::List(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Sight<'de>, A::Error> {
        let has_tests = |pattern: &&Pattern| match pattern {
            Pattern::Object(tests) => !tests.is_empty(),
            _ => false,
        };
        let mut keys = BTreeMap::new();
        if self.0.iter().any(has_tests) {
            while let Some(key) = object.next_key_seed(Look(&[]))? {
                let value = object.next_value_seed(Look(&[]))?;
                if let Sight::String(key) = key {
                    // Of a repeated key, the last value counts.
                    keys.insert(key, value);
                }
            }
        } else {
            while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        }
        Ok(Sight::Object(keys))
    }
}
