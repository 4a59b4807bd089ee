//! Texts of a document that become docs.

/// Converts a text to docs. Removes characters that docs cannot contain, and whitespace at the start and the end.
pub(crate) fn docs(text: &str) -> String {
    /// The most bytes of docs. It is below the limit of a spec.
    const LONGEST: usize = 200 << 10;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let lines = kept.lines().map(str::trim_end);
    let lines: Vec<_> = lines.skip_while(|line| line.is_empty()).collect();
    let docs = lines.join("\n").trim_end().to_owned();
    let mut end = docs.len().min(LONGEST);
    while !docs.is_char_boundary(end) {
        end -= 1;
    }
    let docs = docs.get(..end).unwrap_or_default();
    // Spaces before the first line would turn it into a code block.
    if docs.contains('\n') {
        docs.to_owned()
    } else {
        docs.trim_start().to_owned()
    }
}

/// Whether a spec rejects the character in docs.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c, '\u{61C}' | '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a value contains a character that a spec allows only in docs.
pub(crate) fn has_invisible(text: &str) -> bool {
    let is_odd = |c: char| {
        is_invisible(c)
            || matches!(c, '\u{AD}' | '\u{34F}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
                | '\u{180B}'..='\u{180F}' | '\u{200C}'..='\u{200D}' | '\u{206A}'..='\u{206F}' | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
                | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
    };
    text.chars().any(is_odd)
}

/// Returns a title as a sentence.
pub(crate) fn sentence(title: &str) -> String {
    let title = title.trim();
    if title.ends_with(['.', '!', '?', ':']) {
        title.to_owned()
    } else {
        format!("{title}.")
    }
}

/// Splits docs into a summary of one line and the rest. If no sentence fits on a line, all docs are the rest.
pub(crate) fn summary(docs: &str) -> (Option<String>, Option<String>) {
    const LONGEST: usize = 120;
    let (paragraph, rest) = docs.split_once("\n\n").unwrap_or((docs, ""));
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_prose = line.starts_with(|first: char| first.is_alphanumeric() || first == '`');
    let end = line.find(". ").map_or(line.len(), |end| end + 1);
    let (first, more) = line.split_at(end);
    if !is_prose || first.len() > LONGEST || first.is_empty() {
        return (None, Some(docs.to_owned()).filter(|docs| !docs.is_empty()));
    }
    let rest = match (more.trim(), rest.trim_end()) {
        ("", rest) => rest.to_owned(),
        (_, _) => {
            // The lines of the paragraph do not change.
            let start = docs.find(". ").into_iter().chain(docs.find(".\n")).min();
            let start = start.map_or(docs.len(), |start| start + 2);
            docs.get(start..).unwrap_or_default().trim().to_owned()
        }
    };
    let rest = Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty());
    (Some(first.to_owned()), rest)
}

/// Joins the lines of a text.
pub(crate) fn line(text: &str) -> String {
    docs(text).split_whitespace().collect::<Vec<_>>().join(" ")
}
