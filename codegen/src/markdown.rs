//! Makes the docs of a spec safe for rustdoc.
//!
//! The docs are Markdown, and their authors may not know rustdoc: it runs code blocks, resolves brackets as links, and
//! warns of bare URLs and stray tags. This module uses the parser of rustdoc, so both read the same Markdown.

use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

/// The extensions that rustdoc enables, without typographic quotes, which have no effect here.
pub(crate) const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Rewrites `docs` so that a reader sees the same text, but rustdoc runs no code and resolves no brackets or tags. The
/// text after the docs never becomes a part of them.
pub(crate) fn safe(docs: &str) -> String {
    if is_prose(docs) {
        return docs.to_owned();
    }
    let docs = docs.replace('\t', "    ");
    let mut mended = docs.clone();
    let mut left = edits(&mended);
    // A link definition that becomes text can contain a URL, which only the next pass finds.
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

/// Whether the text contains only words, and each line starts with one, so that it has no Markdown syntax.
fn is_prose(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " .,;'?".contains(c);
    let starts_with_word = |line: &str| line.starts_with(|first: char| first.is_ascii_alphabetic());
    let mut lines = text.split('\n');
    lines.all(|line| line.is_empty() || line.chars().all(is_plain) && starts_with_word(line))
}

/// Rewrites `docs` like [`safe`], for docs that follow a word on its line. Docs that cannot follow a word start a
/// paragraph.
pub(crate) fn safe_after_word(docs: &str) -> String {
    const WORD: &str = "word";
    match safe(&format!("{WORD} {docs}")).strip_prefix(WORD) {
        Some(rest) => rest.to_owned(),
        None => format!("\n\n{}", safe(docs)),
    }
}

/// Returns the first sentence of `docs`, or the first paragraph if no sentence ends in plain text. Returns all of
/// `docs` if it does not start with a paragraph.
pub(crate) fn first_sentence(docs: &str) -> &str {
    // The number of open links, emphases and other inline elements.
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

/// Finds the end of the first sentence in `range` of `docs`: a full stop, `!` or `?` before a space, without a
/// lower-case letter after it.
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

/// A range of the text and its replacement.
type Edit = (Range<usize>, String);

fn apply(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len() + 8 * edits.len());
    let mut end = 0;
    for (range, replacement) in edits {
        // The edits are sorted. An edit within another one is skipped, and `quoted` handles the text.
        if let Some(before) = text.get(end..range.start) {
            result.push_str(before);
            result.push_str(replacement);
            end = range.end;
        }
    }
    result.push_str(text.get(end..).unwrap_or_default());
    result
}

/// Returns the edits that make `text` safe. Some indented code cannot be edited: its edit changes nothing, so that
/// [`safe`] falls back to [`quoted`].
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
        // Rustdoc does not show an unused definition.
        if !used.contains(&start) || !leads_outside(LinkType::Reference, &definition.dest) {
            edits.extend(escaped(text, start..start + 1));
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    edits
}

/// Escapes tags.
fn tags(text: &str, range: Range<usize>) -> Vec<Edit> {
    let html = text.get(range.clone()).unwrap_or_default();
    let starts = html.match_indices('<').map(|(at, _)| range.start + at);
    starts.filter_map(|at| escaped(text, at..at + 1)).collect()
}

/// Escapes opening brackets, and puts URLs in angle brackets.
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

/// Puts a backslash before the character at `range`, unless it is already escaped.
fn escaped(text: &str, range: Range<usize>) -> Option<Edit> {
    let before = text.get(..range.start)?;
    let backslashes = before.len() - before.trim_end_matches('\\').len();
    let character = text.get(range.clone())?;
    (backslashes % 2 == 0).then(|| (range, format!("\\{character}")))
}

/// Puts fences around indented code, unless it is in a list or a quotation.
fn fenced(text: &str, range: &Range<usize>) -> Option<Edit> {
    let line_start = text
        .get(..range.start)?
        .rfind('\n')
        .map_or(0, |newline| newline + 1);
    let indent = text.get(line_start..range.start)?;
    let code = text.get(line_start..range.end)?.trim_end();
    let depth = indent.len();
    let plain = indent.chars().all(|c| c == ' ') && depth == 4 && !code.contains("```");
    // An edit that changes nothing makes `safe` fall back to `quoted`.
    let replacement = if plain {
        format!("```text\n{code}\n```")
    } else {
        code.to_owned()
    };
    Some((line_start..line_start + code.len(), replacement))
}

/// Replaces the info string of the fence at `start` with `text`.
fn named_language(text: &str, start: usize) -> Option<Edit> {
    let rest = text.get(start..)?;
    let fence = rest.len() - rest.trim_start_matches(['`', '~']).len();
    let line_end = rest.find('\n').unwrap_or(rest.len());
    Some((start + fence..start + line_end, "text".to_owned()))
}

/// Whether rustdoc recognizes the block as a language other than Rust. It reads every word, and warns of signs in them.
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

/// Whether the link is a URL, which rustdoc does not resolve.
fn leads_outside(link_type: LinkType, url: &str) -> bool {
    matches!(link_type, LinkType::Email)
        || ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| url.starts_with(scheme))
}

/// Whether `text` leaves no block open, so that a paragraph after it is a paragraph.
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

/// Returns the unchanged text as a code block: the fallback of [`safe`].
fn quoted(text: &str) -> String {
    let fence = "`".repeat(longest_run_of_backticks(text).max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}

/// Returns `text` as a code span of Markdown. It can contain any characters.
#[must_use]
pub fn code(text: &str) -> String {
    let marks = "`".repeat(longest_run_of_backticks(text) + 1);
    let text = text.replace(['\n', '\t'], " ");
    let space = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{space}{text}{space}{marks}")
}

/// Returns the length of the longest run of backticks in `text`. Marks around the text must be longer.
fn longest_run_of_backticks(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{first_sentence, safe};

    #[test]
    fn text_that_is_safe_for_rustdoc_does_not_change() {
        for text in [
            "A parcel.\n\nWith *emphasis*, `code [x]`, and a [link](https://example.com/a_b).",
            "- one\n- two\n  continues",
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
    fn code_links_and_tags_become_text() {
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
    fn the_first_sentence_ends_at_its_full_stop() {
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
    fn text_that_no_edit_makes_safe_is_quoted() {
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
