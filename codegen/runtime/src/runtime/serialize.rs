//! Serialization of structs as JSON objects.

use serde::ser::{Error, SerializeStruct, Serializer};

use crate::runtime::absent::{Field, check_finite};

/// Implements `Serialize` for a struct with these fields. A field whose key differs from its name
/// has the key in parentheses. With `null` after the key, an absent value is written as null.
macro_rules! impls {
    ($name:ident $(, $field:ident $(($key:literal $(, $null:ident)? $(,)?))?)* $(,)?) => {
        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::runtime::serialize::object(
                    serializer,
                    ::core::stringify!($name),
                    &mut [$((
                        $crate::runtime::serialize::key!($field $($key)?),
                        &self.$field,
                        $crate::runtime::serialize::has_null!($($($null)?)?),
                    )),*],
                )
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

/// A field of any type, which is written as a field of `S`.
pub(crate) trait Writable<S: SerializeStruct> {
    fn is_unset(&self) -> bool;

    fn write(&self, object: &mut S, key: &'static str) -> Result<(), S::Error>;
}

impl<T: Field, S: SerializeStruct> Writable<S> for T {
    fn is_unset(&self) -> bool {
        Field::is_unset(self)
    }

    fn write(&self, object: &mut S, key: &'static str) -> Result<(), S::Error> {
        check_finite(key, self)?;
        let written = object.serialize_field(key, self);
        written.map_err(|fault| in_field(key, &fault))
    }
}

/// Writes an object with these fields. Each field has its key, and whether an absent value is
/// written as null.
pub(crate) fn object<S: Serializer>(
    serializer: S,
    name: &'static str,
    fields: &mut [(&'static str, &dyn Writable<S::SerializeStruct>, bool)],
) -> Result<S::Ok, S::Error> {
    let mut count = 0;
    for (_, field, is_written) in &mut *fields {
        *is_written |= !field.is_unset();
        count += usize::from(*is_written);
    }
    let mut object = serializer.serialize_struct(name, count)?;
    for (key, field, is_written) in fields {
        if *is_written {
            field.write(&mut object, key)?;
        } else {
            object.skip_field(key)?;
        }
    }
    object.end()
}

/// Adds the key of a field to its fault.
#[cold]
pub(crate) fn in_field<E: Error>(key: &str, fault: &E) -> E {
    E::custom(format_args!("`{key}`: {fault}"))
}
