//! `cargo xtask codegen`: generates the client crate.

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;
use std::{env, mem};

use codegen::output::{self, Stale, StaleKind, Summary};
use codegen::{Records, Report, Source};
use lexopt::{Arg, Parser, ValueExt};

use crate::{Failure, directory, help, print, unexpected, watch};

/// The most lines of a file's diff that `--check` prints.
const DIFF_LINES: usize = 12;

pub(crate) fn run(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    let (mut check, mut deny_warnings, mut watch) = (false, false, false);
    let mut format = Format::Human;
    let (mut spec, mut out) = (None, None);
    let mut command = String::from("cargo xtask codegen");
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("check") => check = true,
            Arg::Long("deny-warnings") => deny_warnings = true,
            Arg::Long("watch") => watch = true,
            Arg::Long("format") => format = arguments.value()?.parse_with(Format::of)?,
            Arg::Long("spec") => {
                spec = Some(directory::of_option(&mut arguments, "spec", &mut command)?);
            }
            Arg::Long("out") => {
                out = Some(directory::of_option(&mut arguments, "out", &mut command)?);
            }
            Arg::Short('h') | Arg::Long("help") => return help(),
            other => return Err(unexpected(other)),
        }
    }
    if spec.is_some() && out.is_none() {
        let message = "`--spec` needs `--out DIR`: the default output directory contains the client for the spec of this repository";
        return Err(message.into());
    }
    let spec = spec.unwrap_or_else(|| directory::of_this_repository("spec"));
    let out = out.unwrap_or_else(|| directory::of_this_repository("generated-client"));
    if watch {
        return watch::run(
            &spec,
            env::args_os()
                .skip(1)
                .filter(|argument| argument != "--watch"),
        );
    }
    let records = if check { None } else { Records::of_program() };
    let tell = |line: &str| print::tell(line);
    let mut sources = codegen::read(&spec)?;
    loop {
        let fingerprint = Source::fingerprint(&sources);
        if let Some(records) = &records
            && let Some(count) = output::unchanged(&out, fingerprint, records, &tell)?
        {
            // `unchanged` can have waited for another run, and the spec can have changed in the meantime.
            let current = codegen::read(&spec)?;
            if current != sources {
                sources = current;
                continue;
            }
            let unchanged = Summary {
                unchanged: count,
                ..Summary::default()
            };
            format.say(&outcome(&out, &unchanged, started))?;
            return Ok(ExitCode::SUCCESS);
        }
        let generated = match &records {
            Some(records) => codegen::generate_again(&sources, records),
            None => codegen::generate(&sources),
        };
        let client = match generated {
            Ok(client) => client,
            Err(report) => {
                format.show(&report)?;
                return Ok(ExitCode::FAILURE);
            }
        };
        if deny_warnings && !client.warnings.is_empty() {
            format.show(&client.warnings)?;
            return Err(
                "the spec has warnings, and `--deny-warnings` rejects them; nothing was written"
                    .into(),
            );
        }
        let files = client.files();
        if check {
            let shown = format.show(&client.warnings);
            let stale = output::stale(&out, &files, DIFF_LINES, &tell)?;
            fail_if_stale(&stale, &out, &command)?;
            shown?;
            let out = out.display();
            format.say(&format!("{out}: all files are up to date"))?;
            return Ok(ExitCode::SUCCESS);
        }
        let staged = output::stage(&out, &files, records.as_ref(), &tell)?;
        // So can `stage`.
        let current = codegen::read(&spec)?;
        if current != sources {
            sources = current;
            continue;
        }
        let has_faults = !client.warnings.is_empty();
        let summary = staged.commit((!has_faults).then_some(fingerprint))?;
        // The files are written even if the warnings cannot be printed.
        format.show(&client.warnings)?;
        format.say(&outcome(&out, &summary, started))?;
        // The process ends now, and the memory of a large model takes milliseconds to free.
        mem::forget(files);
        mem::forget(client);
        return Ok(ExitCode::SUCCESS);
    }
}

fn outcome(out: &Path, summary: &Summary, started: Instant) -> String {
    format!(
        "{}: {} written, {} unchanged, {} removed, in {} ms",
        out.display(),
        summary.written,
        summary.unchanged,
        summary.removed,
        started.elapsed().as_millis(),
    )
}

/// The format of faults.
#[derive(Clone, Copy)]
enum Format {
    Human,
    /// One object per line on standard output, without other output.
    Json,
}

impl Format {
    fn of(text: &str) -> Result<Self, &'static str> {
        match text {
            "human" => Ok(Self::Human),
            "json" => Ok(Self::Json),
            _ => Err("expected `human` or `json`"),
        }
    }

    fn show(self, report: &Report) -> Result<(), Failure> {
        match self {
            _ if report.is_empty() => {}
            Self::Json => print::say(report.to_json_lines().trim_end())?,
            Self::Human => print::show(report),
        }
        Ok(())
    }

    /// Prints a message about success.
    fn say(self, text: &str) -> Result<(), Failure> {
        match self {
            Self::Human => print::say(text)?,
            Self::Json => print::tell(text),
        }
        Ok(())
    }
}

/// Prints the differences of files that are out of date, and fails if such a file exists.
fn fail_if_stale(stale: &[Stale], out: &Path, command: &str) -> Result<(), Failure> {
    for Stale { path, kind, diff } in stale {
        let what = match kind {
            StaleKind::Missing => "is missing",
            StaleKind::Leftover => "is no longer part of the crate",
            StaleKind::Different => "is out of date",
        };
        print::tell(format!("{} {what}\n{diff}\n", out.join(path).display()));
    }
    match stale.len() {
        0 => Ok(()),
        1 => Err(format!("1 file is out of date; run `{command}`").into()),
        count => Err(format!("{count} files are out of date; run `{command}`").into()),
    }
}
