//! What a person may have meant, and what there is to choose from.

/// The candidate nearest to `word`, as a question, if one is near.
pub(crate) fn did_you_mean<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    nearest(word, candidates).map(|nearest| format!("did you mean `{nearest}`?"))
}

/// The candidate nearest to `word`, if one is near.
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
        // Two letters swapped in a short word: the one measure is good at long words, the other at this.
        let swapped = word.len() > 2
            && word.len().abs_diff(candidate.len()) < 2
            && strsim::damerau_levenshtein(&lower, &candidate) == 1;
        if swapped {
            1.0
        } else {
            strsim::jaro_winkler(&lower, &candidate)
        }
    };
    // There may be a hundred thousand of both, and long ones, so most are ruled out at a glance.
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

/// How many candidates are looked at.
const MOST: usize = 1_000;

/// The longest word that is taken for a misspelt one, in bytes.
const LONGEST: usize = 200;

/// How much longer one of two words that are near may be, in bytes.
const LONGER: usize = 20;

/// How many letters may be in one of two words that are near, and not in the other.
const UNLIKE: u32 = 6;

/// The letters of a word as a set, whatever their case; those that are not ASCII share bits with others.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |set, byte| set | 1 << (byte & 31))
}

/// ``a`, `b` and `c``.
pub(crate) fn list_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// How many choices are listed. Many faults may list the same ones.
const MOST_LISTED: usize = 30;

/// What there is to choose from: `the fields are …`.
pub(crate) fn choices<'a>(what: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words = words.into_iter();
    let listed: Vec<_> = words.by_ref().take(MOST_LISTED).collect();
    match words.next() {
        None if listed.is_empty() => format!("there are no {what}"),
        None => format!("the {what} are {}", list_of(listed)),
        Some(_) => format!("the first {what} are {}", list_of(listed)),
    }
}
