//! Reads the input as a spec. Form feeds separate its files: the first one is `client.yaml`, the others are resources.

#![no_main]

#[path = "../../tests/invariant/mod.rs"]
mod invariant;
#[path = "../../tests/spec/mod.rs"]
#[allow(dead_code, reason = "only the tests use all of it")]
mod spec;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let files = ["client", "first", "second"].iter().zip(text.splitn(3, '\u{c}'));
    let sources: Vec<_> = files
        .map(|(name, text)| spec::source(&format!("{name}.yaml"), text))
        .collect();
    invariant::holds(&sources);
});
