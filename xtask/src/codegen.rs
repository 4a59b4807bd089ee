//! `cargo xtask codegen`: the client crate.

use std::env;
use std::io::{IsTerminal, stderr};
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use codegen::Report;
use codegen::output::{self, Tree};
use lexopt::{Arg, Parser, ValueExt};

use crate::{Failure, help, place};

/// How many lines of a stale file's diff `--check` shows.
const DIFF_LINES: usize = 12;

pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let (mut check, mut deny_warnings) = (false, false);
    let mut format = Format::Human;
    let (mut spec, mut out) = (None, None);
    let mut command = String::from("cargo xtask codegen");
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("check") => check = true,
            Arg::Long("deny-warnings") => deny_warnings = true,
            Arg::Long("format") => format = arguments.value()?.parse_with(Format::of)?,
            Arg::Long("spec") => {
                spec = Some(place::directory(&mut arguments, "spec", &mut command)?);
            }
            Arg::Long("out") => out = Some(place::directory(&mut arguments, "out", &mut command)?),
            Arg::Short('h') | Arg::Long("help") => return Ok(help()),
            other => return Err(other.unexpected().into()),
        }
    }
    if spec.is_some() && out.is_none() {
        let message = "error: `--spec` needs `--out DIR`: the default is the client of this repository's own spec";
        return Err(message.into());
    }
    let spec = spec.unwrap_or_else(|| place::of_this_repository("spec"));
    let out = out.unwrap_or_else(|| place::of_this_repository("generated-client"));
    let client = match codegen::generate(&codegen::read(&spec)?) {
        Ok(client) => client,
        Err(report) => {
            format.show(&report);
            return Ok(ExitCode::FAILURE);
        }
    };
    format.show(&client.warnings);
    if deny_warnings && !client.warnings.is_empty() {
        return Err("error: `--deny-warnings` was given; nothing was written".into());
    }
    let tree = Tree::compare(&out, &client.files)?;
    if check {
        return Ok(report(&tree, &out, &command, format));
    }
    let summary = tree.write()?;
    format.say(&format!(
        "{}: {} written, {} unchanged, {} removed, in {} ms",
        out.display(),
        summary.written,
        summary.unchanged,
        summary.removed,
        started.elapsed().as_millis(),
    ));
    Ok(ExitCode::SUCCESS)
}

/// How faults are shown.
#[derive(Clone, Copy)]
enum Format {
    Human,
    /// An object on each line of standard output, and nothing else there.
    Json,
}

impl Format {
    fn of(text: &str) -> Result<Self, &'static str> {
        match text {
            "human" => Ok(Self::Human),
            "json" => Ok(Self::Json),
            _ => Err("it is `human` or `json`"),
        }
    }

    fn show(self, report: &Report) {
        match self {
            _ if report.is_empty() => {}
            Self::Json => print!("{}", report.to_json_lines()),
            Self::Human if has_colours() => eprintln!("{}", report.to_coloured()),
            Self::Human => eprintln!("{report}"),
        }
    }

    /// What went well.
    fn say(self, text: &str) {
        match self {
            Self::Human => println!("{text}"),
            Self::Json => eprintln!("{text}"),
        }
    }
}

/// Whether standard error is a terminal whose owner likes colours (<https://no-color.org>).
fn has_colours() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    stderr().is_terminal()
        && !is_set("NO_COLOR")
        && env::var_os("TERM").is_none_or(|term| term != "dumb")
}

fn report(tree: &Tree<'_>, out: &Path, command: &str, format: Format) -> ExitCode {
    let stale = tree.stale();
    if stale.is_empty() {
        format.say(&format!(
            "{}: all files are what the spec gives",
            out.display()
        ));
        return ExitCode::SUCCESS;
    }
    for file in stale {
        let what = match (&file.found, &file.wanted) {
            (None, _) => "is missing",
            (_, None) => "is no longer part of the crate",
            _ => "is not what the spec gives",
        };
        eprintln!(
            "{} {what}\n{}\n",
            out.join(&file.path).display(),
            output::diff(file, DIFF_LINES)
        );
    }
    let plural = if stale.len() == 1 { " is" } else { "s are" };
    eprintln!("{} file{plural} stale; run `{command}`", stale.len());
    ExitCode::FAILURE
}
