//! Whatever becomes of the real spec: every file is Rust, or every fault shows a place that is there.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::path::Path;

use codegen::{Source, generate, read};

/// How many broken specs are tried, the same ones on every run.
const ROUNDS: u64 = 150;

/// What a slip of the keyboard, or an editor, may leave behind.
const SCRAPS: &str = "|: |- | #|\n|\r\n|\t|\0|\u{feff}|é|🦀|\"|'|`|,|{|}|[|]|?|*a|&a |!t |<<: |---\n|...\n|>|%|@|~|null|\
                      true|1|-1|1e999|self|Self|type|new|string|[string]|\"[string]?\"|name: x, |in: query, ";

/// A linear congruential generator, which is random enough to break things.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

fn mutate(text: &str, dice: &mut Dice) -> String {
    let by_character = dice.below(2) == 0;
    let ends_piece = |c: char| by_character || !c.is_alphanumeric();
    let mut pieces: Vec<&str> = text.split_inclusive(ends_piece).collect();
    let scraps: Vec<&str> = SCRAPS.split('|').collect();
    for _ in 0..=dice.below(3) {
        let (at, other) = (dice.below(pieces.len()), dice.below(pieces.len()));
        let scrap = scraps[dice.below(scraps.len())];
        match dice.below(5) {
            0 => drop(pieces.drain(at..pieces.len().min(at + 1 + dice.below(8)))),
            1 => pieces.insert(at, pieces[other]),
            2 => pieces.swap(at, other),
            3 => pieces.insert(at, scrap),
            _ => pieces[at] = scrap,
        }
    }
    pieces.concat()
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

#[test]
fn a_broken_spec_is_refused_with_places_or_gives_rust() {
    let spec = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).unwrap();
    for round in 0..ROUNDS {
        let mut dice = Dice(round);
        let mut sources = spec.clone();
        let at = dice.below(sources.len());
        sources[at].text = mutate(&sources[at].text, &mut dice);
        match generate(&sources) {
            Ok(files) => assert!(files.iter().all(|file| file.render().is_ok()), "{round}"),
            Err(refusal) => {
                let shown = refusal.to_string();
                let places = shown.lines().filter_map(|line| line.strip_prefix("  --> "));
                let real = places.filter(|place| sources.iter().any(|file| is_in(place, file)));
                assert_eq!(real.count(), refusal.count(), "round {round}: {shown}");
            }
        }
    }
}
