//! No keyword is dropped silently: each leaf of a document with every keyword is in the spec or in the report.

use std::collections::HashSet;

use openapi::{Imported, Options};
use serde_json::Value;

use crate::{imported, losses, path, text};

/// Keys with values that become the structure of a spec instead of text.
const STRUCTURE: [&str; 26] = [
    "$ref",
    "additionalProperties",
    "const",
    "deprecated",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "explode",
    "format",
    "in",
    "name",
    "nullable",
    "openapi",
    "operationId",
    "propertyName",
    "readOnly",
    "required",
    "scheme",
    "style",
    "type",
    "uniqueItems",
    "url",
    "writeOnly",
    "tags",
    "mapping",
    "default",
    "enum",
];

#[test]
fn each_leaf_of_a_document_is_in_the_spec_or_in_the_report() {
    for name in [
        "documents/every_keyword_3_0.json",
        "documents/every_keyword_3_2.json",
    ] {
        let document = std::fs::read_to_string(path(name)).unwrap();
        let document: Value = serde_json::from_str(&document).unwrap();
        let imported = imported(name, &Options::default());
        let mut missing = Vec::new();
        let reported = reported(&imported);
        let spec = text(&imported);
        leaves(&document, "", "", &mut |pointer, key, value| {
            let is_reported = ancestors(pointer).any(|pointer| reported.contains(pointer));
            let is_said =
                STRUCTURE.contains(&key) || value.starts_with("#/") || spec.contains(value);
            if !is_reported && !is_said {
                missing.push(format!("{pointer}: {value}"));
            }
        });
        assert_eq!(missing, [""; 0], "{}\n{spec}", losses(&imported));
        insta::assert_snapshot!(name.replace(['/', '.'], "_"), losses(&imported) + &spec);
    }
}

fn reported(imported: &Imported) -> HashSet<&str> {
    let losses = imported.report.losses.iter();
    losses.map(|loss| loss.pointer.as_str()).collect()
}

/// Returns the pointer and the pointers of the values around it.
fn ancestors(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |pointer| {
        let (around, _) = pointer.rsplit_once('/')?;
        Some(around)
    })
}

/// Visits each scalar of a document: its pointer, the nearest key, and its text.
fn leaves(value: &Value, pointer: &str, key: &str, visit: &mut impl FnMut(&str, &str, &str)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                let escaped = key.replace('~', "~0").replace('/', "~1");
                leaves(value, &format!("{pointer}/{escaped}"), key, visit);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                leaves(value, &format!("{pointer}/{index}"), key, visit);
            }
        }
        Value::String(text) => visit(pointer, key, text),
        Value::Null => {}
        other => visit(pointer, key, &other.to_string()),
    }
}
