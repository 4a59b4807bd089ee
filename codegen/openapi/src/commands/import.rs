//! `cargo xtask import`: turns an OpenAPI document into a spec.

use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};
use openapi::{File, Imported, Options, import};
use similar::TextDiff;

/// The arguments of the command.
struct Arguments {
    document: PathBuf,
    spec: Option<PathBuf>,
    options: Options,
    is_json: bool,
    is_strict: bool,
}

/// Imports with the remaining arguments.
pub(crate) fn run(parser: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let arguments = arguments(parser)?;
    let Imported { files, report } = import(&arguments.document, &arguments.options)?;
    let mut out = io::stdout().lock();
    if arguments.is_json {
        writeln!(out, "{}", report.to_json())?;
    } else {
        writeln!(out, "{report}")?;
    }
    if arguments.is_strict && report.has_losses() {
        return Err("the spec would lose a part of the document, and `--strict` rejects losses; nothing was written".into());
    }
    if let Some(spec) = &arguments.spec {
        let message = write(spec, &files)?;
        if arguments.is_json {
            writeln!(io::stderr(), "{message}")?;
        } else {
            writeln!(out, "{message}")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn arguments(mut parser: Parser) -> Result<Arguments, Box<dyn Error>> {
    let (mut document, mut spec) = (None, None);
    let mut options = Options::default();
    let (mut is_json, mut is_strict) = (false, false);
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Value(value) if document.is_none() => document = Some(PathBuf::from(value)),
            Arg::Long("spec") => spec = Some(PathBuf::from(parser.value()?)),
            Arg::Long("only") => options.only.push(parser.value()?.string()?),
            Arg::Long("paging") => options.paging = parser.value()?.parse_with(paging)?,
            Arg::Long("format") => is_json = parser.value()?.parse_with(format)?,
            Arg::Long("strict") => is_strict = true,
            other => return Err(other.unexpected().into()),
        }
    }
    let document = document
        .ok_or("give the path of a document: `cargo xtask import openapi.yaml --spec DIR`")?;
    Ok(Arguments {
        document,
        spec,
        options,
        is_json,
        is_strict,
    })
}

fn paging(text: &str) -> Result<bool, &'static str> {
    match text {
        "infer" => Ok(true),
        "none" => Ok(false),
        _ => Err("expected `infer` or `none`"),
    }
}

fn format(text: &str) -> Result<bool, &'static str> {
    match text {
        "human" => Ok(false),
        "json" => Ok(true),
        _ => Err("expected `human` or `json`"),
    }
}

/// Writes the files into an empty directory. Never changes existing files, because a maintainer can have edited them.
fn write(directory: &Path, files: &[File]) -> Result<String, Box<dyn Error>> {
    let mut diff = String::new();
    let mut known = 0;
    for file in files {
        let path = directory.join(&file.name);
        match fs::read_to_string(&path) {
            Ok(text) => {
                known += 1;
                diff.push_str(&difference(&path, &text, &file.text));
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                diff.push_str(&difference(&path, "", &file.text));
            }
            Err(error) => return Err(format!("cannot read {}: {error}", path.display()).into()),
        }
    }
    let shown = directory.display();
    if diff.is_empty() {
        return Ok(format!("{shown}: all {} files are up to date", files.len()));
    }
    if known > 0 || has_spec(directory) {
        let message = format!(
            "{shown} already has a spec; nothing was written, to keep your edits. Apply parts of this diff, or give an empty \
             directory:\n{diff}"
        );
        return Err(message.into());
    }
    fs::create_dir_all(directory)?;
    for file in files {
        fs::write(directory.join(&file.name), &file.text)?;
    }
    Ok(format!("{shown}: {} files written", files.len()))
}

fn has_spec(directory: &Path) -> bool {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut paths = entries.map(|entry| entry.path());
    paths.any(|path| path.extension().is_some_and(|end| end == "yaml"))
}

fn difference(path: &Path, old: &str, new: &str) -> String {
    if old == new {
        return String::new();
    }
    let path = path.display().to_string();
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff().header(&path, "the import").to_string()
}
