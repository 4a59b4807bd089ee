//! What the kinds of union share: how their variants are shown.

use std::fmt::{Debug, Formatter, Result};

/// What `Debug` shows of a content.
#[allow(unused_macros, reason = "an API need not have variants with content")]
macro_rules! shown {
    ($content:ident) => {
        $content
    };
    ($content:ident $redacted:path) => {
        &$redacted($content)
    };
}

/// The name of a variant with this tag.
#[allow(unused_macros, reason = "an API need not have tagged unions")]
macro_rules! name {
    ($variant:ident $tag:literal) => {
        ::core::stringify!($variant)
    };
}

#[allow(
    unused_imports,
    reason = "an API need not have variants without content"
)]
pub(crate) use {name, shown};

/// Shows a variant, with its content if it has one.
pub(crate) fn show(f: &mut Formatter<'_>, variant: &str, content: Option<&dyn Debug>) -> Result {
    match content {
        Some(content) => f.debug_tuple(variant).field(content).finish(),
        None => f.write_str(variant),
    }
}
