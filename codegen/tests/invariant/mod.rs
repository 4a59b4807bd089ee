//! What holds of every spec, however odd: it is refused, with each fault at a place that is there, or it gives files of which
//! every one is Rust. The tests and the fuzz target share it.

use std::collections::HashSet;

use codegen::{File, Refusal, Source, generate};

/// A file of a spec, as if it had been read from the folder `spec`.
pub(crate) fn source(file: &str, text: impl Into<String>) -> Source {
    let name = format!("spec/{file}");
    Source {
        path: name.clone().into(),
        name,
        text: text.into(),
    }
}

/// The files that `sources` give, or `None` if they are refused.
///
/// # Panics
///
/// If neither is as it should be.
pub(crate) fn holds(sources: &[Source]) -> Option<Vec<File>> {
    match generate(sources) {
        Ok(files) => {
            assert_files(&files);
            Some(files)
        }
        Err(refusal) => {
            assert_places(sources, &refusal);
            None
        }
    }
}

/// Every file can be written, and none over another one: not even where case makes no difference.
fn assert_files(files: &[File]) {
    let mut paths = HashSet::new();
    for file in files {
        if let Err(error) = file.render() {
            panic!("{} is not Rust: {error}", file.path);
        }
        assert!(
            paths.insert(file.path.to_lowercase()),
            "{} twice",
            file.path
        );
    }
}

/// Every fault shows a place that is in its file, but for those that are about no file.
fn assert_places(sources: &[Source], refusal: &Refusal) {
    let shown = refusal.to_string();
    let mut faults = 0;
    let mut place_is_next = false;
    for line in shown.lines() {
        match line.strip_prefix("  --> ") {
            Some(place) => assert!(sources.iter().any(|file| is_in(place, file)), "{shown}"),
            None => assert!(!place_is_next || line.contains("help: add"), "{shown}"),
        }
        place_is_next = line.starts_with("error: ");
        faults += usize::from(place_is_next);
    }
    assert!(faults > 0 && faults == refusal.count(), "{shown}");
}

/// Whether `place`, such as `spec/users.yaml:3:14 (endpoints)`, is in the text of `source`.
fn is_in(place: &str, source: &Source) -> bool {
    let place = place.strip_prefix(&format!("{}:", source.path.display()));
    let mut numbers = place.unwrap_or("0:0").split([':', ' ']);
    let mut number = || numbers.next().and_then(|number| number.parse().ok());
    let (line, column): (Option<usize>, Option<usize>) = (number(), number());
    line.and_then(|line| source.text.split('\n').nth(line.checked_sub(1)?))
        .is_some_and(|text| column.is_some_and(|column| column <= text.chars().count() + 1))
}
