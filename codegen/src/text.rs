//! Text from a spec: what may stand in code, and what may stand on a terminal.

/// Characters that docs cannot hold, since compilers refuse them or people overlook them: control characters but for
/// line breaks and tabs, marks that change the direction of text, and spaces without a width.
///
/// The joiners U+200C and U+200D are text: Persian and emoji are written with them.
pub(crate) fn is_invisible_in_docs(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Characters that names and values cannot hold, where two that look the same must be the same: besides those that docs
/// cannot hold, all that Unicode calls default ignorable code points.
pub(crate) fn is_invisible(c: char) -> bool {
    is_invisible_in_docs(c)
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200C}'..='\u{200D}' | '\u{206A}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
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
