//! Texts of a document that become docs.

/// Converts a text to docs. Removes characters that docs cannot contain, and whitespace at the start and the end. Cuts
/// docs of more than 200 KiB, so that sentences of the importer fit below the limit of a spec.
pub(crate) fn docs(text: &str) -> String {
    within(text, 200 << 10)
}

/// Does the same with docs to which the importer has added its sentences.
pub(crate) fn all_docs(text: &str) -> String {
    within(text, 250 << 10)
}

fn within(text: &str, longest: usize) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let kept: String = text
        .chars()
        .filter(|c| !codegen::is_invisible_in_docs(*c))
        .collect();
    let lines = kept.lines().map(str::trim_end);
    let lines: Vec<_> = lines.skip_while(|line| line.is_empty()).collect();
    let docs = lines.join("\n").trim_end().to_owned();
    let mut end = docs.len().min(longest);
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

/// Whether a value contains a character that a spec does not allow there.
pub(crate) fn has_invisible(text: &str) -> bool {
    text.chars().any(codegen::is_invisible)
}

/// Returns JSON with an escape for each character that a spec does not allow in a value.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if codegen::is_invisible(c) {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units).iter();
            out.extend(units.map(|unit| format!("\\u{unit:04x}")));
        } else {
            out.push(c);
        }
    }
    out
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
