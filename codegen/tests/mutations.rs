//! Whatever becomes of the real spec: either every file is Rust, or every fault shows a place that is there.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::path::Path;

use codegen::{Source, generate, read};

/// How many broken specs are tried; the same ones on every run.
const ROUNDS: usize = 150;

/// What a slip of the keyboard, or an editor, may leave behind.
const SCRAPS: &[&str] = &[
    "",
    " ",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "é",
    "🦀",
    "\"",
    "'",
    "`",
    ":",
    ": ",
    " #",
    "- ",
    ",",
    "{",
    "}",
    "[",
    "]",
    "?",
    "*a",
    "&a ",
    "!t ",
    "<<: ",
    "---\n",
    "...\n",
    "|\n",
    ">",
    "%",
    "@",
    "~",
    "null",
    "true",
    "1",
    "-1",
    "1e999",
    "self",
    "Self",
    "type",
    "new",
    "string",
    "object",
    "[string]",
    "\"[string]?\"",
    "name: x, ",
    "in: query, ",
];

/// A linear congruential generator: a test needs no better one, and no seed but its own.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

/// Words, runs of spaces, and all other characters one by one.
fn tokens(text: &str) -> Vec<&str> {
    let kind = |c: char| (c.is_alphanumeric() || c == '_', c == ' ');
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.retain(|&at| {
        let before = text[..at].chars().next_back().map(kind);
        let here = text[at..].chars().next().map(kind);
        before != here || here == Some((false, false))
    });
    starts.push(text.len());
    starts
        .windows(2)
        .map(|ends| &text[ends[0]..ends[1]])
        .collect()
}

fn mutate(text: &str, dice: &mut Dice) -> String {
    let mut tokens = tokens(text);
    for _ in 0..=dice.below(3) {
        let (at, other) = (dice.below(tokens.len()), dice.below(tokens.len()));
        match dice.below(5) {
            0 => drop(tokens.drain(at..(at + 1 + dice.below(8)).min(tokens.len()))),
            1 => tokens.insert(at, tokens[other]),
            2 => tokens.swap(at, other),
            3 => tokens.insert(at, SCRAPS[dice.below(SCRAPS.len())]),
            _ => tokens[at] = SCRAPS[dice.below(SCRAPS.len())],
        }
    }
    tokens.concat()
}

#[test]
fn a_broken_spec_is_refused_with_places_or_gives_rust() {
    let spec = read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).unwrap();
    let mut dice = Dice(1);
    for round in 0..ROUNDS {
        let mut sources = spec.clone();
        let at = dice.below(sources.len());
        sources[at].text = mutate(&sources[at].text, &mut dice);
        match generate(&sources) {
            Ok(files) => files
                .iter()
                .for_each(|file| assert!(file.render().is_ok(), "round {round}: {}", file.path)),
            Err(refusal) => {
                let shown = refusal.to_string();
                let places = shown.lines().filter_map(|line| line.strip_prefix("  --> "));
                let there =
                    places.filter(|place| sources.iter().any(|source| is_in(place, source)));
                assert_eq!(there.count(), refusal.count(), "round {round}: {shown}");
            }
        }
    }
}

/// Whether `place`, such as `spec/users.yaml:3:14 (endpoints)`, is in the text of `source`.
fn is_in(place: &str, source: &Source) -> bool {
    let rest = place.strip_prefix(&format!("{}:", source.path.display()));
    let mut numbers = rest
        .unwrap_or_default()
        .split([':', ' '])
        .map_while(|number| number.parse::<usize>().ok());
    let (Some(line), Some(column)) = (numbers.next(), numbers.next()) else {
        return false;
    };
    let text = source.text.split('\n').nth(line - 1);
    text.is_some_and(|text| column <= text.chars().count() + 1)
}
