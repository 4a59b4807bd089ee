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
    // Nobody misspells a word as long as a page, and nobody looks through a list of thousands.
    if word.len() > 200 {
        return None;
    }
    let word = word.to_lowercase();
    let similarity = |candidate: &str| {
        let candidate = candidate.to_lowercase();
        // Two letters swapped in a short word: the one measure is good at long words, the other at this.
        let swapped = word.len() > 2 && strsim::damerau_levenshtein(&word, &candidate) == 1;
        if swapped {
            1.0
        } else {
            strsim::jaro_winkler(&word, &candidate)
        }
    };
    candidates
        .into_iter()
        .take(1000)
        .map(|candidate| (similarity(candidate), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|left, right| left.0.total_cmp(&right.0))
        .map(|(_, candidate)| candidate)
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

/// What there is to choose from: `the fields are …`.
pub(crate) fn choices<'a>(what: &str, words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words = words.into_iter().peekable();
    match words.peek() {
        None => format!("there are no {what}"),
        Some(_) => format!("the {what} are {}", list_of(words)),
    }
}
