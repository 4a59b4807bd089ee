//! `cargo xtask diff`: reports the effect of a change of the spec on callers.

use std::path::Path;
use std::process::ExitCode;

use codegen::diff::{self, Diff};
use codegen::{Model, Source};
use lexopt::{Arg, Parser, ValueExt};

use crate::{Failure, directory, git, help, print, unexpected};

pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let (mut check, mut fail_on_break) = (false, false);
    let mut show: fn(&Diff) -> String = ToString::to_string;
    let (mut base, mut spec) = (None, None);
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(value) if base.is_none() => base = Some(value.string()?),
            Arg::Long("format") => show = arguments.value()?.parse_with(format)?,
            Arg::Long("changelog") => show = Diff::to_changelog,
            Arg::Long("fail-on") => {
                arguments.value()?.parse_with(only_break)?;
                fail_on_break = true;
            }
            Arg::Long("check") => check = true,
            Arg::Long("spec") => {
                let mut command = String::new();
                spec = Some(directory::of_option(&mut arguments, "spec", &mut command)?);
            }
            Arg::Short('h') | Arg::Long("help") => return help(),
            other => return Err(unexpected(other)),
        }
    }
    let spec = spec.unwrap_or_else(|| directory::of_this_repository("spec"));
    let new = codegen::read(&spec)?;
    let old = base_spec(base, &spec)?;
    let diff = diff::diff(&model(&old)?, &model(&new)?);
    print::say(show(&diff).trim_end())?;
    if check && diff.verdict.is_too_low {
        let (new, least) = (&diff.verdict.new, &diff.verdict.least);
        return Err(
            format!("`crate.version` is {new}; these changes need {least} or later").into(),
        );
    }
    let is_break = diff
        .changes
        .iter()
        .any(|change| change.kind.effect().is_break());
    if fail_on_break && is_break {
        return Err("callers have to act, and `--fail-on break` rejects such changes".into());
    }
    Ok(ExitCode::SUCCESS)
}

fn format(text: &str) -> Result<fn(&Diff) -> String, &'static str> {
    match text {
        "text" => Ok(ToString::to_string),
        "markdown" => Ok(Diff::to_markdown),
        "json" => Ok(Diff::to_json),
        _ => Err("expected `text`, `markdown` or `json`"),
    }
}

fn only_break(text: &str) -> Result<(), &'static str> {
    match text {
        "break" => Ok(()),
        _ => Err("expected `break`"),
    }
}

/// The spec to compare with, from a directory, a revision, or the commit where this branch left the main branch.
fn base_spec(base: Option<String>, spec: &Path) -> Result<Vec<Source>, Failure> {
    if let Some(directory) = base.as_deref().map(Path::new).filter(|path| path.is_dir()) {
        return Ok(codegen::read(directory)?);
    }
    let commit = match &base {
        Some(revision) => git::commit(spec, revision)?,
        None => git::merge_base(spec)?,
    };
    let name = base.unwrap_or_else(|| commit.chars().take(12).collect());
    let sources = git::spec(spec, &commit, &name)?;
    if sources.is_empty() {
        return Err(format!(
            "the revision {name} has no spec at {}; use another revision",
            spec.display()
        )
        .into());
    }
    Ok(sources)
}

/// Resolves the API of a spec. Fails if the spec has errors.
fn model(sources: &[Source]) -> Result<Model, Failure> {
    codegen::model(sources).map_err(|report| {
        print::show(&report);
        let path = sources
            .first()
            .map(|source| source.path.display().to_string());
        let path = path.unwrap_or_default();
        format!("the spec with {path} has errors; a diff needs two specs without errors").into()
    })
}
