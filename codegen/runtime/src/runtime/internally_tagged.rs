//! Enums whose variants are objects with a tag: a key that names the variant. A service can add
//! variants.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{self, Impossible, Serialize, SerializeMap, SerializeStruct, Serializer};
use serde_json::{Map, Value};

use crate::runtime::look_ahead::{self, LookAhead, UnrecognizedValue};

/// An internally tagged union. [`impls`] implements the trait.
pub(crate) trait InternallyTagged: LookAhead {
    /// The key of the tag.
    const KEY: &'static str;

    /// The tags of the variants.
    const TAGS: &'static [&'static str];

    fn tag(&self) -> &str;
}

/// Implements deserialization, serialization and `Debug` for an enum with these variants and
/// `Unrecognized`, under this key of the tag. A variant with content has its tag in parentheses. If
/// `Debug` hides the content, its output follows the tag. A variant without content equals its tag.
macro_rules! impls {
    (
        $name:ident($tag:literal $(,)?)
        $(, $variant:ident $(= $unit:literal)? $(($key:literal $(, $redacted:path)? $(,)?))?)* $(,)?
    ) => {
        impl $crate::runtime::internally_tagged::InternallyTagged for $name {
            const KEY: &'static str = $tag;

            const TAGS: &'static [&'static str] = &[$($($unit)? $($key)?),*];

            fn tag(&self) -> &str {
                match self {
                    $($(Self::$variant => $unit,)? $(Self::$variant(_) => $key,)?)*
                    Self::Unrecognized(value) => $crate::runtime::internally_tagged::tag_of::<Self>(value),
                }
            }
        }

        impl $crate::runtime::look_ahead::LookAhead for $name {
            type Found = ::core::option::Option<&'static str>;

            fn find<'de, D: ::serde::Deserializer<'de>>(
                object: D,
            ) -> ::core::result::Result<<Self as $crate::runtime::look_ahead::LookAhead>::Found, D::Error> {
                $crate::runtime::internally_tagged::find::<Self, D>(object)
            }

            fn read<'de, D: ::serde::Deserializer<'de>>(
                tag: <Self as $crate::runtime::look_ahead::LookAhead>::Found,
                object: D,
            ) -> ::core::result::Result<Self, D::Error> {
                match tag {
                    $($(::core::option::Option::Some($unit) => {
                        $crate::runtime::look_ahead::no_content(object).map(|()| Self::$variant)
                    })?
                    $(::core::option::Option::Some($key) => {
                        $crate::runtime::look_ahead::content(object).map(Self::$variant)
                    })?)*
                    _ => $crate::runtime::look_ahead::content(object).map(Self::Unrecognized),
                }
            }

            fn unrecognized(value: $crate::runtime::look_ahead::UnrecognizedValue) -> Self {
                Self::Unrecognized(value)
            }
        }

        $crate::runtime::variant::debug!(
            $name, value => Some(&$crate::runtime::internally_tagged::tag_of::<Self>(value))
            $(, $variant $(= $unit)? $(($key $(, $redacted)?))?)*
        );

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $($(Self::$variant => {
                        $crate::runtime::internally_tagged::serialize_unit::<Self, S>($unit, serializer)
                    })?
                    $(Self::$variant(content) => {
                        $crate::runtime::internally_tagged::serialize::<Self, S>($key, content, serializer)
                    })?)*
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

        impl $crate::runtime::absent::Field for $name {}
    };
}

pub(crate) use impls;

/// Creates the variant with this tag and these other fields.
pub(crate) fn from_parts<T: InternallyTagged>(
    tag: String,
    fields: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>,
) -> T {
    let fields = fields.into_iter();
    let mut object: Map<_, _> = fields
        .map(|(key, value)| (key.into(), value.into()))
        .collect();
    object.insert(T::KEY.to_owned(), tag.into());
    look_ahead::other(object.into())
}

/// Returns the tag of an unknown object.
pub(crate) fn tag_of<T: InternallyTagged>(object: &UnrecognizedValue) -> &str {
    let tag = object.as_value().get(T::KEY);
    tag.and_then(Value::as_str).unwrap_or_default()
}

/// Finds the tag of an object, if it belongs to a known variant.
pub(crate) fn find<'de, T: InternallyTagged, D: Deserializer<'de>>(
    object: D,
) -> Result<Option<&'static str>, D::Error> {
    object.deserialize_map(FindTag::<T>(PhantomData))
}

struct FindTag<T>(PhantomData<T>);

impl<'de, T: InternallyTagged> Visitor<'de> for FindTag<T> {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut tag = None;
        while let Some(key) = object.next_key_seed(OneOf(&[T::KEY]))? {
            // Of a repeated key, the last value counts.
            match key {
                Some(_) => tag = Some(object.next_value_seed(OneOf(T::TAGS))?),
                None => drop(object.next_value::<IgnoredAny>()?),
            }
        }
        tag.ok_or_else(|| A::Error::missing_field(T::KEY))
    }
}

/// Reads a text, if it is in this list.
struct OneOf(&'static [&'static str]);

impl<'de> DeserializeSeed<'de> for OneOf {
    type Value = Option<&'static str>;

    fn deserialize<D: Deserializer<'de>>(self, text: D) -> Result<Self::Value, D::Error> {
        text.deserialize_str(self)
    }
}

impl Visitor<'_> for OneOf {
    type Value = Option<&'static str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().copied().find(|known| *known == text))
    }
}

/// Writes the tag of a variant without content.
#[allow(dead_code, reason = "not every API has such variants")]
pub(crate) fn serialize_unit<T: InternallyTagged, S: Serializer>(
    tag: &str,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut object = serializer.serialize_map(Some(1))?;
    object.serialize_entry(T::KEY, tag)?;
    object.end()
}

/// Writes the tag and the fields of an object, except a field under the key of the tag.
#[allow(dead_code, reason = "not every API has variants with content")]
pub(crate) fn serialize<T: InternallyTagged, S: Serializer>(
    tag: &str,
    content: &impl Serialize,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    content.serialize(WithTag {
        key: T::KEY,
        tag,
        serializer,
    })
}

/// Writes an object after a tag.
struct WithTag<'a, S> {
    key: &'static str,
    tag: &'a str,
    serializer: S,
}

/// Rejects values of these kinds.
macro_rules! refuse {
    ($($method:ident($($argument:ty),*) -> $written:ty;)*) => {
        $(fn $method(self $(, _: $argument)*) -> Result<$written, S::Error> {
            Err(not_an_object())
        })*
    };
}

#[cold]
fn not_an_object<E: ser::Error>() -> E {
    E::custom("the content of a variant must be an object")
}

impl<S: Serializer> Serializer for WithTag<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Impossible<S::Ok, S::Error>;
    type SerializeTuple = Impossible<S::Ok, S::Error>;
    type SerializeTupleStruct = Impossible<S::Ok, S::Error>;
    type SerializeTupleVariant = Impossible<S::Ok, S::Error>;
    type SerializeMap = Fields<S::SerializeMap>;
    type SerializeStruct = Fields<S::SerializeMap>;
    type SerializeStructVariant = Impossible<S::Ok, S::Error>;

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        let mut object = self.serializer.serialize_map(None)?;
        object.serialize_entry(self.key, self.tag)?;
        Ok(Fields {
            tag: self.key,
            object,
        })
    }

    fn serialize_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStruct, S::Error> {
        self.serialize_map(None)
    }

    refuse! {
        serialize_bool(bool) -> S::Ok;
        serialize_i8(i8) -> S::Ok;
        serialize_i16(i16) -> S::Ok;
        serialize_i32(i32) -> S::Ok;
        serialize_i64(i64) -> S::Ok;
        serialize_u8(u8) -> S::Ok;
        serialize_u16(u16) -> S::Ok;
        serialize_u32(u32) -> S::Ok;
        serialize_u64(u64) -> S::Ok;
        serialize_f32(f32) -> S::Ok;
        serialize_f64(f64) -> S::Ok;
        serialize_char(char) -> S::Ok;
        serialize_str(&str) -> S::Ok;
        serialize_bytes(&[u8]) -> S::Ok;
        serialize_none() -> S::Ok;
        serialize_unit() -> S::Ok;
        serialize_unit_struct(&'static str) -> S::Ok;
        serialize_unit_variant(&'static str, u32, &'static str) -> S::Ok;
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        Err(not_an_object())
    }
}

/// The fields after a tag. Omits a field under the key of the tag.
struct Fields<M> {
    tag: &'static str,
    object: M,
}

impl<M: SerializeMap> SerializeStruct for Fields<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), M::Error> {
        if key == self.tag {
            return Ok(());
        }
        self.object.serialize_entry(key, value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.object.end()
    }
}

/// The fields of an object with other keys.
impl<M: SerializeMap> SerializeMap for Fields<M> {
    type Ok = M::Ok;
    type Error = M::Error;

    fn serialize_entry<K: Serialize + ?Sized, V: Serialize + ?Sized>(
        &mut self,
        key: &K,
        value: &V,
    ) -> Result<(), M::Error> {
        if serde_json::to_value(key).is_ok_and(|key| key == self.tag) {
            return Ok(());
        }
        self.object.serialize_entry(key, value)
    }

    fn serialize_key<K: Serialize + ?Sized>(&mut self, key: &K) -> Result<(), M::Error> {
        self.object.serialize_key(key)
    }

    fn serialize_value<V: Serialize + ?Sized>(&mut self, value: &V) -> Result<(), M::Error> {
        self.object.serialize_value(value)
    }

    fn end(self) -> Result<M::Ok, M::Error> {
        self.object.end()
    }
}
