//! The report of a run: faults with their locations, as text for people or as data for programs.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Heading, Origin, Renderer, Snippet};
use serde::Serialize;

use super::code::Level;
use super::fault::Fault;
use super::faults::Faults;
use super::locate::locate;
use super::location::{Location, Part};
use crate::source::Source;
use crate::text::{count_of, printable};

/// All faults of a spec, sorted by location.
///
/// `Display` formats it like the diagnostics of rustc, without colours.
pub struct Report {
    files: Vec<ShownFile>,
    located: Vec<Located>,
}

/// A file in a report.
struct ShownFile {
    path: String,
    /// Empty if no fault is in the file.
    text: String,
}

/// A fault and its positions.
struct Located {
    fault: Fault,
    /// The label of the fault itself, then those of related locations.
    labels: Vec<Label>,
}

/// A marked range of a file.
struct Label {
    kind: AnnotationKind,
    location: Location,
    text: String,
    range: Range<usize>,
    start: Position,
    end: Position,
}

/// A character of a file.
#[derive(Clone, Copy)]
struct Position {
    /// Counted from 1.
    line: usize,
    /// Counted from 1, in characters, as in editors.
    column: usize,
}

impl Position {
    const FIRST: Self = Self { line: 1, column: 1 };
}

impl Report {
    pub(crate) fn new(sources: &[Source], faults: Faults) -> Self {
        let located = faults.into_iter().map(|mut fault| Located {
            labels: labels(&mut fault),
            fault,
        });
        let mut located: Vec<_> = located.collect();
        let mut files = Vec::new();
        for (file, source) in sources.iter().enumerate() {
            let is_here = |label: &&mut Label| label.location.file == file;
            let all = located.iter_mut().flat_map(|located| &mut located.labels);
            let mut here: Vec<_> = all.filter(is_here).collect();
            let locations: Vec<_> = here.iter().map(|label| &label.location).collect();
            let mut text = String::new();
            if !locations.is_empty() {
                let ranges = locate(&source.text, &locations);
                let positions = positions(&source.text, &ranges);
                let position = |offset| positions.get(&offset).copied().unwrap_or(Position::FIRST);
                for (label, range) in here.iter_mut().zip(ranges) {
                    (label.start, label.end) = (position(range.start), position(range.end));
                    label.range = range;
                }
                text = without_c1(&source.text);
            }
            let path = printable(&source.path.display().to_string());
            files.push(ShownFile { path, text });
        }
        for located in &mut located {
            located
                .labels
                .retain(|label| label.location.file < files.len());
        }
        let location = |located: &Located| {
            let first = located.labels.first();
            first.map(|label| (label.location.file, label.range.start))
        };
        located.sort_by_key(|located| (location(located).is_none(), location(located)));
        Self { files, located }
    }

    /// Whether the spec has no faults.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.located.is_empty()
    }

    /// Returns the number of errors. A single error keeps the crate from being written.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.count(Level::Error)
    }

    /// Returns the number of warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.count(Level::Warning)
    }

    fn count(&self, level: Level) -> usize {
        let of_level = |located: &&Located| located.fault.code.level() == level;
        self.located.iter().filter(of_level).count()
    }

    /// Returns the text of `Display` with colours for a terminal.
    #[must_use]
    pub fn to_coloured(&self) -> String {
        self.render(&Renderer::styled().hyperlink(false))
    }

    /// Returns the faults as data, for editors and annotations.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic<'_>> {
        self.located.iter().map(|Located { fault, labels }| {
            let of_kind = |kind| {
                let labels = labels.iter().filter(move |label| label.kind == kind);
                labels.filter_map(|label| {
                    Some(label.span(&self.files.get(label.location.file)?.path))
                })
            };
            Diagnostic {
                level: fault.code.level().as_str(),
                code: fault.code.as_str(),
                message: printable(&fault.message),
                help: printable(&fault.help),
                location: of_kind(AnnotationKind::Primary).next(),
                related: of_kind(AnnotationKind::Context).collect(),
            }
        })
    }

    /// Returns the [diagnostics](Self::diagnostics) as JSON, with one object on each line.
    #[must_use]
    pub fn to_json_lines(&self) -> String {
        let line = |diagnostic| serde_json::json!(diagnostic).to_string() + "\n";
        self.diagnostics().map(line).collect()
    }

    fn render(&self, renderer: &Renderer) -> String {
        let mut text = String::new();
        let (shown, left_out) = self.shown();
        for Located { fault, labels } in shown {
            let title = heading(fault.code.level()).primary_title(printable(&fault.message));
            let mut group = Group::with_title(title.id(fault.code.as_str()));
            let mut labels: Vec<&Label> = labels.iter().collect();
            while let Some(&first) = labels.first() {
                // One snippet shows labels that are close to each other.
                let (shown, rest) = labels.into_iter().partition(|label| first.is_near(label));
                labels = rest;
                if first.kind != AnnotationKind::Visible
                    && let Some(ShownFile { path, text }) = self.files.get(first.location.file)
                {
                    group = show(group, path, text, first, shown);
                }
            }
            let help = Heading::HELP.message(printable(&fault.help));
            text.push_str(&renderer.render(&[group.element(help)]));
            text.push_str("\n\n");
        }
        for (code, files) in left_out {
            text.push_str(&renderer.render(&[self.more(code, &files)]));
            text.push_str("\n\n");
        }
        let (errors, warnings) = (self.errors(), self.warnings());
        let shown = match errors {
            all if all > MOST_ERRORS => format!(" (the first {MOST_ERRORS} are shown)"),
            _ => String::new(),
        };
        let summary = if errors > 0 {
            let errors = count_of(errors, "error");
            let summary = format!("the spec has {errors}{shown}; nothing was written");
            heading(Level::Error).primary_title(summary)
        } else {
            let warnings = count_of(warnings, "warning");
            heading(Level::Warning).primary_title(format!("the spec has {warnings}"))
        };
        text + &renderer.render(&[Group::with_title(summary)])
    }

    /// Returns the faults to show in full, and the numbers of the other warnings, by code and file.
    fn shown(
        &self,
    ) -> (
        Vec<&Located>,
        BTreeMap<&'static str, BTreeMap<usize, usize>>,
    ) {
        let mut shown = Vec::new();
        let mut of_code = HashMap::new();
        let mut left_out: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for located in &self.located {
            let code = located.fault.code;
            let count = of_code.entry(code.as_str()).or_insert(0);
            *count += 1;
            if code.level() == Level::Error {
                if shown.len() < MOST_ERRORS {
                    shown.push(located);
                }
            } else if *count <= MOST_WARNINGS {
                shown.push(located);
            } else {
                let files = left_out.entry(code.as_str()).or_default();
                *files.entry(located.fault.location.file).or_insert(0) += 1;
            }
        }
        (shown, left_out)
    }

    /// Creates the note about further warnings with the code, with their numbers by file.
    fn more(&self, code: &'static str, files: &BTreeMap<usize, usize>) -> Group<'_> {
        let message = match files.values().sum() {
            1 => "1 more warning of this kind".to_owned(),
            all => format!("{all} more warnings of this kind"),
        };
        let of_file = files.iter().filter_map(|(file, count)| {
            let ShownFile { path, .. } = self.files.get(*file)?;
            Some(format!("{count} in {path}"))
        });
        let of_files = of_file.collect::<Vec<_>>().join(", ");
        let help = "`--format json` lists all of them";
        Group::with_title(Heading::WARNING.primary_title(message).id(code))
            .element(Heading::NOTE.message(of_files))
            .element(Heading::HELP.message(help))
    }
}

/// The most errors in the text.
const MOST_ERRORS: usize = 1_000;

/// The most warnings of each kind in the text.
const MOST_WARNINGS: usize = 10;

/// Returns the labels of a fault: its own location first.
fn labels(fault: &mut Fault) -> Vec<Label> {
    let label = |kind, location, text| Label {
        kind,
        location,
        text,
        range: 0..0,
        start: Position::FIRST,
        end: Position::FIRST,
    };
    let mut labels = vec![label(
        AnnotationKind::Primary,
        fault.location.clone(),
        String::new(),
    )];
    let related = std::mem::take(&mut fault.related).into_iter();
    labels.extend(
        related.map(|related| label(AnnotationKind::Context, related.location, related.label)),
    );
    // The endpoint or type that contains the fault is shown for orientation.
    if let [section, entry, _, ..] = fault.location.path.as_slice() {
        let entry = Location {
            file: fault.location.file,
            path: vec![section.clone(), entry.clone()],
            part: Part::Key,
            within: None,
        };
        labels.push(label(AnnotationKind::Visible, entry, String::new()));
    }
    labels
}

/// Returns the position of each end of `ranges`, by offset.
fn positions(text: &str, ranges: &[Range<usize>]) -> HashMap<usize, Position> {
    let mut offsets: Vec<_> = ranges
        .iter()
        .flat_map(|range| [range.start, range.end])
        .collect();
    offsets.sort_unstable();
    let (mut last, mut line, mut column) = (0, 1, 1);
    let position = |offset| {
        let between = text.get(last..offset).unwrap_or_default();
        let rest = match between.rfind('\n') {
            Some(newline) => {
                line += between.matches('\n').count();
                column = 1;
                between.get(newline + 1..).unwrap_or_default()
            }
            None => between,
        };
        column += rest.chars().count();
        last = offset;
        (offset, Position { line, column })
    };
    offsets.into_iter().map(position).collect()
}

/// Replaces each C1 control character with a dot. A terminal may interpret these characters, and the renderer keeps
/// them.
fn without_c1(text: &str) -> String {
    // Both characters have two bytes, so offsets do not change.
    text.replace(|c| ('\u{80}'..='\u{9F}').contains(&c), "·")
}

/// Adds a snippet with the lines of `labels`, which are close to each other, to the group.
fn show<'g>(
    group: Group<'g>,
    path: &'g str,
    text: &'g str,
    first: &'g Label,
    labels: Vec<&'g Label>,
) -> Group<'g> {
    let ranges = || labels.iter().map(|label| &label.range);
    let start = ranges().map(|range| range.start).min().unwrap_or(0);
    let end = ranges().map(|range| range.end).max().unwrap_or(0);
    let line = labels
        .iter()
        .map(|label| label.start.line)
        .min()
        .unwrap_or(1);
    let newline = |byte: &u8| *byte == b'\n';
    let bytes = text.as_bytes();
    let before = bytes.iter().take(start).rev().take(NEAR).position(newline);
    let after = bytes.iter().skip(end).take(NEAR).position(newline);
    let start = match before {
        None if start >= NEAR => None,
        before => Some(start - before.unwrap_or(start)),
    };
    let end = match after {
        None if bytes.len() - end >= NEAR => None,
        after => Some(after.map_or(bytes.len(), |after| end + after)),
    };
    let (Some(start), Some(end)) = (start, end) else {
        let Position { line, column } = first.start;
        return group.element(Origin::path(path).line(line).char_column(column));
    };
    // The snippet does not contain the end of its last line, whether LF or CRLF.
    let source = text.get(start..end).unwrap_or_default();
    let source = source.strip_suffix('\r').unwrap_or(source);
    let annotations = labels.into_iter().map(|label| {
        let range = label.range.start - start..label.range.end - start;
        let text = (!label.text.is_empty()).then(|| printable(&label.text));
        label.kind.span(range).label(text)
    });
    let snippet = Snippet::source(source).path(path).line_start(line);
    group.element(snippet.annotations(annotations))
}

/// The largest distance between labels of one snippet, and the most text before and after them, in bytes.
const NEAR: usize = 4 << 10;

fn heading(level: Level) -> Heading<'static> {
    match level {
        Level::Error => Heading::ERROR,
        Level::Warning => Heading::WARNING,
    }
}

impl Label {
    /// Whether one snippet can show both labels.
    fn is_near(&self, other: &Self) -> bool {
        self.location.file == other.location.file
            && self.range.start.abs_diff(other.range.start) < NEAR
    }

    fn span<'r>(&'r self, file: &'r str) -> Span<'r> {
        Span {
            file,
            path: printable(&self.location.show_path()),
            line: self.start.line,
            column: self.start.column,
            end_column: self.end.column,
            bytes: self.range.clone(),
            label: &self.text,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
    }
}

/// Formats like `Display`, so that a report is readable when a test or `main` returns it as an error.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Report {}

/// A fault as data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnostic<'r> {
    /// `error` or `warning`.
    pub level: &'r str,
    /// The kind of fault, such as `unknown-type`. `spec/README.md` lists all kinds.
    pub code: &'r str,
    /// Describes the fault, in one line.
    pub message: String,
    /// Describes how to fix the fault, in one line.
    pub help: String,
    /// The location of the fault, or `None` if a file is missing.
    pub location: Option<Span<'r>>,
    /// Related locations.
    pub related: Vec<Span<'r>>,
}

/// A range within one line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Span<'r> {
    /// The path of the file.
    pub file: &'r str,
    /// The path through the YAML, such as `endpoints.get.params.parcel_id`; empty at the top of the file.
    pub path: String,
    /// The line, counted from 1.
    pub line: usize,
    /// The column of the first character, counted from 1.
    pub column: usize,
    /// The column after the last character, counted from 1; equal to `column` if the range is empty.
    pub end_column: usize,
    /// The range as byte offsets in the file, without a leading byte order mark.
    pub bytes: Range<usize>,
    /// Explains how a related location relates to the fault. It is empty for the location of the fault itself, and the
    /// JSON omits it then.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub label: &'r str,
}
