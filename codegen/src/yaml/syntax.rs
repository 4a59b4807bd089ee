//! Syntax errors, with a remedy for each.
//!
//! A parser reports the position where it failed, which is often after the mistake. Therefore, this module searches the
//! lines around that position for common mistakes.

/// The deepest nesting of maps and lists.
pub(super) const DEEPEST: usize = 128;

pub(super) const TOO_DEEP: &str = "maps and lists are nested more than 128 levels deep";

/// The help for an error of unknown cause.
pub(super) const LOOK_AROUND: &str =
    "look for a missing quote, bracket or indentation near this position";

/// A syntax error of a YAML document.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    /// Describes how to fix the error.
    pub(crate) help: String,
    /// The offset in bytes.
    pub(crate) offset: usize,
    pub(crate) context: Option<Context>,
}

/// The part of a document that the parser could not read.
#[derive(Debug)]
pub(crate) struct Context {
    /// The offset of its start, in bytes.
    pub(crate) offset: usize,
    /// The parser's description of it.
    pub(crate) what: String,
}

impl SyntaxError {
    pub(super) fn new(offset: usize, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            help: help.into(),
            offset,
            context: None,
        }
    }

    /// Creates the error for a `message` of the parser at `offset`.
    pub(super) fn of_parser(text: &str, message: String, offset: usize) -> Self {
        let (message, context) = split_context(text, message);
        slip(text, &message, offset, context.as_ref()).unwrap_or_else(|| {
            let help = remedy(&message);
            Self {
                context,
                ..Self::new(offset, message, help)
            }
        })
    }
}

/// Splits a `message` that ends with `, while parsing … at line 9 column 13` into the description of the error and its
/// context.
fn split_context(text: &str, message: String) -> (String, Option<Context>) {
    let Some((what, context)) = message.rsplit_once(", while ") else {
        return (message, None);
    };
    let start = || {
        let (context, location) = context.split_once(" at line ")?;
        let (line, column) = location.split_once(" column ")?;
        let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
        let lines = text.split_inclusive('\n').take(line.checked_sub(1)?);
        let start: usize = lines.map(str::len).sum();
        let before = text.get(start..)?.chars().take(column.checked_sub(1)?);
        let offset = start + before.map(char::len_utf8).sum::<usize>();
        let what = format!("while {context}");
        Some(Context { offset, what })
    };
    (what.to_owned(), start())
}

/// Returns the usual remedy for an error of the parser.
fn remedy(message: &str) -> &'static str {
    let remedies = [
        (
            "mapping values are not allowed",
            "put text that contains `: ` in quotes, or indent the line like the line above it",
        ),
        (
            "expected ',' or",
            "close the bracket, or put text with a comma, a `: `, a bracket or a `]?` in quotes",
        ),
        ("unknown anchor", "put text that starts with `*` in quotes"),
        (
            "more than one document",
            "keep one document, and remove the `---` after it",
        ),
        (
            "repetition limit",
            "write the values instead of the aliases",
        ),
        (
            "expand to too many values",
            "write the values instead of the aliases",
        ),
        (TOO_DEEP, "reduce the number of levels"),
    ];
    let remedy = remedies
        .into_iter()
        .find(|(part, _)| message.contains(part));
    remedy.map_or(LOOK_AROUND, |(_, remedy)| remedy)
}

/// Rejects the conflict markers that a version control system leaves in a file.
pub(super) fn reject_conflict(text: &str) -> Result<(), SyntaxError> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let markers = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
        let rest = markers.iter().find_map(|marker| line.strip_prefix(marker));
        if rest.is_some_and(|rest| rest.trim_end().is_empty() || rest.starts_with(' ')) {
            let message = "this line is a marker of a merge conflict";
            let help = "keep one of the two sides, and remove the lines with the markers";
            return Err(SyntaxError::new(start, message, help));
        }
        start += line.len();
    }
    Ok(())
}

/// Finds the cause of a parser error, if it is a common mistake.
fn slip(
    text: &str,
    message: &str,
    offset: usize,
    context: Option<&Context>,
) -> Option<SyntaxError> {
    let line = Line::at(text, offset);
    if let Some(tab) = line.tab() {
        let message = "a tab indents this line";
        return Some(SyntaxError::new(tab, message, "indent with spaces"));
    }
    if message.contains("could not find expected ':'") {
        return Line::at(text, context?.offset).lacks_colon();
    }
    if message.contains("mapping values are not allowed") {
        let before = Line::before(text, line.start);
        return line
            .holds_second_colon(offset)
            .or_else(|| before.as_ref()?.lacks_colon())
            .or_else(|| line.is_too_deep(before.as_ref()?));
    }
    if message.contains("expected ',' or") || message.contains("mapping keys are not allowed") {
        return line
            .holds_optional_brackets()
            .or_else(|| line.holds_path_in_braces());
    }
    if message.contains("cannot start any token") {
        let first = text.get(offset..)?.chars().next()?;
        let shown = match first {
            '`' => "a backtick".to_owned(),
            other => format!("`{other}`"),
        };
        let message = format!("text without quotes cannot start with {shown}");
        return Some(SyntaxError::new(offset, message, "put the text in quotes"));
    }
    let Context {
        offset: start,
        what,
    } = context?;
    if message.contains("end of stream") && what.contains("quoted") {
        let help = "add the closing quote at the end of the text";
        return Some(SyntaxError::new(*start, "this quote is not closed", help));
    }
    None
}

/// A line of a text.
struct Line<'t> {
    /// The offset in bytes.
    start: usize,
    text: &'t str,
}

impl<'t> Line<'t> {
    /// Returns the line that contains `offset`.
    fn at(text: &'t str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let rest = text.get(start..).unwrap_or_default();
        Self {
            start,
            text: rest.lines().next().unwrap_or_default(),
        }
    }

    /// Returns the last line before `start` that is neither blank nor a comment.
    fn before(text: &'t str, start: usize) -> Option<Self> {
        let mut end = start;
        while end > 0 {
            let line = Self::at(text, end - 1);
            let content = line.text.trim_start();
            if !content.is_empty() && !content.starts_with('#') {
                return Some(line);
            }
            end = line.start;
        }
        None
    }

    fn content(&self) -> &'t str {
        self.text.trim_start()
    }

    fn indentation(&self) -> &'t str {
        let (indentation, _) = self.text.split_at(self.text.len() - self.content().len());
        indentation
    }

    /// Returns the key and the text after its colon.
    fn key_and_value(&self) -> Option<(&'t str, &'t str)> {
        let content = self.content();
        let (key, value) = content.split_once(": ").or_else(|| {
            let key = content.trim_end().strip_suffix(':')?;
            Some((key, ""))
        })?;
        Some((key, value.trim()))
    }

    /// Returns the offset of a tab in the indentation.
    fn tab(&self) -> Option<usize> {
        Some(self.start + self.indentation().find('\t')?)
    }

    /// Detects a line such as `method GET`.
    fn lacks_colon(&self) -> Option<SyntaxError> {
        let content = self.content();
        let is_of_key = |c: char| c.is_alphanumeric() || "_-".contains(c);
        let end = content.find(|c| !is_of_key(c)).unwrap_or(content.len());
        let (key, rest) = content.split_at(end);
        if key.is_empty() || self.key_and_value().is_some() {
            return None;
        }
        let value = rest.trim_matches(|c: char| c.is_whitespace() || ":=".contains(c));
        let value = if value.is_empty() { "…" } else { value };
        let offset = self.start + self.indentation().len();
        let message = "this line has no `: ` between a key and a value";
        let help = format!(
            "write `{key}: {value}`, or indent the line further if it continues the text above it"
        );
        Some(SyntaxError::new(offset, message, help))
    }

    /// Detects a line such as `docs: Users: all of them.`, with the second colon at `offset`.
    fn holds_second_colon(&self, offset: usize) -> Option<SyntaxError> {
        let (key, value) = self.key_and_value()?;
        let before = self.text.get(..offset.checked_sub(self.start)?)?;
        if !before.contains(": ") || before.contains(['{', '[', '"', '\'']) {
            return None;
        }
        let message = format!("the text after `{key}:` contains another `:`");
        let help = if value.contains('"') {
            "put the text in single quotes".to_owned()
        } else {
            format!("put the text in quotes: `{key}: \"{value}\"`")
        };
        Some(SyntaxError::new(offset, message, help))
    }

    /// Detects a line that is indented further than `before`, which already has a value.
    fn is_too_deep(&self, before: &Self) -> Option<SyntaxError> {
        let (key, value) = before.key_and_value()?;
        let indentation = self.indentation().len();
        if value.is_empty() || indentation <= before.indentation().len() {
            return None;
        }
        let message = format!("this line is indented further than `{key}` above it");
        let help = "indent both lines by the same number of spaces";
        Some(SyntaxError::new(self.start + indentation, message, help))
    }

    /// Detects a type such as `[string]?` or `{ string: integer }?` without quotes.
    fn holds_optional_brackets(&self) -> Option<SyntaxError> {
        let close = self.text.find("]?").or_else(|| self.text.find("}?"))?;
        let before = self.text.get(..=close)?;
        let mut depth = 0_usize;
        let (start, _) = before.char_indices().rev().find(|(_, sign)| {
            match sign {
                ']' | '}' => depth += 1,
                '[' | '{' => depth -= 1,
                _ => {}
            }
            depth == 0
        })?;
        if !before.get(..start)?.ends_with(": ") {
            return None;
        }
        let ty = format!("{}?", before.get(start..)?);
        let message = format!("`{ty}` needs quotes");
        let help = format!("write `\"{ty}\"`");
        Some(SyntaxError::new(self.start + start, message, help))
    }

    /// Detects a path such as `/users/{user_id}` without quotes, within the braces of a map.
    fn holds_path_in_braces(&self) -> Option<SyntaxError> {
        let (before, rest) = self.text.split_once("path: /")?;
        let end = rest.find([',', ' ']).unwrap_or(rest.len());
        let (path, _) = rest.split_at(end);
        if !path.contains('{') {
            return None;
        }
        let offset = self.start + before.len() + "path: ".len();
        let message = "a path with a placeholder needs quotes within `{ … }`";
        let help = format!("write `path: \"/{path}\"`");
        Some(SyntaxError::new(offset, message, help))
    }
}
