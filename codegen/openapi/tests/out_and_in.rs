//! An export and an import of a spec result in the same spec.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::{Model, Source};
use openapi::{Format, Options, export, import};
use similar::TextDiff;

use crate::spec_writer::{Writer, choices};

fn source(name: &str, text: impl Into<String>) -> Source {
    let path = PathBuf::from(format!("spec/{name}"));
    Source::new(format!("spec/{name}"), path, &text.into())
}

fn model(sources: &[Source]) -> Model {
    codegen::model(sources).unwrap_or_else(|report| panic!("{report}"))
}

/// Returns the model of the spec, with the file names of an import: each file has the name of its resource.
fn renamed(sources: &[Source]) -> Model {
    let first = model(sources);
    let names: HashMap<&str, &str> = first
        .resources
        .iter()
        .map(|resource| (resource.source.as_str(), resource.name.as_str()))
        .collect();
    let mut renamed: Vec<_> = sources
        .iter()
        .map(|file| match names.get(file.name.as_str()) {
            Some(name) => source(&format!("{name}.yaml"), file.text.as_str()),
            None => source(file.name.rsplit('/').next().unwrap(), file.text.as_str()),
        })
        .collect();
    renamed.sort_by(|left, right| left.path.cmp(&right.path));
    model(&renamed)
}

/// Exports the model, imports the document, and returns the model of the result.
fn again(model: &Model, format: Format) -> Model {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi");
    let document = export(model, format);
    fs::write(&path, &document).unwrap();
    let imported = import(&path, &Options::default()).unwrap();
    let losses = crate::losses(&imported);
    assert!(losses.is_empty(), "{losses}\n{document}");
    let mut sources: Vec<_> = imported
        .files
        .iter()
        .map(|file| source(&file.name, file.text.as_str()))
        .collect();
    sources.sort_by(|left, right| left.path.cmp(&right.path));
    codegen::model(&sources).unwrap_or_else(|report| panic!("{report}\n{}", crate::text(&imported)))
}

/// Asserts that a spec is the same after an export to each format and an import.
fn assert_same(sources: &[Source], formats: &[Format]) {
    let before = renamed(sources);
    for &format in formats {
        let after = again(&before, format);
        let changes = codegen::diff::diff(&before, &after);
        assert!(changes.changes.is_empty(), "{changes}");
        if before != after {
            let (before, after) = (format!("{before:#?}"), format!("{after:#?}"));
            let diff = TextDiff::from_lines(&before, &after);
            let diff = diff.unified_diff().to_string();
            panic!("{}", diff.lines().take(200).collect::<Vec<_>>().join("\n"));
        }
    }
}

fn read(folder: &str) -> Vec<Source> {
    codegen::read(
        &Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("..")
            .join(folder),
    )
    .unwrap()
}

#[test]
fn the_specs_of_this_repository_are_the_same() {
    for folder in [
        "../spec",
        "runtime/spec",
        "tests/facts/spec",
        "tests/fixture/spec",
        "tests/requests/spec",
        "tests/styles/billing/spec",
        "tests/styles/forge/spec",
        "tests/styles/models/spec",
        "tests/users/spec",
    ] {
        println!("{folder}");
        assert_same(&read(folder), &[Format::Yaml, Format::Json]);
    }
}

#[test]
fn the_spec_of_each_feature_is_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/features");
    let client = fs::read_to_string(folder.join("client.yaml")).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.extension().is_some_and(|end| end == "yaml") && name != "client.yaml" {
            println!("{name}");
            let text = fs::read_to_string(&path).unwrap();
            let sources = [source("client.yaml", client.as_str()), source(name, text)];
            assert_same(&sources, &[Format::Yaml]);
        }
    }
}

#[test]
fn an_addition_to_an_exported_document_is_in_the_spec_or_in_the_report() {
    let document = export(&model(&read("tests/users/spec")), Format::Yaml);
    let added = "paths:\n  /extra:\n    get: { operationId: extra, x-new: 1, responses: { 204: { description: Done. } } }\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("openapi");
    fs::write(&path, document.replacen("paths:\n", added, 1)).unwrap();
    let imported = import(&path, &Options::default()).unwrap();
    let losses = crate::losses(&imported);
    assert_eq!(losses.lines().count(), 1, "{losses}");
    assert!(losses.contains("x-new"), "{losses}");
    let api = imported.files.iter().find(|file| file.name == "api.yaml");
    assert!(api.unwrap().text.contains("path: /extra"));
}

/// Checks the random specs with these seeds.
fn random_specs_are_the_same(seeds: std::ops::Range<u64>) {
    for seed in seeds {
        println!("seed {seed}");
        let mut writer = Writer::new(choices(seed), false);
        let client = source("client.yaml", writer.client());
        let sources = [client, source("first.yaml", writer.resource())];
        // The generator rejects only a few of these specs.
        if codegen::model(&sources).is_ok() {
            assert_same(&sources, &[Format::Yaml]);
        }
    }
}

#[test]
fn a_random_spec_is_the_same() {
    random_specs_are_the_same(0..20);
    // It has a parameter `body` next to a body.
    random_specs_are_the_same(50..51);
}

#[test]
#[ignore = "takes minutes"]
fn many_random_specs_are_the_same() {
    random_specs_are_the_same(20..1000);
}
