//! Suggestions for a misspelled or unknown word.

/// Returns a question that suggests the candidate most similar to `word`, if one is similar enough.
pub(crate) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|nearest| format!("did you mean `{nearest}`?"))
}

/// Returns the candidate most similar to `word`, if one is similar enough.
pub(crate) fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    let lower = word.to_lowercase();
    let similarity = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        // Jaro-Winkler rates a short word with two swapped letters too low.
        let swapped = word.len() > 2
            && word.len().abs_diff(candidate.len()) < 2
            && strsim::damerau_levenshtein(&lower, &candidate) == 1;
        if swapped {
            1.0
        } else {
            strsim::jaro_winkler(&lower, &candidate)
        }
    };
    // A spec can have 100,000 wrong words and as many candidates, so a cheap test excludes most pairs.
    let letters = letters(word);
    candidates
        .into_iter()
        .take(MOST)
        .filter(|candidate| {
            candidate.len().abs_diff(word.len()) <= LONGER
                && (letters ^ self::letters(candidate)).count_ones() <= UNLIKE
        })
        .map(|candidate| (similarity(candidate), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
}

/// The most candidates that are compared.
const MOST: usize = 1_000;

/// The longest word that gets a suggestion, in bytes.
const LONGEST: usize = 200;

/// The largest difference in length between similar words, in bytes.
const LONGER: usize = 20;

/// The most letters that only one of two similar words can contain.
const UNLIKE: u32 = 6;

/// Returns the set of letters in a word, without regard to case. Letters outside ASCII share bits with others.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| set | 1 << (byte & 31))
}

/// Formats words as ``a`, `b` and `c``.
pub(crate) fn list_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// The most choices in a list. Many faults can repeat the same list.
const MOST_LISTED: usize = 30;

/// Lists the choices, such as `the fields are …`.
pub(crate) fn choices<'a>(what: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words = words.into_iter();
    let listed: Vec<_> = words.by_ref().take(MOST_LISTED).collect();
    match words.next() {
        None if listed.is_empty() => format!("the spec has no {what}"),
        None if listed.len() == 1 => format!("use {}", list_of(listed)),
        None => format!("the {what} are {}", list_of(listed)),
        Some(_) => format!("the first {what} are {}", list_of(listed)),
    }
}
