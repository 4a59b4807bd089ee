//! Text from a spec: the characters that code and terminals accept.

/// Whether docs must not contain the character, since compilers reject it or people overlook it: control characters
/// except line breaks and tabs, marks that change the direction of text, and spaces without width.
///
/// The joiners U+200C and U+200D are allowed, since Persian and emoji need them.
#[must_use]
pub fn is_invisible_in_docs(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether names and values must not contain the character, since two values that look the same must be equal. Adds to
/// [`is_invisible_in_docs`] all default ignorable code points of Unicode.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    is_invisible_in_docs(c)
        || matches!(c, '\u{AD}' | '\u{34F}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200C}'..='\u{200D}' | '\u{206A}'..='\u{206F}' | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// Returns the first character of a name or value for which [`is_invisible`] is true.
pub(crate) fn find_invisible(text: &str) -> Option<char> {
    find(text, is_invisible)
}

/// Returns the first character of docs for which [`is_invisible_in_docs`] is true.
pub(crate) fn find_invisible_in_docs(docs: &str) -> Option<char> {
    find(docs, is_invisible_in_docs)
}

fn find(text: &str, is_invisible: fn(char) -> bool) -> Option<char> {
    if is_plain(text) {
        return None;
    }
    text.chars().find(|c| is_invisible(*c))
}

/// Whether the text consists of printable ASCII, spaces, tabs and line feeds, like most text. Then no character is
/// invisible, and a test of each one would take longer.
pub(crate) fn is_plain(text: &str) -> bool {
    let is_plain = |byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t');
    text.bytes().all(is_plain)
}

/// Makes text from a spec safe to print: one line, without control characters, and of limited length.
#[must_use]
pub fn printable(text: &str) -> String {
    /// The most characters of the result.
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

/// Formats a count: `1 error`, `2 errors`.
pub(crate) fn count_of(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}")
}
