//! The `Debug` output of all kinds of unions.

use std::fmt::{Debug, Formatter, Result};

/// Implements `Debug` for an enum with these variants and `Unrecognized`, with this output for an
/// unknown value. An unknown value can be sensitive.
macro_rules! debug {
    (
        $name:ident, $value:ident => $shown:expr
        $(, $variant:ident $(= $unit:literal)? $(($key:tt $(, $redacted:path)? $(,)?))?)* $(,)?
    ) => {
        impl ::core::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $($(Self::$variant => $crate::runtime::variant::show(
                        f,
                        $crate::runtime::variant::name!($variant $unit),
                        ::core::option::Option::None,
                    ),)?
                    $(Self::$variant(content) => $crate::runtime::variant::show(
                        f,
                        $crate::runtime::variant::name!($variant $key),
                        ::core::option::Option::Some($crate::runtime::variant::shown!(content $($redacted)?)),
                    ),)?)*
                    Self::Unrecognized($value) => {
                        $crate::runtime::variant::show(f, "Unrecognized", $shown)
                    }
                }
            }
        }
    };
}

/// The output of `Debug` for a content.
#[allow(unused_macros, reason = "not every API has variants with content")]
macro_rules! shown {
    ($content:ident) => {
        $content
    };
    ($content:ident $redacted:path) => {
        &$redacted($content)
    };
}

/// The name of a variant with this tag.
#[allow(unused_macros, reason = "not every API has tagged unions")]
macro_rules! name {
    ($variant:ident $tag:tt) => {
        ::core::stringify!($variant)
    };
}

#[allow(unused_imports, reason = "not every API has variants without content")]
pub(crate) use {debug, name, shown};

/// Shows a variant, with its content if it has one.
pub(crate) fn show(f: &mut Formatter<'_>, variant: &str, content: Option<&dyn Debug>) -> Result {
    match content {
        Some(content) => f.debug_tuple(variant).field(content).finish(),
        None => f.write_str(variant),
    }
}
