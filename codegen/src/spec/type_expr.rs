//! Type expressions: `string`, `ParcelId?`, `[Piece]`, `"[string]?"`.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

use super::keyword::text;

/// The names of the types that every spec has.
pub(crate) const BUILT_IN: [&str; 7] = [
    "string",
    "boolean",
    "integer",
    "number",
    "timestamp",
    "object",
    "any",
];

/// A type expression. `[T]` is a list to YAML too, so that is how it may arrive.
#[derive(Debug)]
pub(crate) struct TypeText(pub(crate) String);

impl<'de> Deserialize<'de> for TypeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(1, TypeTextVisitor)
    }
}

struct TypeTextVisitor;

impl<'de> Visitor<'de> for TypeTextVisitor {
    type Value = TypeText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<TypeText, E> {
        Ok(TypeText(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<TypeText, A::Error> {
        let item = list
            .next_element::<TypeText>()?
            .map(|item| item.0)
            .unwrap_or_default();
        Ok(TypeText(format!("[{item}]")))
    }
}

impl JsonSchema for TypeText {
    fn schema_name() -> Cow<'static, str> {
        "TypeExpression".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let item = generator.subschema_for::<Self>();
        let message = "Write a type, such as `string`, `string?` or `[string]`.";
        json_schema!({
            "description": "A built-in type, or the name of one under `ids` or `types` of any file. `T?` is optional, \
                            `[T]` a list, `\"[T]?\"` (in quotes) an optional list.",
            "anyOf": [
                { "enum": BUILT_IN, "errorMessage": message },
                text(r"^[\[\s]*[^\[\]?]*[^\[\]?\s][^\[\]?]*\??(\s*\]\s*\??)*\s*$", message),
                { "type": "array", "items": item, "minItems": 1, "maxItems": 1 }
            ]
        })
    }
}
