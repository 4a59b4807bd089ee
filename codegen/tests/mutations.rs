//! Whatever becomes of the real spec: every file is Rust, or every fault shows a place that is there.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::path::Path;

use codegen::{Report, Source, Span, generate, read};

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

/// Whether the report shows a piece of `sources` for every fault.
fn is_in_place(report: &Report, sources: &[Source]) -> bool {
    let in_place = |span: &Span<'_>| {
        let mut files = sources
            .iter()
            .map(|source| (source.path.to_str(), &source.text));
        files.any(|(path, text)| {
            path == Some(span.file)
                && text
                    .get(span.bytes.clone())
                    .is_some_and(|text| !text.contains('\n'))
        })
    };
    report.diagnostics().all(|fault| {
        fault.place.as_ref().is_some_and(in_place) && fault.related.iter().all(in_place)
    })
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
            Ok(client) => assert!(
                client.files.iter().all(|file| file.render().is_ok()),
                "{round}"
            ),
            Err(report) => assert!(is_in_place(&report, &sources), "{round}: {report}"),
        }
    }
}
