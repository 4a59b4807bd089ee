//! Definitions of types: objects, enums, unions.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Value, json};

use super::constant::Constant;
use super::field::{Field, Map};
use super::keyword::{GivenName, NonEmptyText, Text, exactly_one, given, needs, one_of};
use super::string_or::StringOr;
use super::type_expr::TypeExpr;

/// Exactly one of an object (`fields`), an enum (`enum`) and a union (`variants`).
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend(
    "oneOf" = exactly_one(&["fields", "enum", "variants"]),
    "allOf" = [
        needs("constructors", "fields"),
        needs("extra", "fields"),
        needs("tag", "variants"),
        needs("content", "tag"),
        { "if": given("tag"), "else": { "properties": { "variants": { "additionalProperties": { "required": ["type"] } } } } }
    ]
))]
pub(crate) struct Type {
    /// The docs of the type, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// Makes the type an object. The keys of this map are the keys in JSON.
    pub(crate) fields: Option<Map<Field>>,
    /// Allows other keys in an object, with values of this type. `any` allows all values.
    pub(crate) extra: Option<TypeExpr>,
    /// Named constructors of an object, which fix the values of enum fields.
    #[schemars(extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) constructors: Map<Constructor>,
    /// Makes the type an enum with these known values, all strings or all integers. The enum is open: a client keeps other
    /// values and can send them.
    #[serde(rename = "enum")]
    #[schemars(
        length(min = 1),
        extend("uniqueItems" = true, "anyOf" = [none_of_kind("integer"), none_of_kind("string")])
    )]
    pub(crate) values: Option<Vec<EnumValue>>,
    /// Of a union: the JSON key of the tag, which names the variant. Without it, a value is only the content of a
    /// variant.
    #[schemars(with = "Option<NonEmptyText>")]
    pub(crate) tag: Option<String>,
    /// Of a union with a tag: the JSON key of the variant's content. Without it, the fields of the variant's object are
    /// next to the tag.
    #[schemars(with = "Option<NonEmptyText>")]
    pub(crate) content: Option<String>,
    /// Makes the type a union. With `tag`, the keys are the tags in JSON.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) variants: Option<Map<Variant>>,
}

impl Type {
    /// The keys that select the kind of the type, and whether each exists.
    pub(crate) fn shapes(&self) -> [(&'static str, bool); 3] {
        [
            ("fields", self.fields.is_some()),
            ("enum", self.values.is_some()),
            ("variants", self.variants.is_some()),
        ]
    }

    /// Whether the first value of an enum is a whole number, as all of them must be then.
    pub(crate) fn has_integers(&self) -> bool {
        let first = self.values.iter().flatten().next();
        matches!(first.map(EnumValue::constant), Some(Constant::Integer(_)))
    }
}

/// No value of an enum is of this kind.
fn none_of_kind(kind: &str) -> Value {
    let other = json!({ "type": kind });
    json!({ "items": { "not": other, "properties": { "value": { "not": other } } } })
}

/// A variant of a union.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("if" = given("type"), "else" = {
    "properties": { "sensitive": one_of(&[false.into(), Value::Null], "`sensitive` has no effect without `type`.") }
}))]
pub(crate) struct Variant {
    /// The type of the content. Without it, the variant has only its tag.
    #[serde(rename = "type")]
    pub(crate) ty: Option<TypeExpr>,
    /// The docs of the variant, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The name in Rust, if the derived one is not suitable.
    #[schemars(with = "Option<GivenName>")]
    pub(crate) name: Option<String>,
    /// Personal data: `Debug` hides the value. Defaults to `false`.
    pub(crate) sensitive: bool,
    /// The replacement, if callers should no longer use the item.
    #[schemars(with = "Option<Text>", example = "Use `name` instead.")]
    pub(crate) deprecated: Option<String>,
}

/// A constructor that fixes enum fields and takes the other required fields as arguments.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Constructor {
    /// The docs of the constructor, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// Maps enum fields to their values.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) with: Map<Constant>,
}

/// A value of an enum: the string or number itself, or a map with further keys.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum EnumValue {
    Bare(Constant),
    Full(FullEnumValue),
}

impl EnumValue {
    pub(crate) fn constant(&self) -> &Constant {
        match self {
            Self::Bare(value) => value,
            Self::Full(full) => &full.value,
        }
    }
}

/// A value of an enum with its docs.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct FullEnumValue {
    /// The string or integer in JSON.
    pub(crate) value: Constant,
    /// The docs of the value, in Markdown. Defaults to the value itself.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The replacement, if callers should no longer use the item.
    #[schemars(with = "Option<Text>", example = "Use `name` instead.")]
    pub(crate) deprecated: Option<String>,
    /// The name in Rust, if the derived one is not suitable.
    #[schemars(with = "Option<GivenName>")]
    pub(crate) name: Option<String>,
}

impl<'de> Deserialize<'de> for EnumValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = StringOr {
            string: Self::Bare,
            other: Self::Full,
        };
        deserializer.deserialize_any(visitor)
    }
}
