//! The commands of this repository.

mod serve;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;
use std::{env, fmt};

use codegen::output::{self, Tree};
use lexopt::{Arg, Parser, ValueExt};

const HELP: &str = "\
Usage: cargo xtask <COMMAND>

Commands:
  codegen    Write the client crate that the spec describes
  serve      Serve the Users API on this machine; `serve --help` shows its options

Options of codegen:
  --check      Write nothing; fail if a file is not what the spec gives
  --spec DIR   Read the spec from DIR        [default: spec]; needs --out
  --out DIR    Write the crate to DIR        [default: generated-client]

  -h, --help   Show this help

The defaults are those of this repository, wherever the command is run. spec/README.md is the
reference of the spec's format.";

/// How many lines of a stale file's diff `--check` shows.
const DIFF_LINES: usize = 12;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(Failure(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// What a person is told before the command ends with status 1.
struct Failure(String);

impl<E: fmt::Display> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

fn run() -> Result<ExitCode, Failure> {
    let mut arguments = Parser::from_env();
    match arguments.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => {
            println!("{HELP}");
            Ok(ExitCode::SUCCESS)
        }
        Some(Arg::Value(command)) if command == "codegen" => codegen(arguments),
        Some(Arg::Value(command)) if command == "serve" => serve::serve(arguments),
        Some(other) => Err(Failure(format!("{}\n\n{HELP}", other.unexpected()))),
    }
}

fn codegen(mut arguments: Parser) -> Result<ExitCode, Failure> {
    let started = Instant::now();
    // Asked at run time, since checkouts that share a target directory share this program too.
    let package = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let package = package
        .as_deref()
        .unwrap_or(Path::new(env!("CARGO_MANIFEST_DIR")));
    let home = package.parent().unwrap_or(Path::new("."));
    let mut check = false;
    let (mut spec, mut out) = (None, None);
    let mut command = String::from("cargo xtask codegen");
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("check") => check = true,
            Arg::Long("spec") => spec = Some(directory(&mut arguments, "spec", &mut command)?),
            Arg::Long("out") => out = Some(directory(&mut arguments, "out", &mut command)?),
            Arg::Short('h') | Arg::Long("help") => {
                println!("{HELP}");
                return Ok(ExitCode::SUCCESS);
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if spec.is_some() && out.is_none() {
        let message = "error: `--spec` needs `--out DIR`: the default is the client of this repository's own spec";
        return Err(message.into());
    }
    let spec = spec.unwrap_or_else(|| near(&home.join("spec")));
    let out = out.unwrap_or_else(|| near(&home.join("generated-client")));
    let files = codegen::generate(&codegen::read(&spec)?)?.files;
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

/// The value of the option `name`, which is added to the command that mends what `--check` finds.
fn directory(arguments: &mut Parser, name: &str, command: &mut String) -> Result<PathBuf, Failure> {
    let value: PathBuf = arguments.value()?.parse()?;
    let shown = value.display().to_string();
    let shown = if shown.contains(char::is_whitespace) {
        format!("'{shown}'")
    } else {
        shown
    };
    command.push_str(&format!(" --{name} {shown}"));
    Ok(value)
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

/// `path` as a person in the current directory would write it.
fn near(path: &Path) -> PathBuf {
    let current = env::current_dir().ok();
    current
        .and_then(|current| path.strip_prefix(current).ok())
        .unwrap_or(path)
        .to_owned()
}
