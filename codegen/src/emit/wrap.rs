//! Line breaks in docs.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::markdown::DIALECT;

/// The longest line of docs: 100 columns, without the indent of a method and `/// `.
const WIDTH: usize = 92;

/// Wraps the Markdown `docs` at [`WIDTH`] columns. Replaces only spaces and line breaks within paragraphs and list items,
/// so the meaning does not change. Words, code spans, headings, tables, quotations and blocks of code can be longer.
pub(super) fn wrap(docs: &str) -> String {
    let is_short = |line: &str| line.chars().count() <= WIDTH;
    if docs.lines().all(is_short) {
        return docs.to_owned();
    }
    let breaks = breaks(docs);
    let mut wrapped = String::with_capacity(docs.len() + docs.len() / 16);
    let mut column = 0;
    let starts = [0]
        .into_iter()
        .chain(breaks.iter().map(|found| found.gap.end));
    let ends = breaks.iter().map(|found| found.gap.start);
    let pieces = starts.zip(ends.chain([docs.len()]));
    let indents = [None]
        .into_iter()
        .chain(breaks.iter().map(|found| Some(found.indent)));
    for ((start, end), indent) in pieces.zip(indents) {
        let piece = docs.get(start..end).unwrap_or_default();
        let width = piece.lines().next().unwrap_or_default().chars().count();
        match indent {
            Some(indent) if column + 1 + width > WIDTH => {
                wrapped.push('\n');
                wrapped.extend(std::iter::repeat_n(' ', indent));
                column = indent;
            }
            Some(_) => {
                wrapped.push(' ');
                column += 1;
            }
            None => {}
        }
        wrapped.push_str(piece);
        column = match piece.rsplit_once('\n') {
            Some((_, last)) => last.chars().count(),
            None => column + width,
        };
    }
    wrapped
}

/// A point where a line of prose can end.
struct Break {
    /// The spaces and line breaks at that point.
    gap: Range<usize>,
    /// The indent of the next line.
    indent: usize,
}

fn breaks(docs: &str) -> Vec<Break> {
    let mut breaks: Vec<Break> = Vec::new();
    // The indents of the open list items.
    let mut indents = vec![0];
    let mut kept_until = 0;
    for (event, range) in Parser::new_ext(docs, DIALECT).into_offset_iter() {
        match event {
            Event::Start(Tag::Item) => indents.push(content_column(docs, range.start)),
            Event::End(TagEnd::Item) => drop(indents.pop()),
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Emphasis | Tag::Strong) => {}
            Event::Start(_) => kept_until = kept_until.max(range.end),
            Event::Text(_) | Event::SoftBreak if range.start >= kept_until => {
                let text = docs.get(range.clone()).unwrap_or_default();
                for (at, _) in text.match_indices(is_space) {
                    let gap = gap(docs, range.start + at);
                    let is_new = breaks.last().is_none_or(|last| last.gap.end < gap.end);
                    if is_new && !starts_block(docs.get(gap.end..).unwrap_or_default()) {
                        let indent = indents.last().copied().unwrap_or_default();
                        breaks.push(Break { gap, indent });
                    }
                }
            }
            _ => {}
        }
    }
    breaks
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n')
}

/// The space around `at`.
fn gap(docs: &str, at: usize) -> Range<usize> {
    let (before, after) = docs.split_at_checked(at).unwrap_or((docs, ""));
    before.trim_end_matches(is_space).len()..docs.len() - after.trim_start_matches(is_space).len()
}

/// The column of the content of the list item at `start`.
fn content_column(docs: &str, start: usize) -> usize {
    let (before, item) = docs.split_at_checked(start).unwrap_or((docs, ""));
    let indent = before.len() - before.rfind('\n').map_or(0, |newline| newline + 1);
    let content = item
        .trim_start_matches(' ')
        .trim_start_matches(|c| !is_space(c));
    indent + item.len() - content.trim_start_matches(' ').len()
}

/// Whether a line that starts with `text` can begin a new block instead of continuing a paragraph.
fn starts_block(text: &str) -> bool {
    let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
    text.starts_with(['-', '+', '*', '#', '>', '=', '|', '~', ':'])
        || text.starts_with("```")
        || text.starts_with("[^")
        || text.starts_with('<') && !text.starts_with("<http")
        || number.len() < text.len() && number.starts_with(['.', ')'])
}

#[cfg(test)]
mod tests {
    use super::{DIALECT, Event, Parser, WIDTH, wrap};

    /// The text as rendered: a line break in prose is a space.
    fn shown(docs: &str) -> String {
        let mut shown = String::new();
        for event in Parser::new_ext(docs, DIALECT) {
            match event {
                Event::Text(text) => shown.push_str(&text),
                Event::SoftBreak => shown.push(' '),
                other => shown.push_str(&format!("<{other:?}>")),
            }
        }
        shown
    }

    #[test]
    fn prose_is_wrapped_and_means_the_same() {
        let words = "All of these words are part of one sentence, with `a code span`, *emphasis* and a \
                     [link to somewhere](https://example.com/a/b), that is longer than a line of docs";
        for docs in [
            format!("{words}. {words}."),
            format!("{words}\n{words}."),
            format!("- {words}\n  - {words}\n- {words}"),
            format!("10. {words}\n\n    {words}\n\nAfter the list: {words}"),
            format!("{words}\\\n{words}"),
            // Each of these would begin another block at the start of a line.
            format!("{words} - 1. 2) # > + * --- === | ~~~ {words} - 1. 2) # > + * --- === |"),
        ] {
            let wrapped = wrap(&docs);
            assert!(
                wrapped.lines().all(|line| line.chars().count() <= WIDTH),
                "{wrapped}"
            );
            assert_eq!(shown(&wrapped), shown(&docs), "{wrapped}");
            assert_eq!(wrap(&wrapped), wrapped);
        }
    }

    #[test]
    fn what_has_lines_of_its_own_is_left_alone() {
        let word = "word ".repeat(30);
        for docs in [
            format!("# {word}end"),
            format!("```text\n{word}end\n```"),
            format!("| a | b |\n| --- | --- |\n| {word} | {word} |"),
            format!("> {word}end"),
            format!("`{word}end`"),
        ] {
            assert_eq!(wrap(&docs), docs);
        }
    }
}
