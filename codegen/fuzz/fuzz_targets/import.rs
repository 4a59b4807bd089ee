//! Reads the input as an OpenAPI document.

#![no_main]

#[path = "../../tests/invariant/mod.rs"]
mod invariant;
#[path = "../../tests/spec/mod.rs"]
#[allow(dead_code, reason = "only the tests use all of it")]
mod spec;

use std::fs;

use libfuzzer_sys::fuzz_target;
use openapi::{Options, import};

fuzz_target!(|text: &str| {
    let directory = tempfile::tempdir().expect("a temporary directory");
    let path = directory.path().join("openapi.yaml");
    fs::write(&path, text).expect("a file in it");
    let Ok(imported) = import(&path, &Options::default()) else {
        return;
    };
    let sources: Vec<_> = imported
        .files
        .iter()
        .map(|file| spec::source(&file.name, &file.text))
        .collect();
    let coverage = imported.report.coverage;
    if coverage.without_loss + coverage.with_loss == 0 {
        return;
    }
    if invariant::holds(&sources).is_none() {
        let report = codegen::generate(&sources).err().map(|report| report.to_string());
        panic!("the generator rejects the spec: {}", report.unwrap_or_default());
    }
});
