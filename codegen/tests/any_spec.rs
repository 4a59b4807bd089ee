//! Specs that nobody would write: names that are keywords, docs that are code, every type in every place.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

mod invariant;
mod spec_writer;

use std::cell::Cell;
use std::path::PathBuf;
use std::{env, fs};

use codegen::Source;
use invariant::{holds, source};
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, TestRunner};
use spec_writer::{Writer, choices};

/// The files of a spec.
fn spec(choices: Vec<u32>, slips: bool) -> Vec<Source> {
    let mut writer = Writer::new(choices.into_iter(), slips);
    ["client.yaml", "first.yaml"]
        .map(|name| {
            source(
                name,
                if name == "client.yaml" {
                    writer.client()
                } else {
                    writer.resource()
                },
            )
        })
        .into()
}

#[test]
fn any_spec_is_refused_with_places_or_gives_rust() {
    let (accepted, all) = (Cell::new(0), Cell::new(0));
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let result = TestRunner::new(config).run(&vec(any::<u32>(), 0..3000), |choices| {
        let files = holds(&spec(choices, true));
        all.set(all.get() + 1);
        accepted.set(accepted.get() + usize::from(files.is_some()));
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
    assert!(
        accepted.get() * 3 > all.get(),
        "{} of {}",
        accepted.get(),
        all.get()
    );
}

/// A sound spec, the same for the same seed: as many of `count` resources as do not stand in each other's way.
fn sample(seed: u64, count: usize) -> Vec<Source> {
    let mut writer = Writer::new(choices(seed), false);
    let mut sources = vec![source("client.yaml", writer.client())];
    for number in 0..count {
        sources.push(source(&format!("resource{number}.yaml"), writer.resource()));
        if holds(&sources).is_none() {
            sources.pop();
        }
    }
    sources
}

#[test]
#[ignore]
fn dbg_valid() {
    let mut bad = 0;
    for seed in 0..600 {
        let mut writer = Writer::new(choices(seed), false);
        let sources = [
            source("client.yaml", writer.client()),
            source("first.yaml", writer.resource()),
        ];
        let got = std::panic::catch_unwind(|| holds(&sources).is_some());
        match got {
            Ok(true) => {}
            Ok(false) => {
                bad += 1;
                if bad < 40 {
                    println!(
                        "seed {seed}: {}",
                        codegen::generate(&sources)
                            .unwrap_err()
                            .to_string()
                            .lines()
                            .take(2)
                            .map(|l| l.chars().take(200).collect::<String>())
                            .collect::<Vec<_>>()
                            .join("\n")
                    );
                }
            }
            Err(_) => {
                println!("PANIC seed {seed}");
            }
        }
    }
    println!("{bad} refused");
}

/// Writes a sample to the folder in the variable `SAMPLE`, for those who want to build it; `SEED` says which.
#[test]
#[ignore = "writes files"]
fn write_sample() {
    let folder = PathBuf::from(env::var_os("SAMPLE").expect("a folder in the variable SAMPLE"));
    let seed = env::var("SEED").map_or(0, |seed| seed.parse().unwrap());
    for source in sample(seed, 20) {
        fs::write(folder.join(source.path.file_name().unwrap()), source.text).unwrap();
    }
}
