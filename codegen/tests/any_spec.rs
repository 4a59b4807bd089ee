//! Tests with random specs: names that are keywords, docs that are code, every type in every position.

use std::cell::Cell;
use std::path::PathBuf;
use std::{env, fs};

use codegen::Source;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::emitted_crate::{cargo, write};
use crate::invariant::holds;
use crate::spec::source;
use crate::spec_writer::{Writer, choices};

/// Builds a spec of two files.
fn written(mut writer: Writer<impl Iterator<Item = u32>>) -> [Source; 2] {
    let client = source("client.yaml", writer.client());
    [client, source("first.yaml", writer.resource())]
}

#[test]
fn any_spec_is_rejected_with_locations_or_becomes_valid_rust() {
    let (accepted, all) = (Cell::new(0), Cell::new(0));
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    // The specs are the same in every run. `PROPTEST_CASES` sets their number.
    let dice = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let result =
        TestRunner::new_with_rng(config, dice).run(&vec(any::<u32>(), 0..3000), |choices| {
            let client = holds(&written(Writer::new(choices.into_iter(), true)));
            all.set(all.get() + 1);
            accepted.set(accepted.get() + usize::from(client.is_some()));
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

/// Returns a valid spec, the same for the same seed. It has up to `count` resources, without those that conflict with
/// others.
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
fn an_unusual_but_valid_spec_is_accepted() {
    for seed in 0..10 {
        let sources = written(Writer::new(choices(seed), false));
        assert!(holds(&sources).is_some(), "seed {seed}");
    }
}

/// Checks that rustc and rustdoc accept a sample without warnings. `.ci/run` checks larger samples, also with clippy,
/// and compiles their examples.
#[test]
fn a_sample_builds_without_a_warning() {
    builds_without_a_warning(&sample(0, 8));
}

/// Then the crate does not use much of the runtime.
#[test]
fn a_minimal_spec_builds_without_a_warning() {
    let client = "crate: { name: any-spec, version: 0.1.0, docs: Least of all. }\n\
                  servers: { only: { url: https://example.com, docs: The only one. } }\n";
    let resource = "resource: health\ndocs: Whether it is up.\n\
                    endpoints: { get: { summary: Looks., method: GET, path: / } }\n";
    builds_without_a_warning(&[
        source("client.yaml", client),
        source("health.yaml", resource),
    ]);
}

fn builds_without_a_warning(sources: &[Source]) {
    let home = write(&holds(sources).unwrap());
    cargo(home.path(), &["check"]);
    cargo(home.path(), &["doc", "--no-deps"]);
}

/// Writes a sample to the directory that the variable `SAMPLE` names. `SEED` selects the sample.
#[test]
#[ignore = "writes files"]
fn write_sample() {
    let folder = PathBuf::from(env::var_os("SAMPLE").expect("a folder in the variable SAMPLE"));
    let seed = env::var("SEED").map_or(0, |seed| seed.parse().unwrap());
    for source in sample(seed, 20) {
        fs::write(folder.join(source.path.file_name().unwrap()), source.text).unwrap();
    }
}
