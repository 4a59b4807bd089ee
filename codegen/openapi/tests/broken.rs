//! Broken documents: each results in a fault or in losses, and never in a panic.

use std::fs;
use std::path::Path;

use openapi::{Options, import};

use crate::{generated, losses, path, text};

/// Imports a text.
fn outcome(name: &str, content: &str) -> String {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join(name);
    fs::write(&path, content).unwrap();
    let shown = directory.path().display().to_string();
    match import(&path, &Options::default()) {
        Ok(imported) => {
            if imported.report.coverage.without_loss + imported.report.coverage.with_loss > 0 {
                generated(&imported);
            }
            losses(&imported) + &text(&imported)
        }
        Err(fault) => fault.to_string().replace(&format!("{shown}/"), ""),
    }
}

#[test]
fn each_broken_document_results_in_a_fault_or_in_losses() {
    let mut outcomes = String::new();
    let mut paths: Vec<_> = fs::read_dir(path("broken"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    assert!(paths.len() > 10);
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        let content = fs::read_to_string(&path).unwrap();
        outcomes += &format!("==== {name}\n{}\n\n", outcome(name, &content));
    }
    insta::assert_snapshot!("broken", outcomes);
}

#[test]
fn a_file_that_is_missing_or_a_directory_is_a_fault() {
    for path in [Path::new("missing.yaml"), Path::new(".")] {
        let fault = import(path, &Options::default()).unwrap_err().to_string();
        assert!(fault.contains("cannot read"), "{fault}");
    }
}

/// A document with one operation that returns this schema.
fn returning(schema: &str, schemas: &str) -> String {
    format!(
        r#"{{ "openapi": "3.1.0", "info": {{ "title": "Odd", "version": "1" }}, "servers": [{{ "url": "https://example.com" }}],
        "paths": {{ "/odd": {{ "get": {{ "operationId": "get", "responses": {{ "200": {{ "description": "", "content":
        {{ "application/json": {{ "schema": {schema} }} }} }} }} }} }} }}, "components": {{ "schemas": {{ {schemas} }} }} }}"#
    )
}

#[test]
fn deeply_nested_schemas_are_a_loss() {
    // Through components, since a file itself has a limit.
    let schema = |at: usize| {
        let next = at + 1;
        format!(
            r##""S{at}": {{ "type": "object", "properties": {{ "next": {{ "$ref": "#/components/schemas/S{next}" }} }} }}"##
        )
    };
    let schemas: Vec<_> = (0..5_000).map(schema).collect();
    let document = returning(
        r##"{ "$ref": "#/components/schemas/S0" }"##,
        &schemas.join(","),
    );
    let outcome = outcome("deep.json", &document);
    assert!(
        outcome.contains("loss[circular]"),
        "{}",
        outcome.get(..500).unwrap_or(&outcome)
    );
    let nested = "[".repeat(100_000);
    let outcome = self::outcome("nested.json", &nested);
    assert!(outcome.starts_with("error"), "{outcome}");
}

#[test]
fn aliases_have_a_limit() {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for at in 1..10 {
        let inner = at - 1;
        let items = vec![format!("*a{inner}"); 10];
        bomb += &format!("a{at}: &a{at} [{}]\n", items.join(", "));
    }
    let outcome = outcome("bomb.yaml", &bomb);
    assert!(outcome.contains("more than 5000000 values"), "{outcome}");
}

#[test]
fn repeated_parts_of_a_schema_take_no_extra_time() {
    // Each schema contains the next one twice.
    let schema = |at: usize| {
        let next = at + 1;
        let reference = format!(r##"{{ "$ref": "#/components/schemas/S{next}" }}"##);
        format!(r#""S{at}": {{ "allOf": [{reference}, {reference}] }}"#)
    };
    let mut schemas: Vec<_> = (0..60).map(schema).collect();
    schemas.push(
        r#""S60": { "type": "object", "properties": { "end": { "type": "string" } } }"#.to_owned(),
    );
    let document = returning(
        r##"{ "$ref": "#/components/schemas/S0" }"##,
        &schemas.join(","),
    );
    let outcome = outcome("twice.json", &document);
    assert!(outcome.contains("end: { type: string? }"), "{outcome}");
}
