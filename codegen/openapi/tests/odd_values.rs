//! Documents with odd values: the generator accepts the specs of all of them.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use openapi::{Options, import};
use serde_yaml::{Mapping, Value};

use crate::{generated, path};

/// Texts that some part of a spec cannot contain.
const TEXTS: [&str; 39] = [
    "", " ", "\n", "\t", "\u{7}", "\u{FEFF}", "\u{202E}", "\u{301}", "é", "日本", "🦀", "a b",
    "a\nb", ".", "..", "/", "//", "{", "}", "{}", "{a}", "[", "]", "%", "#", "?", "?a=b", "&", "`",
    "\"", "'", "\\", "$ref", "-1", "1e400", "null", "type", "self", "Self",
];

const DOCUMENTS: [&str; 9] = [
    "documents/parcels.yaml",
    "documents/small.json",
    "documents/unions.yaml",
    "broken/invisible.yaml",
    "broken/names.yaml",
    "documents/every_keyword_3_0.json",
    "documents/every_keyword_3_2.json",
    "documents/facts.yaml",
    "documents/pages.yaml",
];

/// Returns a text, a number, a list or a map that the format does not expect.
fn odd_values() -> Vec<Value> {
    let texts = TEXTS.iter().map(|text| Value::from(*text));
    let long = ["x", "%"].map(|text| Value::from(text.repeat(300)));
    let others = "[null, true, -1, 1.5, 18446744073709551615, 1.0e+300, [], {}, [{}], { a: [] }]";
    let others: Vec<Value> = serde_yaml::from_str(others).unwrap();
    texts.chain(long).chain(others).collect()
}

/// Replaces the scalar or the key at an index, in the order of the document. Returns false if the document ends before.
fn replace(value: &mut Value, index: &mut usize, odd: &Value) -> bool {
    match value {
        Value::Sequence(items) => items.iter_mut().any(|item| replace(item, index, odd)),
        Value::Mapping(map) => {
            for at in 0..map.len() {
                if *index == 0 {
                    let rename = |(position, (key, value)): (usize, (Value, Value))| {
                        let is_odd = position == at && odd.is_string();
                        (if is_odd { odd.clone() } else { key }, value)
                    };
                    let entries = std::mem::take(map).into_iter().enumerate();
                    *map = entries.map(rename).collect::<Mapping>();
                    return true;
                }
                *index -= 1;
                let value = map.iter_mut().nth(at).map(|(_, value)| value);
                if value.is_some_and(|value| replace(value, index, odd)) {
                    return true;
                }
            }
            false
        }
        scalar if *index == 0 => {
            *scalar = odd.clone();
            true
        }
        _ => {
            *index -= 1;
            false
        }
    }
}

/// Imports documents with one odd value each, and generates clients. Skips all but one of `step` values.
fn try_odd_values(documents: &[&str], step: usize) {
    let values = odd_values();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some(name) = documents.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = fs::read_to_string(path(name)).unwrap();
            let document: Value = if text.starts_with('{') {
                serde_json::from_str(&text).unwrap()
            } else {
                serde_yaml::from_str(&text).unwrap()
            };
            let directory = tempfile::tempdir().unwrap();
            let file = directory.path().join("openapi.yaml");
            for index in 0.. {
                let mut is_replaced = false;
                for odd in values.iter().skip(index % step).step_by(step) {
                    let mut document = document.clone();
                    is_replaced = replace(&mut document, &mut index.clone(), odd);
                    if !is_replaced {
                        break;
                    }
                    fs::write(&file, serde_yaml::to_string(&document).unwrap()).unwrap();
                    if let Ok(imported) = import(&file, &Options::default()) {
                        generated(&imported);
                    }
                }
                if !is_replaced {
                    break;
                }
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
}

/// Returns all values of a document, in order.
fn values<'v>(value: &'v Value, all: &mut Vec<&'v Value>) {
    all.push(value);
    match value {
        Value::Sequence(items) => items.iter().for_each(|item| values(item, all)),
        Value::Mapping(map) => map.iter().for_each(|(_, value)| values(value, all)),
        _ => {}
    }
}

/// Replaces the value at an index.
fn graft(value: &mut Value, index: &mut usize, graft_of: &Value) -> bool {
    if *index == 0 {
        *value = graft_of.clone();
        return true;
    }
    *index -= 1;
    match value {
        Value::Sequence(items) => items.iter_mut().any(|item| graft(item, index, graft_of)),
        Value::Mapping(map) => map
            .iter_mut()
            .any(|(_, value)| graft(value, index, graft_of)),
        _ => false,
    }
}

#[test]
#[ignore = "x"]
fn grafts() {
    let from: u64 = std::env::var("FROM").unwrap().parse().unwrap();
    let to: u64 = std::env::var("TO").unwrap().parse().unwrap();
    let documents: Vec<Value> = DOCUMENTS
        .iter()
        .map(|name| {
            let text = fs::read_to_string(path(name)).unwrap();
            if text.starts_with('{') {
                serde_json::from_str(&text).unwrap()
            } else {
                serde_yaml::from_str(&text).unwrap()
            }
        })
        .collect();
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("openapi.yaml");
    let odd = odd_values();
    for seed in from..to {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
        let mut random = |below: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let source = &documents[random(documents.len())];
        let mut document = source.clone();
        for _ in 0..=random(3) {
            let donor = &documents[random(documents.len())];
            let mut all = Vec::new();
            values(if random(2) == 0 { source } else { donor }, &mut all);
            let mut own = Vec::new();
            values(&document, &mut own);
            let (at, count) = (random(own.len()).max(1), own.len());
            if random(4) == 0 {
                let odd = &odd[random(odd.len())];
                replace(&mut document, &mut (at % count), odd);
            } else {
                let graft_of = all[random(all.len()).max(1)].clone();
                graft(&mut document, &mut at.clone(), &graft_of);
            }
        }
        fs::write(&file, serde_yaml::to_string(&document).unwrap()).unwrap();
        let result = std::panic::catch_unwind(|| {
            if let Ok(imported) = import(&file, &Options::default()) {
                generated(&imported);
            }
        });
        if result.is_err() {
            eprintln!("==== seed {seed}");
            fs::copy(&file, format!("/tmp/odd/seed{seed}.yaml")).unwrap();
        }
    }
}

#[test]
fn some_odd_values_of_documents_lead_to_valid_specs() {
    let small = ["broken/names.yaml", "documents/facts.yaml"];
    try_odd_values(&small, odd_values().len());
}

#[test]
#[ignore = "it takes minutes"]
fn all_odd_values_of_documents_lead_to_valid_specs() {
    try_odd_values(&DOCUMENTS, 1);
}
