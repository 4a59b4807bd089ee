//! Strings, numbers and booleans.

use crate::document::Node;
use crate::spec::{BuiltIn, Ty};

/// Returns the type of a scalar.
pub(super) fn scalar(name: &str, parts: &[&Node]) -> Ty {
    let format = parts.iter().find_map(|part| part.peek("format"));
    let format = format.and_then(Node::as_str).unwrap_or_default();
    let built_in = match name {
        "string" => string(format, parts),
        "integer" => integer(format),
        "number" => number(format),
        _ => BuiltIn::Boolean,
    };
    Ty::BuiltIn(built_in)
}

fn string(format: &str, parts: &[&Node]) -> BuiltIn {
    let encoding = parts.iter().find_map(|part| part.text("contentEncoding"));
    let media = parts.iter().find_map(|part| part.text("contentMediaType"));
    match format {
        "date-time" => BuiltIn::Timestamp,
        "date" => BuiltIn::Date,
        "uuid" => BuiltIn::Uuid,
        "decimal" => BuiltIn::Decimal,
        "binary" => BuiltIn::File,
        _ if media == Some("application/octet-stream") && encoding.is_none() => BuiltIn::File,
        _ => BuiltIn::String,
    }
}

fn integer(format: &str) -> BuiltIn {
    match format {
        "int32" => BuiltIn::Int32,
        "uint64" => BuiltIn::Uint64,
        "unix-time" | "unixtime" | "unix-timestamp" | "timestamp" => BuiltIn::UnixTime,
        _ => BuiltIn::Integer,
    }
}

fn number(format: &str) -> BuiltIn {
    match format {
        "int32" => BuiltIn::Int32,
        "int64" => BuiltIn::Integer,
        "decimal" => BuiltIn::Decimal,
        _ => BuiltIn::Number,
    }
}

/// Whether the type implies the format.
pub(super) fn is_said(format: &str, ty: &Ty) -> bool {
    let Ty::BuiltIn(built_in) = ty else {
        return false;
    };
    match format {
        "int64" => *built_in == BuiltIn::Integer,
        "float" | "double" => *built_in == BuiltIn::Number,
        "binary" | "password" => true,
        _ => {
            string(format, &[]) == *built_in && *built_in != BuiltIn::String
                || integer(format) == *built_in && *built_in != BuiltIn::Integer
                || number(format) == *built_in && *built_in != BuiltIn::Number
        }
    }
}
