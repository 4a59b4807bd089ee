//! Tests with changes of the real spec: every file is valid Rust, or every fault has a location in the spec.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::invariant::holds;
use crate::spec::of_this_repository;

/// The number of specs with several changes, the same in every run.
const ROUNDS: u64 = 75;

/// A plain run tries only one of this number of specs with one change. The number has no common factor with the number
/// of kinds of changes, so every kind occurs.
const STRIDE: usize = 6_007;

/// Scraps that a typing mistake or an editor can leave in a file.
const SCRAPS: &str = "|: |- | #|\n|\r\n|\t|\0|\u{feff}|é|🦀|\"|'|`|,|{|}|[|]|?|*a|&a |!t |<<: |---\n|...\n|>|%|@|~|null|\
                      true|1|-1|1e999|self|Self|type|new|string|[string]|\"[string]?\"|name: x, |in: query, ";

/// A linear congruential generator, which is random enough.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

fn scraps() -> Vec<&'static str> {
    SCRAPS.split('|').collect()
}

/// Splits the text into characters, or into words, each with the character after it.
fn pieces(text: &str, by_character: bool) -> Vec<&str> {
    text.split_inclusive(|c: char| by_character || !c.is_alphanumeric())
        .collect()
}

fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut pieces = pieces(text, dice.below(2) == 0);
    let scraps = scraps();
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

#[test]
fn a_broken_spec_is_rejected_with_locations_or_becomes_valid_rust() {
    let spec = of_this_repository();
    for round in 0..ROUNDS {
        let mut dice = Dice(round);
        let mut sources = spec.clone();
        let at = dice.below(sources.len());
        sources[at].text = mutate(&sources[at].text, &mut dice);
        holds(&sources);
    }
}

/// Changes one in `stride` of all pieces of the spec in all ways: deletes it, doubles it, and replaces it with scraps.
/// A character is replaced with one scrap, and a word with each. Returns the numbers of accepted and rejected specs.
fn break_each_piece(stride: usize) -> [usize; 2] {
    let spec = of_this_repository();
    let scraps = scraps();
    let mut verdicts = [0, 0];
    for (file, source) in spec.iter().enumerate() {
        for by_character in [true, false] {
            let pieces = pieces(&source.text, by_character);
            let ways = 2 + if by_character { 1 } else { scraps.len() };
            for number in (0..pieces.len() * ways).step_by(stride) {
                let (at, way) = (number / ways, number % ways);
                let doubled = [pieces[at], pieces[at]].concat();
                let piece = match way {
                    0 => "",
                    1 => doubled.as_str(),
                    _ => scraps[(way - 2 + at) % scraps.len()],
                };
                let mut sources = spec.clone();
                sources[file].text =
                    [&pieces[..at].concat(), piece, &pieces[at + 1..].concat()].concat();
                let verdict = catch_unwind(AssertUnwindSafe(|| holds(&sources).is_none()))
                    .unwrap_or_else(|_| {
                        panic!("{}: {piece:?} for piece {at} ({by_character})", source.name)
                    });
                verdicts[usize::from(verdict)] += 1;
            }
        }
    }
    verdicts
}

#[test]
fn a_broken_piece_is_rejected_with_its_location_or_becomes_valid_rust() {
    let [accepted, refused] = break_each_piece(STRIDE);
    assert!(accepted > 9 && refused > 9, "{accepted} {refused}");
}

/// Changes all pieces: some hundred thousand specs, which take long even in a release build.
#[test]
#[ignore = "takes too long for every run"]
fn every_broken_piece_is_rejected_with_its_location_or_becomes_valid_rust() {
    let [accepted, refused] = break_each_piece(1);
    println!("{accepted} accepted, {refused} refused");
}
