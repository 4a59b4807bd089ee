//! Tests of the fingerprints of files: two files with the same inputs have the same text.
//!
//! Each test changes a spec in many ways. If a file had an input that its fingerprint lacks, some change would alter the
//! text and not the fingerprint.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::output::Fingerprint;
use codegen::{Crate, Source, generate};

use crate::spec::{of_this_repository, source};

/// Returns the inputs and the text of each file that has inputs, by path.
fn files(client: &Crate) -> BTreeMap<String, (Fingerprint, String)> {
    let files = client.files();
    let files = files.iter().filter_map(|file| {
        let inputs = file.inputs()?;
        Some((file.path.clone(), (inputs, file.render().unwrap())))
    });
    files.collect()
}

/// The numbers of changed files, and of unchanged ones.
#[derive(Default)]
struct Counts {
    changed: usize,
    unchanged: usize,
}

/// Changes one in `stride` of all lines and words of a spec in several ways, and compares the files of each client with
/// those of the first one.
fn compare(spec: &[Source], stride: usize, counts: &mut Counts) {
    let before = files(&generate(spec).unwrap_or_else(|report| panic!("{report}")));
    let mut number = 0;
    for at in 0..spec.len() {
        let text = &spec[at].text;
        let lines: Vec<_> = text.split_inclusive('\n').collect();
        let words: Vec<_> = text
            .split_inclusive(|c: char| !c.is_alphanumeric())
            .collect();
        for (pieces, ways) in [(lines, 1), (words, 4)] {
            for index in 0..pieces.len() {
                for way in 0..ways {
                    number += 1;
                    if number % stride != 0 {
                        continue;
                    }
                    let piece = match way {
                        0 => String::new(),
                        1 => format!("x{}", pieces[index]),
                        2 => pieces[index].replace(char::is_numeric, "9"),
                        _ => pieces[(index + 7) % pieces.len()].to_owned(),
                    };
                    let mut changed = spec.to_vec();
                    let (start, end) = (pieces[..index].concat(), pieces[index + 1..].concat());
                    changed[at].text = format!("{start}{piece}{end}");
                    let Ok(client) = generate(&changed) else {
                        continue;
                    };
                    for (path, (inputs, text)) in files(&client) {
                        let Some((former, former_text)) = before.get(&path) else {
                            continue;
                        };
                        if inputs == *former {
                            assert_eq!(
                                text, *former_text,
                                "{path} after {piece:?} for {:?}",
                                pieces[index]
                            );
                            counts.unchanged += 1;
                        } else if text != *former_text {
                            counts.changed += 1;
                        }
                    }
                }
            }
        }
    }
}

fn compare_each_feature(stride: usize) -> Counts {
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/features");
    let client = source(
        "client.yaml",
        fs::read_to_string(features.join("client.yaml")).unwrap(),
    );
    let mut counts = Counts::default();
    for path in paths(&features) {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name != "client.yaml" {
            let spec = [
                client.clone(),
                source(name, fs::read_to_string(&path).unwrap()),
            ];
            compare(&spec, stride, &mut counts);
        }
    }
    counts
}

fn paths(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

#[test]
fn files_with_the_same_inputs_have_the_same_text_for_each_feature() {
    // The number has no common factor with the number of ways.
    let Counts { changed, unchanged } = compare_each_feature(101);
    assert!(changed > 50 && unchanged > 50, "{changed} {unchanged}");
}

#[test]
fn files_with_the_same_inputs_have_the_same_text_in_the_real_spec() {
    let mut counts = Counts::default();
    compare(&of_this_repository(), 997, &mut counts);
    assert!(counts.changed > 5 && counts.unchanged > 50);
}

#[test]
#[ignore = "takes too long for every run"]
fn files_with_the_same_inputs_have_the_same_text_after_every_change() {
    let mut counts = compare_each_feature(1);
    compare(&of_this_repository(), 11, &mut counts);
    println!("{} changed, {} unchanged", counts.changed, counts.unchanged);
}
