//! What a maintainer is told: faults with their places, as text for people or as data for programs.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Heading, Origin, Renderer, Snippet};
use serde::Serialize;

use crate::diagnostic::{Fault, Level, Part, Place};
use crate::locate::locate;
use crate::source::Source;
use crate::text::{count_of, printable};

/// All that is to be said about a spec, sorted by place.
///
/// `Display` shows it as rustc would, without colours.
pub struct Report {
    files: Vec<Lines>,
    located: Vec<Located>,
}

/// A fault and where it is.
struct Located {
    fault: Fault,
    /// Its own range first, unless it is one of the spec as a whole, then those that are related.
    labels: Vec<Label>,
}

/// A marked piece of a file.
struct Label {
    kind: AnnotationKind,
    file: usize,
    range: Range<usize>,
    /// The path in the YAML.
    path: String,
    text: String,
}

impl Report {
    pub(crate) fn new(sources: &[Source], faults: Vec<Fault>) -> Self {
        let labels: Vec<_> = faults.iter().map(places).collect();
        let mut wanted: Vec<Vec<&Place>> = vec![Vec::new(); sources.len()];
        for (_, place, _) in labels.iter().flatten() {
            if let Some(wanted) = wanted.get_mut(place.file) {
                wanted.push(place);
            }
        }
        let find = |(source, wanted): (&Source, &Vec<&Place>)| match wanted.as_slice() {
            [] => Vec::new().into_iter(),
            wanted => locate(&source.text, wanted).into_iter(),
        };
        // Those of each file come in the order in which they were asked for.
        let mut found: Vec<_> = sources.iter().zip(&wanted).map(find).collect();
        let mut label = |(kind, place, text): &(AnnotationKind, Place, &str)| {
            Some(Label {
                kind: *kind,
                file: place.file,
                range: found.get_mut(place.file)?.next()?,
                path: place.show_path(),
                text: (*text).to_owned(),
            })
        };
        let labels: Vec<Vec<_>> = labels
            .iter()
            .map(|labels| labels.iter().filter_map(&mut label).collect())
            .collect();
        let mut located: Vec<_> = faults
            .into_iter()
            .zip(labels)
            .map(|(fault, labels)| Located { fault, labels })
            .collect();
        let place = |located: &Located| {
            let first = located.labels.first();
            first.map(|label| (label.file, label.range.start))
        };
        located.sort_by_key(|located| (place(located).is_none(), place(located)));
        Self {
            files: sources.iter().map(Lines::of).collect(),
            located,
        }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.located.is_empty()
    }

    /// How many things keep the crate from being written.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.count(Level::Error)
    }

    /// How many things should be mended all the same.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.count(Level::Warning)
    }

    fn count(&self, level: Level) -> usize {
        let of_level = |located: &&Located| located.fault.code.level() == level;
        self.located.iter().filter(of_level).count()
    }

    /// What `Display` shows, in the colours of a terminal.
    #[must_use]
    pub fn to_coloured(&self) -> String {
        self.render(&Renderer::styled().hyperlink(false))
    }

    /// An entry for each fault, for editors and annotations.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic<'_>> {
        self.located.iter().map(|Located { fault, labels }| {
            let of_kind = |kind| {
                let labels = labels.iter().filter(move |label| label.kind == kind);
                labels.filter_map(|label| self.files.get(label.file)?.span(label))
            };
            Diagnostic {
                level: fault.code.level().as_str(),
                code: fault.code.as_str(),
                message: printable(&fault.message),
                help: printable(&fault.help),
                place: of_kind(AnnotationKind::Primary).next(),
                related: of_kind(AnnotationKind::Context).collect(),
            }
        })
    }

    /// The [diagnostics](Self::diagnostics) in JSON, an object on each line.
    #[must_use]
    pub fn to_json_lines(&self) -> String {
        let line = |diagnostic| serde_json::json!(diagnostic).to_string() + "\n";
        self.diagnostics().map(line).collect()
    }

    fn render(&self, renderer: &Renderer) -> String {
        let mut text = String::new();
        for Located { fault, labels } in &self.located {
            let title = heading(fault.code.level()).primary_title(printable(&fault.message));
            let mut group = Group::with_title(title.id(fault.code.as_str()));
            let mut labels: Vec<&Label> = labels.iter().collect();
            while let Some(&first) = labels.first() {
                // What is near is shown together.
                let (shown, rest) = labels.into_iter().partition(|label| first.is_near(label));
                labels = rest;
                if first.kind != AnnotationKind::Visible
                    && let Some(lines) = self.files.get(first.file)
                {
                    group = lines.show(group, first, shown);
                }
            }
            let help = Heading::HELP.message(printable(&fault.help));
            text.push_str(&renderer.render(&[group.element(help)]));
            text.push_str("\n\n");
        }
        let (errors, warnings) = (self.errors(), self.warnings());
        let summary = if errors > 0 {
            let errors = count_of(errors, "error");
            heading(Level::Error)
                .primary_title(format!("the spec has {errors}; nothing was written"))
        } else {
            let warnings = count_of(warnings, "warning");
            heading(Level::Warning).primary_title(format!("the spec has {warnings}"))
        };
        text + &renderer.render(&[Group::with_title(summary)])
    }
}

/// What a fault shows: its own place first.
fn places(fault: &Fault) -> Vec<(AnnotationKind, Place, &str)> {
    let mut places = vec![(AnnotationKind::Primary, fault.place.clone(), "")];
    let related = fault.related.iter();
    places.extend(
        related.map(|(place, text)| (AnnotationKind::Context, place.clone(), text.as_str())),
    );
    // The endpoint or type that it is in, for orientation.
    if let [section, entry, _, ..] = fault.place.path.as_slice() {
        let entry = Place {
            file: fault.place.file,
            path: vec![section.clone(), entry.clone()],
            part: Part::Key,
            within: None,
        };
        places.push((AnnotationKind::Visible, entry, ""));
    }
    places
}

fn heading(level: Level) -> Heading<'static> {
    match level {
        Level::Error => Heading::ERROR,
        Level::Warning => Heading::WARNING,
    }
}

impl Label {
    /// Whether both can be seen at once.
    fn is_near(&self, other: &Self) -> bool {
        const NEAR: usize = 16 << 10;
        self.file == other.file && self.range.start.abs_diff(other.range.start) < NEAR
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(&Renderer::plain()))
    }
}

/// The same: where a test or a `main` ends with one, it should be read too.
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
    /// The kind of fault, as `spec/README.md` lists it.
    pub code: &'r str,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it, in one line.
    pub help: String,
    /// Where it is; `None` if it is nowhere in particular.
    pub place: Option<Span<'r>>,
    /// Other places that have to do with it.
    pub related: Vec<Span<'r>>,
}

/// A piece of one line of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Span<'r> {
    /// Where the file is.
    pub file: &'r str,
    /// The way through the YAML: `endpoints.get.params.parcel_id`; empty at the top.
    pub path: &'r str,
    /// The line, counted from 1.
    pub line: usize,
    /// The first character, counted from 1.
    pub column: usize,
    /// The first character behind it, counted from 1; equal to `column` where something is missing.
    pub end_column: usize,
    /// The same as offsets in the file, in bytes.
    pub bytes: Range<usize>,
    /// What it is to the fault; empty for the place of the fault itself.
    pub label: &'r str,
}

/// A file, line by line.
struct Lines {
    path: String,
    text: String,
    /// The offset of each line.
    starts: Vec<usize>,
    /// An offset and its column: places are mostly asked for in order, and a line may have a million of them.
    last: Cell<(usize, usize)>,
}

impl Lines {
    fn of(source: &Source) -> Self {
        let newlines = source.text.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            path: source.path.display().to_string(),
            text: source.text.clone(),
            starts: std::iter::once(0).chain(newlines).collect(),
            last: Cell::new((0, 1)),
        }
    }

    /// The number of the line, from 1, and its offset.
    fn line(&self, offset: usize) -> (usize, usize) {
        let number = self.starts.partition_point(|start| *start <= offset).max(1);
        (number, self.starts.get(number - 1).copied().unwrap_or(0))
    }

    /// The number of the character in its line, from 1, as editors count.
    fn column(&self, offset: usize) -> usize {
        let (_, start) = self.line(offset);
        let (from, column) = match self.last.get() {
            (last, column) if (start..=offset).contains(&last) => (last, column),
            _ => (start, 1),
        };
        let between = self.text.get(from..offset).unwrap_or_default();
        let column = column + between.chars().count();
        self.last.set((offset, column));
        column
    }

    fn span<'r>(&'r self, label: &'r Label) -> Option<Span<'r>> {
        self.text.get(label.range.clone())?;
        Some(Span {
            file: &self.path,
            path: &label.path,
            line: self.line(label.range.start).0,
            column: self.column(label.range.start),
            end_column: self.column(label.range.end),
            bytes: label.range.clone(),
            label: &label.text,
        })
    }

    /// Adds the lines of `labels`, which are near to each other, to the group.
    fn show<'g>(&'g self, group: Group<'g>, first: &'g Label, labels: Vec<&'g Label>) -> Group<'g> {
        /// What is longer is not for people.
        const LONGEST: usize = 64 << 10;
        let starts = labels.iter().map(|label| label.range.start);
        let (number, start) = self.line(starts.clone().min().unwrap_or(0));
        let (last, _) = self.line(starts.max().unwrap_or(0));
        let end = self.starts.get(last).copied().unwrap_or(self.text.len());
        let source = self.text.get(start..end).unwrap_or_default();
        if source.len() > LONGEST {
            let origin = Origin::path(&self.path).line(self.line(first.range.start).0);
            return group.element(origin.char_column(self.column(first.range.start)));
        }
        let annotations = labels.into_iter().map(|label| {
            let range = label.range.start - start..label.range.end - start;
            let text = (!label.text.is_empty()).then(|| printable(&label.text));
            label.kind.span(range).label(text)
        });
        let snippet = Snippet::source(source).path(&self.path).line_start(number);
        group.element(snippet.annotations(annotations))
    }
}
