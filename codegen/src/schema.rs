//! The JSON Schema of the spec format, with which editors complete, explain and check YAML while it is written.
//!
//! It is derived from the types of [`spec`](crate::spec), so it cannot know other keys than they do. Two things are added:
//! the rules of [`decode`](crate::decode), by a transform, since no type says them; and, as far as a schema can say it,
//! what [`resolve`](crate::resolve) refuses, by the helpers here that `spec` uses in its attributes. A schema cannot follow
//! a name to another place or derive a name in Rust: such faults only the generator finds.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::model::Method;
use crate::resolve::BUILT_IN;
use crate::spec::{Client, Resource, Scalar, TypeText};

/// The JSON Schema of every file of a spec, as text that ends with a line break.
#[must_use]
pub fn schema() -> String {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<SpecFile>();
    // Editors would show it above everything.
    schema.remove("title");
    RecursiveTransform(rules_of_decode).transform(&mut schema);
    RecursiveTransform(markdown).transform(&mut schema);
    let mut value = schema.to_value();
    // Whether maps are sorted already depends on the features that others ask of `serde_json`.
    value.sort_all_objects();
    format!("{value:#}\n")
}

/// A file of a spec. Its name tells the generator which of the two it is, its keys tell an editor.
enum SpecFile {}

impl JsonSchema for SpecFile {
    fn schema_name() -> Cow<'static, str> {
        "SpecFile".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let client = generator.subschema_for::<Client>();
        let resource = generator.subschema_for::<Resource>();
        json_schema!({
            "type": "object",
            "anyOf": [client, resource]
        })
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
                { "enum": built_in(), "errorMessage": message },
                text(r"^[\[\s]*[^\[\]?]*[A-Za-z][^\[\]?]*\??(\s*\]\s*\??)*\s*$", message),
                { "type": "array", "items": item, "minItems": 1, "maxItems": 1 }
            ]
        })
    }
}

impl JsonSchema for Scalar {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Scalar".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["boolean", "number", "string"] })
    }
}

/// The names of the types that every spec has.
pub(crate) fn built_in() -> Vec<&'static str> {
    BUILT_IN.iter().map(|(name, _)| *name).collect()
}

/// Unknown keys are refused; lists, maps and booleans may be left out or be null, unless something has to be in them.
fn rules_of_decode(schema: &mut Schema) {
    let Some(Value::Object(properties)) = schema.get_mut("properties") else {
        return;
    };
    let mut optional = Vec::new();
    for (key, property) in properties {
        let Some(property) = property.as_object_mut() else {
            continue;
        };
        let kind = property.get("type").and_then(Value::as_str);
        let must_hold = ["minItems", "minProperties"];
        if let Some(kind @ ("array" | "boolean" | "object")) = kind
            && !must_hold.iter().any(|key| property.contains_key(*key))
        {
            let kind = json!([kind, "null"]);
            property.insert("type".to_owned(), kind);
            optional.push(key.clone());
        }
    }
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.retain(|key| !optional.iter().any(|optional| key == optional));
    }
    // Conditions have properties too, but no type.
    if schema.get("type").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Docs are Markdown whose lines are wrapped; editors take a `description` for plain text with hard line breaks.
fn markdown(schema: &mut Schema) {
    if let Some(Value::String(docs)) = schema.get_mut("description") {
        let paragraphs: Vec<_> = docs
            .split("\n\n")
            .map(|text| text.replace('\n', " "))
            .collect();
        *docs = paragraphs.join("\n\n");
        let docs = docs.clone();
        if docs.contains('`') {
            schema.insert("markdownDescription".to_owned(), docs.into());
        }
    }
}

/// The key is there and not null.
pub(crate) fn given(key: &str) -> Value {
    // Said by way of `not`, since editors offer what stands in `properties` to those who write.
    json!({
        "required": [key],
        "not": { "required": [key], "properties": { key: { "type": "null" } } }
    })
}

/// The alternatives of which one holds if exactly one of the keys is given.
pub(crate) fn exactly_one(keys: &[&str]) -> Vec<Value> {
    keys.iter().map(|key| given(key)).collect()
}

/// Without `other`, the key says nothing either.
pub(crate) fn needs(key: &str, other: &str) -> Value {
    let message = format!("`{key}` says nothing without `{other}`.");
    json!({ "if": given(other), "else": { "properties": { key: one_of(&[json!(null), json!({})], &message) } } })
}

/// One of the values, or else an editor says `message`.
pub(crate) fn one_of(values: &[Value], message: &str) -> Value {
    json!({ "enum": values, "errorMessage": message })
}

/// A text with the pattern, or else an editor says `message`.
pub(crate) fn text(pattern: &str, message: &str) -> Value {
    json!({ "type": "string", "pattern": pattern, "errorMessage": message })
}

/// While the key has the value, the properties keep to `then` too.
pub(crate) fn when(key: &str, value: &Value, then: &Value) -> Value {
    json!({
        "if": { "required": [key], "properties": { key: { "enum": [value] } } },
        "then": { "properties": then }
    })
}

/// The endpoint has one of the methods that `pick` picks.
pub(crate) fn methods(pick: fn(&Method) -> bool) -> Value {
    let picked: Vec<_> = Method::ALL
        .iter()
        .filter(|method| pick(method))
        .map(|method| method.as_str())
        .collect();
    json!({ "required": ["method"], "properties": { "method": { "enum": picked } } })
}

/// Kinds of text, each with the pattern that it keeps to and what an editor says where it does not.
///
/// What a pattern refuses, the generator refuses too.
macro_rules! texts {
    ($($name:ident: $pattern:expr, $message:literal;)*) => {$(
        #[doc = $message]
        pub(crate) enum $name {}

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                Schema::try_from(text($pattern, $message)).unwrap_or_default()
            }
        }
    )*};
}

/// The characters that have no place in docs, as part of a character class.
macro_rules! invisible_in_docs {
    () => {
        r"\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF"
    };
}

/// The characters that have no place in names and values, as part of a character class. Those beyond U+FFFF only the
/// generator refuses: patterns have no spelling for them that all validators read.
macro_rules! invisible {
    () => {
        concat!(
            invisible_in_docs!(),
            r"\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200C\u200D\u206A-\u206F\u3164\uFE00-\uFE0F\uFFA0\uFFF0-\uFFF8"
        )
    };
}

/// A character of a path that is not a dot, or a placeholder.
macro_rules! unit {
    () => {
        r"([0-9A-Za-z_~!$&'()*+,;=:@-]|\{[.0-9A-Za-z_~!$&'()*+,;=:@-]+\})"
    };
}

texts! {
    Text: concat!("^[^", invisible_in_docs!(), "]*[^\\s", invisible_in_docs!(), "][^", invisible_in_docs!(), "]*$"),
        "Write a text that is not empty, without invisible characters.";
    PlainText: concat!("^[^", invisible!(), "]*$"),
        "Write a text without invisible characters.";
    NonEmptyText: concat!("^[^", invisible!(), "]*[^\\s", invisible!(), "][^", invisible!(), "]*$"),
        "Write a text that is not empty, without invisible characters.";
    Line: concat!("^\\s*[^\\s", invisible_in_docs!(), "]([^\\n", invisible_in_docs!(), "]*[^\\s", invisible_in_docs!(), "])?\\s*$"),
        "Write one line; the rest belongs into `docs`.";
    Name: concat!(r"^[^\p{L}\p{N}", invisible!(), r"]*[A-Za-z]([A-Za-z0-9]|[^\p{L}\p{N}", invisible!(), "])*$"),
        "Write a name of ASCII letters and digits, a letter first, such as `first_name`.";
    ObjectName: r"^[^\[\]?]*[A-Za-z][^\[\]?]*$",
        "Write the name of an object type, or the fields of the body.";
    CrateName: r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$",
        "Write lower-case letters, digits and single dashes, a letter first.";
    Version: r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$",
        "Write three numbers, such as `0.1.0`, with or without `-pre` and `+build` behind them.";
    HeaderName: r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
        "Write the name of a header, such as `X-Api-Key`.";
    HeaderValue: "^[!-~]+$",
        "Write ASCII letters, digits and signs, without spaces.";
    Url: r"^https://([0-9A-Za-z.-]+|\[[0-9A-Fa-f:.]+\])(:0*[1-9][0-9]{0,4})?(/((\.{0,2}[0-9A-Za-z_~-]|\.{3})[0-9A-Za-z._~-]*)?)*$",
        "Write `https://`, a host, and no more than a port and a path behind it.";
    WebUrl: r"^https?://([0-9A-Za-z.-]+|\[[0-9A-Fa-f:.]+\])(:0*[1-9][0-9]{0,4})?([/?#][!#-;=?-\[\]_a-z~]*)?$",
        "Write `https://` or `http://`, a host, and a path.";
    PathTemplate: concat!("^(/$|(/(\\.{0,2}", unit!(), "|\\.{3})(\\.|", unit!(), ")*)+/?$)"),
        "Write a path that starts with `/`, such as `/v1/parcels/{parcel_id}`.";
}
