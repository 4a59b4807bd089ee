//! The JSON Schema of the spec format. With it, editors complete, explain and check YAML.
//!
//! The schema is derived from the types of [`spec`](crate::spec), so both have the same keys. A transform adds the
//! rules of decoding, which the types do not express. The attributes in `spec` add the conditions of
//! [`resolve`](crate::resolve) that a schema can express. A schema cannot follow a name to its definition or derive a
//! Rust name: only the generator finds such faults.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::spec::{Client, Resource};

/// Returns the JSON Schema of the files of a spec, as text that ends with a line break.
#[must_use]
pub fn schema() -> String {
    let mut schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<SpecFile>();
    // Editors would show the title above all docs.
    schema.remove("title");
    RecursiveTransform(rules_of_decode).transform(&mut schema);
    RecursiveTransform(markdown).transform(&mut schema);
    let mut value = schema.to_value();
    // Other crates can enable the feature of `serde_json` that keeps maps unsorted.
    value.sort_all_objects();
    format!("{value:#}\n")
}

/// A file of a spec. The generator identifies `client.yaml` by its name, and an editor identifies it by its keys.
enum SpecFile {}

impl JsonSchema for SpecFile {
    fn schema_name() -> Cow<'static, str> {
        "SpecFile".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let client = generator.subschema_for::<Client>();
        let resource = generator.subschema_for::<Resource>();
        // With a condition on the keys, a validator reports only the errors of one kind of file.
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

/// Rejects unknown keys. Allows lists, maps and booleans to be absent or null, unless the schema requires entries in
/// them.
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
    // Conditions also have properties, but no type.
    if schema.get("type").is_some() {
        schema.insert("additionalProperties".to_owned(), false.into());
    }
}

/// Joins the wrapped lines of docs, since editors treat line breaks in a `description` as hard. Adds docs with code as
/// Markdown, since a `description` is plain text.
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
