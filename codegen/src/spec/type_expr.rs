//! Type expressions: `string`, `ParcelId?`, `[Piece]`, `"[string]?"`, `{ string: integer }`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::keyword::text;

/// A type expression. Its names are not resolved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum TypeExpr {
    BuiltIn(BuiltIn),
    /// The name of a type under `types` or `ids`, or an unknown name.
    Named(String),
    /// `T?`
    Optional(Box<TypeExpr>),
    /// `[T]`
    List(Box<TypeExpr>),
    /// `{ K: V }`
    Map {
        key: Box<TypeExpr>,
        value: Box<TypeExpr>,
    },
    /// The expression is wrong.
    Poisoned,
}

impl TypeExpr {
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// The expression without its `?`.
    pub(crate) fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner,
            other => other,
        }
    }

    /// The names in it, without names of built-in types.
    pub(crate) fn names(&self) -> Vec<&str> {
        match self {
            Self::Named(name) => vec![name],
            Self::Optional(inner) | Self::List(inner) => inner.names(),
            Self::Map { key, value } => [key.names(), value.names()].concat(),
            Self::BuiltIn(_) | Self::Poisoned => Vec::new(),
        }
    }

    /// The type with this name.
    fn of_name(name: &str) -> Self {
        let built_in = BuiltIn::ALL
            .into_iter()
            .find(|built_in| built_in.as_str() == name);
        built_in.map_or_else(|| Self::Named(name.to_owned()), Self::BuiltIn)
    }
}

/// Writes the expression with the syntax of a spec.
impl fmt::Display for TypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn(built_in) => f.write_str(built_in.as_str()),
            Self::Named(name) => f.write_str(name),
            Self::Optional(inner) => write!(f, "{inner}?"),
            Self::List(item) => write!(f, "[{item}]"),
            Self::Map { key, value } => write!(f, "{{ {key}: {value} }}"),
            Self::Poisoned => f.write_str("?"),
        }
    }
}

/// A built-in type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BuiltIn {
    String,
    Boolean,
    Integer,
    Int32,
    Uint64,
    Number,
    Decimal,
    Timestamp,
    Date,
    UnixTime,
    Uuid,
    Object,
    Any,
    /// Bytes: text in Base64, or an unchanged whole body.
    Bytes,
    /// Plain text. Only a whole body has this type.
    Text,
    /// A file. Only a parameter of a multipart body has this type.
    File,
}

impl BuiltIn {
    const ALL: [Self; 16] = [
        Self::String,
        Self::Boolean,
        Self::Integer,
        Self::Int32,
        Self::Uint64,
        Self::Number,
        Self::Decimal,
        Self::Timestamp,
        Self::Date,
        Self::UnixTime,
        Self::Uuid,
        Self::Object,
        Self::Any,
        Self::Bytes,
        Self::Text,
        Self::File,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Int32 => "int32",
            Self::Uint64 => "uint64",
            Self::Number => "number",
            Self::Decimal => "decimal",
            Self::Timestamp => "timestamp",
            Self::Date => "date",
            Self::UnixTime => "unix_time",
            Self::Uuid => "uuid",
            Self::Object => "object",
            Self::Any => "any",
            Self::Bytes => "bytes",
            Self::Text => "text",
            Self::File => "file",
        }
    }

    /// The names of the scalars.
    pub(crate) fn scalars() -> Vec<&'static str> {
        let is_scalar =
            |ty: &Self| !matches!(ty, Self::Object | Self::Any | Self::Text | Self::File);
        let scalars = Self::ALL.into_iter().filter(is_scalar);
        scalars.map(Self::as_str).collect()
    }

    pub(crate) fn names() -> [&'static str; 16] {
        Self::ALL.map(Self::as_str)
    }
}

/// The deserializer presents a name as a string, an optional type as an option, and a map as a map of one. It presents a list
/// as a newtype struct or as a list of one, and a wrong expression as a unit.
impl<'de> Deserialize<'de> for TypeExpr {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(1, TypeExprVisitor)
    }
}

struct TypeExprVisitor;

impl<'de> Visitor<'de> for TypeExprVisitor {
    type Value = TypeExpr;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<TypeExpr, E> {
        Ok(TypeExpr::of_name(name))
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<TypeExpr, D::Error> {
        let inner = TypeExpr::deserialize(inner)?;
        Ok(TypeExpr::Optional(Box::new(inner)))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, item: D) -> Result<TypeExpr, D::Error> {
        let item = TypeExpr::deserialize(item)?;
        Ok(TypeExpr::List(Box::new(item)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<TypeExpr, A::Error> {
        let item = list.next_element()?.unwrap_or(TypeExpr::Poisoned);
        Ok(TypeExpr::List(Box::new(item)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TypeExpr, A::Error> {
        let Some((key, value)) = map.next_entry::<String, TypeExpr>()? else {
            return Ok(TypeExpr::Poisoned);
        };
        Ok(TypeExpr::Map {
            key: Box::new(TypeExpr::of_name(key.trim())),
            value: Box::new(value),
        })
    }

    fn visit_unit<E: Error>(self) -> Result<TypeExpr, E> {
        Ok(TypeExpr::Poisoned)
    }
}

impl JsonSchema for TypeExpr {
    fn schema_name() -> Cow<'static, str> {
        "TypeExpression".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<Self>();
        let message =
            "Write a type, such as `string`, `string?`, `[string]` or `{ string: integer }`.";
        json_schema!({
            "description": "A built-in type, or the name of a type under `ids` or `types` of any file. `T?` is optional, \
                            `[T]` a list, `{ string: T }` a map, `\"[T]?\"` (in quotes) an optional list.",
            "anyOf": [
                { "enum": BuiltIn::names(), "errorMessage": message },
                text(r"^([\[\s]|\{[^\[\]{}?]+:)*[^\[\]?]*[^\[\]?\s][^\[\]?]*\??(\s*[\]}]\s*\??)*\s*$", message),
                { "type": "array", "items": item, "minItems": 1, "maxItems": 1 },
                { "type": "object", "additionalProperties": item, "minProperties": 1, "maxProperties": 1 }
            ]
        })
    }
}
