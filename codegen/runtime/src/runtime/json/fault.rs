//! The fault of a value that the reader rejects.
//!
//! A fault names the kind of the value and never shows the value, which can be personal data. The
//! reader does not explain why a text is not JSON; `serde_json` does.

use std::fmt::{self, Display};

use serde::de::{Error, Expected, Unexpected};

/// The fault of a value. `None` if `serde_json` would not accept the text as JSON.
///
/// A fault is one word, so that results stay in registers.
#[derive(Debug)]
#[allow(clippy::box_collection, reason = "a text would be three words")]
pub(super) struct Fault(pub(super) Option<Box<String>>);

pub(super) const NOT_JSON: Fault = Fault(None);

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_ref().map_or("not JSON", |fault| fault.as_str()))
    }
}

impl std::error::Error for Fault {}

impl Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Self(Some(Box::new(message.to_string())))
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        wrong_type(kind(&found), expected)
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!(
            "invalid value: {}, expected {expected}",
            kind(&found)
        ))
    }
}

#[cold]
pub(super) fn wrong_type(found: &str, expected: &dyn Expected) -> Fault {
    Fault::custom(format_args!("invalid type: {found}, expected {expected}"))
}

#[cold]
pub(super) fn too_deep() -> Fault {
    Fault::custom("recursion limit exceeded")
}

/// Returns the kind of a value, as JSON names it.
fn kind(value: &Unexpected<'_>) -> &'static str {
    match value {
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::Bool(_) => "boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "number",
        Unexpected::Str(_) | Unexpected::Char(_) => "string",
        Unexpected::Seq => "array",
        Unexpected::Map => "object",
        _ => "another value",
    }
}
