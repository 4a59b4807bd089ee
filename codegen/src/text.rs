//! Text from a spec: what may stand in code, and what may stand on a terminal.

/// Characters that compilers refuse or people overlook: control characters but for line breaks and tabs, marks that
/// change the direction of text, and those that show nothing at all.
pub(crate) fn is_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// What may hold a piece of a spec, in one line, without what a terminal would obey, and no longer than anybody reads.
pub(crate) fn printable(text: &str) -> String {
    const LONGEST: usize = 500;
    let mut printable = String::new();
    for c in text.chars().take(LONGEST) {
        match c {
            c if c.is_control() || is_invisible(c) => printable.extend(c.escape_default()),
            c => printable.push(c),
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        printable.push('…');
    }
    printable
}

/// `1 error`, `2 errors`.
pub(crate) fn count_of(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
