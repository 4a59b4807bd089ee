//! The JSON Schema of the spec format, with which editors complete, explain and check YAML while it is written.
//!
//! It is derived from the types of [`spec`](crate::spec), so it cannot know other keys than they do. Two things are added:
//! the rules of decoding, by a transform, since no type says them; and, as far as a schema can say it, what
//! [`resolve`](crate::resolve) refuses, by the keywords that `spec` uses in its attributes. A schema cannot follow a name to
//! its definition or derive a name in Rust: such faults only the generator finds.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::spec::{Client, Resource};

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
        // Where the keys say which of the two it is, a validator does not report how the file fails to be the other.
        json_schema!({
            "type": "object",
            "if": one_is_given(&["resource", "ids", "types", "endpoints"]),
            "then": resource,
            "else": {
                "if": one_is_given(&["crate", "auth", "servers", "timeouts", "envelope", "error"]),
                "then": client,
                "else": { "anyOf": [client, resource] }
            }
        })
    }
}

fn one_is_given(keys: &[&str]) -> Value {
    let given: Vec<_> = keys
        .iter()
        .map(|key| json!({ "required": [key] }))
        .collect();
    json!({ "anyOf": given })
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
