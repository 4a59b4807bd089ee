//! Reports of a diff: for terminals, pull requests, programs and changelogs.

use std::fmt::{self, Write as _};

use serde_json::json;

use super::verdict::Bump;
use super::{Change, Diff, Effect};

/// The longest list, in bytes. Forges reject comments with more than 65,536 characters, and headings follow the list.
const LONGEST_LIST: usize = 59_000;

/// The report for terminals: the changes of each group, then the verdict.
impl fmt::Display for Diff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for group in self.changes.chunk_by(|one, next| one.group == next.group) {
            for Change { group, .. } in group.iter().take(1) {
                writeln!(f, "{group}")?;
            }
            for change in group {
                let (effect, code) = (change.kind.effect().as_str(), change.kind.code());
                let Change { subject, text, .. } = change;
                writeln!(f, "  {effect:<15}  {subject}: {text} [{code}]")?;
            }
            writeln!(f)?;
        }
        f.write_str(&self.summary())
    }
}

/// Returns an item of a list. The subject consists of names, and the text has all parts from a spec in backticks.
fn markdown_line(change: &Change) -> String {
    format!("- `{}`: {}\n", change.subject, change.text)
}

impl Diff {
    /// Returns the verdict as a sentence.
    fn summary(&self) -> String {
        let verdict = &self.verdict;
        let (old, new, least) = (&verdict.old, &verdict.new, &verdict.least);
        let bump = verdict.bump.as_str();
        match verdict.bump {
            Bump::Nothing => "verdict: nothing changed".to_owned(),
            _ if verdict.is_too_low => {
                format!("verdict: {bump}; change the version from {new} to {least} or later")
            }
            _ => format!(
                "verdict: {bump}; version {new} is sufficient: after {old}, these changes need {least} or later"
            ),
        }
    }

    /// Returns the report for a pull request, as Markdown of at most 60,000 characters. Additions and docs are folded.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        let mut text = format!(
            "### Changes for callers\n\n{}\n",
            capitalized(&self.summary())
        );
        let mut left_out = 0;
        for effect in Effect::ALL {
            let lines: Vec<_> = self.with_effect(effect).map(markdown_line).collect();
            if lines.is_empty() {
                continue;
            }
            let heading = format!("{} ({})", capitalized(effect.as_str()), lines.len());
            let (start, end) = if effect.is_break() {
                (format!("\n**{heading}**\n\n"), "")
            } else {
                let start = format!("\n<details><summary>{heading}</summary>\n\n");
                (start, "\n</details>\n")
            };
            text.push_str(&start);
            for line in lines {
                if text.len() + line.len() > LONGEST_LIST {
                    left_out += 1;
                } else {
                    text.push_str(&line);
                }
            }
            text.push_str(end);
        }
        if left_out > 0 {
            let _ = write!(
                text,
                "\n{left_out} more: `cargo xtask diff` shows all changes.\n"
            );
        }
        text
    }

    /// Returns the entry for a changelog. Its heading is the later one of the version of the new spec and the least
    /// version.
    #[must_use]
    pub fn to_changelog(&self) -> String {
        let verdict = &self.verdict;
        let version = if verdict.is_too_low {
            &verdict.least
        } else {
            &verdict.new
        };
        let mut text = format!("## {version}\n");
        let headings = [
            ("Breaking", Effect::BreaksCode),
            ("Changed requests and responses", Effect::BreaksWire),
            ("Added", Effect::Addition),
            ("Docs", Effect::Docs),
        ];
        for (heading, effect) in headings {
            let changes = self.with_effect(effect);
            let lines: String = changes.map(markdown_line).collect();
            if !lines.is_empty() {
                let _ = write!(text, "\n### {heading}\n\n{lines}");
            }
        }
        text
    }

    /// Returns the report for programs: one JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        let changes: Vec<_> = self
            .changes
            .iter()
            .map(|change| {
                json!({
                    "code": change.kind.code(),
                    "effect": change.kind.effect().as_str(),
                    "group": change.group,
                    "subject": change.subject,
                    "text": change.text,
                })
            })
            .collect();
        let verdict = &self.verdict;
        json!({
            "verdict": verdict.bump.as_str(),
            "old": verdict.old,
            "new": verdict.new,
            "least": verdict.least,
            "is_too_low": verdict.is_too_low,
            "changes": changes,
        })
        .to_string()
    }

    fn with_effect(&self, effect: Effect) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.kind.effect() == effect)
    }
}

fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}
