//! The arguments of methods that set optional values.

use std::borrow::Cow;

use crate::runtime::text::Text;

/// A value for an optional parameter or field of type `T`, or none.
///
/// A method that sets an optional value takes a `T` or an `Option<T>`. With `None`, the request
/// omits the value. For a `String`, an id, an open enum or a timestamp, the method also takes owned
/// or borrowed text: a `String`, a `&str`, a `Cow<str>`, or an `Option` of one.
///
/// Implement this trait for your own type to pass its values directly.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value for an optional parameter or field of type `{T}`",
    label = "expected `{T}` or `Option<{T}>`"
)]
pub trait IntoOption<T> {
    /// Returns the value to set.
    fn into_option(self) -> Option<T>;
}

impl<T> IntoOption<T> for T {
    fn into_option(self) -> Option<T> {
        Some(self)
    }
}

impl<T> IntoOption<T> for Option<T> {
    fn into_option(self) -> Option<T> {
        self
    }
}

impl<T: Text> IntoOption<T> for String {
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T: Text> IntoOption<T> for Option<String> {
    fn into_option(self) -> Option<T> {
        self.map(T::from)
    }
}

impl<T: Text> IntoOption<T> for &T {
    fn into_option(self) -> Option<T> {
        Some(self.clone())
    }
}

impl<T: Text> IntoOption<T> for Option<&T> {
    fn into_option(self) -> Option<T> {
        self.cloned()
    }
}

/// Implements [`IntoOption`] for values that convert to `$name`, and for options of them. Generics
/// of their types are in brackets.
macro_rules! converted {
    ($name:ty: $([$($generics:tt)*] $value:ty),* $(,)?) => {$(
        impl<$($generics)*> $crate::runtime::into_option::IntoOption<$name> for $value {
            fn into_option(self) -> ::core::option::Option<$name> {
                ::core::option::Option::Some(self.into())
            }
        }

        impl<$($generics)*> $crate::runtime::into_option::IntoOption<$name>
            for ::core::option::Option<$value>
        {
            fn into_option(self) -> ::core::option::Option<$name> {
                self.map(::core::convert::Into::into)
            }
        }
    )*};
}

#[allow(unused_imports, reason = "not every API has other such types")]
pub(crate) use converted;

/// Implements [`IntoOption`] for borrowed text, and for options of it.
macro_rules! take {
    ($($text:ty),*) => {$(
        converted!(String: [] $text);

        impl<T: Text> IntoOption<T> for $text {
            fn into_option(self) -> Option<T> {
                Some(T::from(AsRef::<str>::as_ref(&self)))
            }
        }

        impl<T: Text> IntoOption<T> for Option<$text> {
            fn into_option(self) -> Option<T> {
                self.and_then(IntoOption::into_option)
            }
        }
    )*};
}

take!(&str, &String, Cow<'_, str>);
