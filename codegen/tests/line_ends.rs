//! Tests that line ends of Windows, or mixed ones, do not change the output.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::{Report, Source, generate};
use serde_json::Value;

use crate::spec::{USERS, source, with_client};

/// Returns the YAML files of a directory of the tests.
fn texts(directory: &str) -> Vec<String> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests")
        .join(directory);
    let entries = fs::read_dir(directory).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let is_yaml = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "yaml");
    let texts = paths.filter(is_yaml).map(fs::read_to_string);
    texts.map(Result::unwrap).collect()
}

/// Replaces LF with CRLF in each line whose index `picks` selects.
fn with_crlf(text: &str, picks: fn(usize) -> bool) -> String {
    let lines = text.split_inclusive('\n').enumerate();
    let ended = lines.map(|(index, line)| match line.strip_suffix('\n') {
        Some(line) if picks(index) => format!("{line}\r\n"),
        _ => line.to_owned(),
    });
    ended.collect()
}

/// Returns every emitted file, and the faults as text and as JSON, without byte offsets.
fn outcome(spec: &[Source]) -> (Vec<String>, String, Vec<Value>) {
    let (files, report) = match generate(spec) {
        Ok(client) => {
            let files = client.files();
            let texts = files.iter().map(|file| file.render().unwrap()).collect();
            drop(files);
            (texts, client.warnings)
        }
        Err(report) => (Vec::new(), report),
    };
    (files, report.to_string(), data(&report))
}

fn data(report: &Report) -> Vec<Value> {
    let text = report.to_json_lines();
    let faults = text.lines().map(|line| {
        let mut fault: Value = serde_json::from_str(line).unwrap();
        remove_offsets(&mut fault);
        fault
    });
    faults.collect()
}

fn remove_offsets(value: &mut Value) {
    match value {
        Value::Object(map) => {
            map.remove("bytes");
            map.values_mut().for_each(remove_offsets);
        }
        Value::Array(list) => list.iter_mut().for_each(remove_offsets),
        _ => {}
    }
}

#[test]
fn crlf_does_not_change_the_output_or_the_locations_of_faults() {
    let resources = ["features", "faults", "warnings"]
        .into_iter()
        .flat_map(texts);
    let clients = ["clients", "faults/client"].into_iter().flat_map(texts);
    let of_client = |text| [source("client.yaml", text), source("users.yaml", USERS)];
    let specs = resources.map(with_client).chain(clients.map(of_client));
    for spec in specs {
        let expected = outcome(&spec);
        for picks in [|_| true, |index| index % 2 == 0, |index| index % 3 == 1] {
            let mut spec = spec.clone();
            for source in &mut spec {
                source.text = with_crlf(&source.text, picks);
            }
            let (files, shown, faults) = outcome(&spec);
            assert_eq!(shown, expected.1);
            assert_eq!(faults, expected.2);
            assert!(files == expected.0, "{spec:?}");
        }
    }
}

#[test]
fn a_single_carriage_return_does_not_end_a_line() {
    for text in [USERS.replace('\n', "\r"), USERS.replacen('\n', "\r\r\n", 1)] {
        let report = generate(&with_client(text)).unwrap_err().to_string();
        for part in [
            "a carriage return without a line feed",
            "users.yaml:1:16",
            "end lines with LF or CRLF",
        ] {
            assert!(report.contains(part), "{report}");
        }
    }
}
