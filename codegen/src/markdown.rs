//! Docs of a spec, made safe to stand in rustdoc.
//!
//! The docs are Markdown for people who read YAML, by people who may not know that rustdoc runs code blocks, resolves
//! brackets and warns of bare URLs and stray tags. The parser is the one rustdoc uses, so both see the same text.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// What rustdoc switches on, but for typographic quotes, which change nothing here.
pub(crate) const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// `docs` with the same meaning for a reader, and none for rustdoc beyond text: no code is run, no bracket or tag is
/// looked up, and nothing that follows is swallowed.
pub(crate) fn safe(docs: &str) -> String {
    if is_prose(docs) {
        return docs.to_owned();
    }
    let docs = docs.replace('\t', "    ");
    let mut mended = docs.clone();
    let mut left = edits(&mended);
    // A definition that has become text can hold a URL, which only the next pass sees.
    for _ in 0..2 {
        if left.is_empty() {
            break;
        }
        mended = apply(&mended, &left);
        left = edits(&mended);
    }
    if left.is_empty() && ends_by_itself(&mended) {
        mended
    } else {
        quoted(&docs)
    }
}

/// Whether there are only words in the text, in lines that start with one, so that Markdown takes it for what it is.
fn is_prose(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " .,;'?".contains(c);
    let starts_with_word = |line: &str| line.starts_with(|first: char| first.is_ascii_alphabetic());
    let mut lines = text.split('\n');
    lines.all(|line| line.is_empty() || line.chars().all(is_plain) && starts_with_word(line))
}

/// The same for docs that go on in the line of a word before them; if they cannot, they start below it.
pub(crate) fn safe_after_word(docs: &str) -> String {
    const WORD: &str = "word";
    match safe(&format!("{WORD} {docs}")).strip_prefix(WORD) {
        Some(rest) => rest.to_owned(),
        None => format!("\n\n{}", safe(docs)),
    }
}

/// The first sentence of `docs`, or the whole first paragraph if no sentence of it ends in plain text. Docs that start with
/// anything but a paragraph are returned whole.
pub(crate) fn first_sentence(docs: &str) -> &str {
    // How many links, emphases and the like are open.
    let mut open = 0;
    let mut events = Parser::new_ext(docs, DIALECT).into_offset_iter();
    if !matches!(events.next(), Some((Event::Start(Tag::Paragraph), _))) {
        return docs;
    }
    for (event, range) in events {
        let end = match event {
            Event::End(TagEnd::Paragraph) => Some(range.end),
            Event::Start(_) => {
                open += 1;
                None
            }
            Event::End(_) => {
                open -= 1;
                None
            }
            Event::Text(_) if open == 0 => sentence_end(docs, range),
            _ => None,
        };
        if let Some(end) = end {
            return docs.get(..end).unwrap_or(docs).trim_end();
        }
    }
    docs
}

/// Where the first sentence in `range` of `docs` ends: at a mark before a space that no small letter follows.
fn sentence_end(docs: &str, range: Range<usize>) -> Option<usize> {
    let is_end = |at: &usize| {
        let (before, after) = docs.split_at_checked(*at).unwrap_or((docs, ""));
        let next = after.trim_start();
        before.ends_with(['.', '!', '?'])
            && next.len() < after.len()
            && !next.starts_with(char::is_lowercase)
    };
    (range.start + 1..=range.end).find(is_end)
}

/// A replacement of a piece of the text.
type Edit = (Range<usize>, String);

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len() + 8 * edits.len());
    let mut end = 0;
    for (range, replacement) in edits {
        // Edits come in order; one inside another is left to the last resort.
        if let Some(before) = text.get(end..range.start) {
            result.push_str(before);
            result.push_str(replacement);
            end = range.end;
        }
    }
    result.push_str(text.get(end..).unwrap_or_default());
    result
}

/// What rustdoc must not see as it is. No edit makes indented code safe; its edit changes nothing and leaves it to
/// [`quoted`].
fn edits(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut in_code = false;
    let mut in_link = 0;
    let mut used = HashSet::new();
    let mut events = Parser::new_ext(text, DIALECT).into_offset_iter();
    while let Some((event, range)) = events.next() {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                in_code = true;
                match kind {
                    CodeBlockKind::Indented => edits.extend(fenced(text, &range)),
                    CodeBlockKind::Fenced(info) if !is_other_language(&info) => {
                        edits.extend(named_language(text, range.start));
                    }
                    CodeBlockKind::Fenced(_) => {}
                }
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(
                Tag::Link {
                    link_type,
                    dest_url,
                    id,
                    ..
                }
                | Tag::Image {
                    link_type,
                    dest_url,
                    id,
                    ..
                },
            ) => {
                in_link += 1;
                let definition = events.reference_definitions().get(&id);
                used.extend(definition.map(|definition| definition.span.start));
                if !leads_outside(link_type, &dest_url) {
                    edits.extend(escaped(text, range.start..range.start + 1));
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => in_link -= 1,
            Event::Text(_) if !in_code && in_link == 0 => edits.extend(plain_text(text, range)),
            Event::Html(_) | Event::InlineHtml(_) => edits.extend(tags(text, range)),
            _ => {}
        }
    }
    for (_, definition) in events.reference_definitions().iter() {
        let start = definition.span.start;
        // One that nothing uses would not be shown.
        if !used.contains(&start) || !leads_outside(LinkType::Reference, &definition.dest) {
            edits.extend(escaped(text, start..start + 1));
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    edits
}

/// Tags become text.
fn tags(text: &str, range: Range<usize>) -> Vec<Edit> {
    let html = text.get(range.clone()).unwrap_or_default();
    let starts = html.match_indices('<').map(|(at, _)| range.start + at);
    starts.filter_map(|at| escaped(text, at..at + 1)).collect()
}

/// Opening brackets get a backslash, URLs get their angle brackets.
fn plain_text(text: &str, range: Range<usize>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let Some(piece) = text.get(range.clone()) else {
        return edits;
    };
    let mut skip_to = 0;
    for (at, c) in piece.char_indices() {
        if at < skip_to {
            continue;
        }
        let rest = piece.get(at..).unwrap_or_default();
        let start = range.start + at;
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let url = rest
                .find(|c: char| c.is_whitespace() || "<>\"`[]\\|".contains(c))
                .unwrap_or(rest.len());
            let url = rest
                .get(..url)
                .unwrap_or(rest)
                .trim_end_matches(|c| ".,;:!?'*_()".contains(c));
            edits.push((start..start + url.len(), format!("<{url}>")));
            skip_to = at + url.len();
        } else if c == '[' {
            edits.extend(escaped(text, start..start + 1));
        }
    }
    edits
}

/// A backslash before the character at `range`, unless there is one.
fn escaped(text: &str, range: Range<usize>) -> Option<Edit> {
    let before = text.get(..range.start)?;
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    let character = text.get(range.clone())?;
    (backslashes % 2 == 0).then(|| (range, format!("\\{character}")))
}

/// Fences around the lines of indented code, if they stand alone on their lines.
fn fenced(text: &str, range: &Range<usize>) -> Option<Edit> {
    let line_start = text
        .get(..range.start)?
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let indent = text.get(line_start..range.start)?;
    let code = text.get(line_start..range.end)?.trim_end();
    let depth = indent.len();
    let plain = indent.chars().all(|c| c == ' ') && depth == 4 && !code.contains("```");
    // In a list or a quotation, an edit that changes nothing leads to the last resort.
    let replacement = if plain {
        format!("```text\n{code}\n```")
    } else {
        code.to_owned()
    };
    Some((line_start..line_start + code.len(), replacement))
}

/// The info string `text` for the fence that starts at `start`.
fn named_language(text: &str, start: usize) -> Option<Edit> {
    let rest = text.get(start..)?;
    let fence = rest.len() - rest.trim_start_matches(['`', '~']).len();
    let line_end = rest.find('\n').unwrap_or(rest.len());
    Some((start + fence..start + line_end, "text".to_owned()))
}

/// Whether rustdoc takes the block for another language than Rust. It reads every word, and warns of signs among them.
fn is_other_language(info: &str) -> bool {
    let mut words = info.split(' ').filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(is_other_word)
}

fn is_other_word(word: &str) -> bool {
    let of_rust = matches!(
        word,
        "rust" | "ignore" | "should_panic" | "no_run" | "compile_fail" | "test_harness" | "custom"
    );
    word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
        && !of_rust
        && !["edition", "ignore-", "standalone", "E0"]
            .iter()
            .any(|prefix| word.starts_with(prefix))
}

/// Whether the link is a URL, which rustdoc leaves alone.
fn leads_outside(link_type: LinkType, url: &str) -> bool {
    matches!(link_type, LinkType::Email)
        || ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| url.starts_with(scheme))
}

/// Whether a paragraph after `text` is one.
fn ends_by_itself(text: &str) -> bool {
    const NEXT: &str = "next paragraph";
    let with_next = format!("{text}\n\n{NEXT}");
    let mut depth = 0_usize;
    let mut found = false;
    for event in Parser::new_ext(&with_next, DIALECT) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            Event::Text(text) => found = depth == 1 && &*text == NEXT,
            _ => {}
        }
    }
    found
}

/// The last resort: the text as it is, as a block of its own.
fn quoted(text: &str) -> String {
    let fence = "`".repeat(longest_run_of_backticks(text).max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}

/// `text` as a code span, whatever is in it.
pub(crate) fn code(text: &str) -> String {
    let marks = "`".repeat(longest_run_of_backticks(text) + 1);
    let text = text.replace(['\n', '\t'], " ");
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{space}{text}{space}{marks}")
}

/// What a mark around `text` must be longer than.
fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{first_sentence, safe};

    #[test]
    fn what_rustdoc_leaves_alone_stays_as_it_is() {
        for text in [
            "A parcel.\n\nWith *emphasis*, `code [x]`, and a [link](https://example.com/a_b).",
            "- one\n- two\n  goes on",
            "```json\n{ \"a\": [1] }\n```",
            "An <https://example.com> in brackets.",
            "| a | b |\n| --- | --- |\n| 1 | 2 |",
            "5 < 6, a \\[b\\] and `<T>`.",
            "The [docs].\n\n[docs]: https://example.com",
        ] {
            assert_eq!(safe(text), text);
        }
    }

    #[test]
    fn what_rustdoc_would_run_or_look_up_becomes_text() {
        for (text, expected) in [
            ("See [Metadata].", "See \\[Metadata]."),
            ("A [thing](Thing).", "A \\[thing](Thing)."),
            (
                "At https://example.com/a?b=c.",
                "At <https://example.com/a?b=c>.",
            ),
            ("A Vec<T> here.", "A Vec\\<T> here."),
            ("<div>", "\\<div>"),
            (
                "Call:\n\n    let x = 1;\n\nDone.",
                "Call:\n\n```text\n    let x = 1;\n```\n\nDone.",
            ),
            ("```\nfn main() {}\n```", "```text\nfn main() {}\n```"),
            (
                "```rust,no_run\nfn main() {}\n```",
                "```text\nfn main() {}\n```",
            ),
            ("~~~ compile_fail\\\\*\nx\n~~~", "~~~text\nx\n~~~"),
            (
                "```json rust\nfn main() {}\n```",
                "```text\nfn main() {}\n```",
            ),
            ("a\tb", "a    b"),
            (
                "A thing.\n\n[thing]: https://example.com",
                "A thing.\n\n\\[thing]: <https://example.com>",
            ),
        ] {
            assert_eq!(safe(text), expected);
        }
    }

    #[test]
    fn the_first_sentence_ends_where_a_reader_would_end_it() {
        for (docs, first) in [
            ("One.", "One."),
            ("One. Two.", "One."),
            ("One\nline. Two.", "One\nline."),
            ("One, e.g. this. Two.", "One, e.g. this."),
            ("Version 1.2 of `a. B`. Two.", "Version 1.2 of `a. B`."),
            (
                "In [a. Link](https://example.com). Two.",
                "In [a. Link](https://example.com).",
            ),
            ("No end\n\nTwo.", "No end"),
            ("Übergröße? Ja!", "Übergröße?"),
            ("- an item. More.", "- an item. More."),
            ("", ""),
        ] {
            assert_eq!(first_sentence(docs), first, "{docs:?}");
        }
    }

    #[test]
    fn what_cannot_be_mended_is_quoted() {
        for text in [
            "```json\n{",
            "- a\n\n      - code\n",
            "<!-- never closed",
            "> ```\n> a",
            "~~~\nx",
        ] {
            let safe = safe(text);
            assert!(
                safe.starts_with("```text\n") || super::ends_by_itself(&safe),
                "{safe}"
            );
            assert!(super::edits(&safe).is_empty(), "{safe}");
        }
    }
}
