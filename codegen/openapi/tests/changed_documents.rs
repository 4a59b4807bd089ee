//! Documents with random changes: the generator accepts the spec of each one, or the importer rejects the document.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use openapi::{Options, import};
use serde_yaml::{Mapping, Value};

use crate::{generated, path};

const DOCUMENTS: [&str; 14] = [
    "broken/circular.yaml",
    "broken/contradictions.yaml",
    "broken/invisible.yaml",
    "broken/names.yaml",
    "broken/scripts.yaml",
    "documents/credentials.yaml",
    "documents/every_keyword_3_0.json",
    "documents/every_keyword_3_2.json",
    "documents/facts.yaml",
    "documents/heirs.yaml",
    "documents/pages.yaml",
    "documents/parcels.yaml",
    "documents/small.json",
    "documents/unions.yaml",
];

/// Texts that some part of a spec cannot contain.
const TEXTS: [&str; 39] = [
    "", " ", "\n", "\t", "\u{7}", "\u{FEFF}", "\u{202E}", "\u{301}", "é", "日本", "🦀", "a b",
    "a\nb", ".", "..", "/", "//", "{", "}", "{}", "{a}", "[", "]", "%", "#", "?", "?a=b", "&", "`",
    "\"", "'", "\\", "$ref", "-1", "1e400", "null", "type", "self", "Self",
];

fn document(name: &str) -> Value {
    let text = fs::read_to_string(path(name)).unwrap();
    if text.starts_with('{') {
        serde_json::from_str(&text).unwrap()
    } else {
        serde_yaml::from_str(&text).unwrap()
    }
}

/// Returns texts, numbers, lists and maps that no part of a document expects.
fn odd_values() -> Vec<Value> {
    let texts = TEXTS.iter().map(|text| Value::from(*text));
    let long = ["x", "%"].map(|text| Value::from(text.repeat(300)));
    let others = "[null, true, -1, 1.5, 18446744073709551615, 1.0e+300, [], {}, [{}], { a: [] }]";
    let others: Vec<Value> = serde_yaml::from_str(others).unwrap();
    texts.chain(long).chain(others).collect()
}

/// Returns the number of keys and values.
fn count(value: &Value) -> usize {
    match value {
        Value::Sequence(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Mapping(map) => 1 + map.values().map(|value| 1 + count(value)).sum::<usize>(),
        _ => 1,
    }
}

/// Returns the value at an index, or the value of the key there.
fn value_at<'v>(value: &'v Value, index: &mut usize) -> Option<&'v Value> {
    if *index == 0 {
        return Some(value);
    }
    *index -= 1;
    match value {
        Value::Sequence(items) => items.iter().find_map(|item| value_at(item, index)),
        Value::Mapping(map) => map.values().find_map(|value| {
            if *index == 0 {
                return Some(value);
            }
            *index -= 1;
            value_at(value, index)
        }),
        _ => None,
    }
}

/// Replaces the value or the key at an index. Only a text replaces a key.
fn replace(value: &mut Value, index: &mut usize, other: &Value) -> bool {
    if *index == 0 {
        *value = other.clone();
        return true;
    }
    *index -= 1;
    match value {
        Value::Sequence(items) => items.iter_mut().any(|item| replace(item, index, other)),
        Value::Mapping(map) => {
            for at in 0..map.len() {
                if *index == 0 {
                    let rename = |(position, (key, value)): (usize, (Value, Value))| {
                        let is_renamed = position == at && other.is_string();
                        (if is_renamed { other.clone() } else { key }, value)
                    };
                    let entries = std::mem::take(map).into_iter().enumerate();
                    *map = entries.map(rename).collect::<Mapping>();
                    return true;
                }
                *index -= 1;
                let mut values = map.values_mut();
                if values
                    .nth(at)
                    .is_some_and(|value| replace(value, index, other))
                {
                    return true;
                }
            }
            false
        }
        _ => false,
    }
}

/// Imports a document and generates a client.
fn try_import(document: &Value) {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("openapi.yaml");
    fs::write(&file, serde_yaml::to_string(document).unwrap()).unwrap();
    if let Ok(imported) = import(&file, &Options::default()) {
        generated(&imported);
    }
}

/// Replaces each key and each value of the documents by odd values. Tries only one of `step` odd values.
fn try_odd_values(documents: &[&str], step: usize) {
    let odd_values = odd_values();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(name) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
            let original = document(name);
            for index in 0..count(&original) {
                for odd in odd_values.iter().skip(index % step).step_by(step) {
                    println!("{name}: {odd:?} at {index}");
                    let mut document = original.clone();
                    replace(&mut document, &mut index.clone(), odd);
                    try_import(&document);
                }
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
}

/// Replaces up to three keys or values of a document by odd values, or by values of any document.
fn try_random_changes(seeds: std::ops::Range<u64>) {
    let documents = DOCUMENTS.map(document);
    let odd_values = odd_values();
    for seed in seeds {
        println!("seed {seed}");
        let mut state = seed;
        let mut below = |limit: usize| {
            // Knuth's generator for MMIX.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % limit
        };
        below(1);
        let original = &documents[below(documents.len())];
        let mut document = original.clone();
        for _ in 0..=below(3) {
            let donor = match below(4) {
                0 => &odd_values[below(odd_values.len())],
                1 => &documents[below(documents.len())],
                _ => original,
            };
            let mut at = below(count(donor));
            let value = value_at(donor, &mut at).unwrap();
            // The first value is the document.
            let mut at = 1 + below(count(&document).max(2) - 1);
            replace(&mut document, &mut at, value);
        }
        try_import(&document);
    }
}

#[test]
fn some_odd_values_of_documents_lead_to_valid_specs() {
    let small = ["broken/names.yaml", "documents/facts.yaml"];
    try_odd_values(&small, odd_values().len());
}

#[test]
fn some_random_changes_of_documents_lead_to_valid_specs() {
    try_random_changes(0..100);
}

#[test]
#[ignore = "it takes minutes"]
fn all_odd_values_of_documents_lead_to_valid_specs() {
    try_odd_values(&DOCUMENTS, 1);
}

#[test]
#[ignore = "it takes minutes"]
fn many_random_changes_of_documents_lead_to_valid_specs() {
    try_random_changes(0..100_000);
}
