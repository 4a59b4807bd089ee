//! Serialization of structs as JSON objects.

use serde::ser::{Error, SerializeStruct};

use crate::runtime::absent::{Field, check_finite};

/// Implements `Serialize` for a struct with these fields. A field whose key differs from its name
/// has the key in parentheses. With `null` after the key, an absent value is written as null.
macro_rules! impls {
    ($name:ident $(, $field:ident $(($key:literal $(, $null:ident)? $(,)?))?)* $(,)?) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                let fields = 0 $(+ $crate::runtime::serialize::count(
                    &self.$field,
                    $crate::runtime::serialize::has_null!($($($null)?)?),
                ))*;
                #[allow(unused_mut)]
                let mut object = serializer.serialize_struct(::core::stringify!($name), fields)?;
                $($crate::runtime::serialize::write(
                    &mut object,
                    $crate::runtime::serialize::key!($field $($key)?),
                    &self.$field,
                    $crate::runtime::serialize::has_null!($($($null)?)?),
                )?;)*
                ::serde::ser::SerializeStruct::end(object)
            }
        }
    };
}

/// Returns the key of a field.
macro_rules! key {
    ($field:ident) => {
        ::core::stringify!($field)
    };
    ($field:ident $key:literal) => {
        $key
    };
}

/// Whether an absent value is written as null.
macro_rules! has_null {
    () => {
        false
    };
    (null) => {
        true
    };
}

pub(crate) use {has_null, impls, key};

/// Returns the number of fields in JSON: 0 if the field is omitted, and 1 otherwise.
pub(crate) fn count(field: &impl Field, has_null: bool) -> usize {
    usize::from(has_null || !field.is_unset())
}

pub(crate) fn write<S: SerializeStruct>(
    object: &mut S,
    key: &'static str,
    field: &impl Field,
    has_null: bool,
) -> Result<(), S::Error> {
    if field.is_unset() && !has_null {
        object.skip_field(key)
    } else {
        check_finite(key, field)?;
        let written = object.serialize_field(key, field);
        written.map_err(|fault| in_field(key, &fault))
    }
}

/// Adds the key of a field to its fault.
#[cold]
pub(crate) fn in_field<E: Error>(key: &str, fault: &E) -> E {
    E::custom(format_args!("`{key}`: {fault}"))
}
