//! `cargo xtask codegen`: the client crate.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use codegen::output::{self, Tree};
use lexopt::{Arg, Parser};

use crate::{Failure, help, place};

/// How many lines of a stale file's diff `--check` shows.
const DIFF_LINES: usize = 12;

pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let mut check = false;
    let (mut spec, mut out) = (None, None);
    let mut command = String::from("cargo xtask codegen");
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("check") => check = true,
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
    let files = codegen::generate(&codegen::read(&spec)?)?;
    let tree = Tree::compare(&out, &files)?;
    if check {
        return Ok(report(&tree, &out, &command));
    }
    let summary = tree.write()?;
    println!(
        "{}: {} written, {} unchanged, {} removed, in {} ms",
        out.display(),
        summary.written,
        summary.unchanged,
        summary.removed,
        started.elapsed().as_millis(),
    );
    Ok(ExitCode::SUCCESS)
}

fn report(tree: &Tree<'_>, out: &Path, command: &str) -> ExitCode {
    let stale = tree.stale();
    if stale.is_empty() {
        println!("{}: all files are what the spec gives", out.display());
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
