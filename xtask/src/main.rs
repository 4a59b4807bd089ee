//! The commands of this repository.

mod codegen;
mod demo;
mod diff;
mod directory;
mod git;
mod new;
mod package;
mod print;
mod schema;
mod serve;
mod watch;

use std::fmt;
use std::process::ExitCode;

use lexopt::{Arg, Parser};

const HELP: &str = "\
Usage: cargo xtask <COMMAND>

Commands:
  codegen        Write the client crate that the spec describes
  diff [BASE]    Show what a change of the spec means for callers, and for the version
  new RESOURCE   Start the spec file of a resource, with examples to edit
  schema         Write the JSON Schema of the spec format, for editors
  demo           Make the first calls, to a Users service on this machine
  serve          Serve the Users API on this machine; `serve --help` shows its options

Options of codegen:
  --check           Write nothing; fail if a file is out of date
  --deny-warnings   Write nothing and fail if there are warnings
  --watch           Run again whenever a file of the spec changes
  --format FORMAT   Show faults for a `human` or as `json`: an object a line on
                    standard output                    [default: human]
  --spec DIR        Read the spec from DIR             [default: spec]; needs --out
  --out DIR         Write the crate to DIR             [default: generated-client]

Options of diff:
  BASE              Compare with the spec of a git revision or with a directory
                                                [default: where the main branch ends]
  --format FORMAT   `text`, `markdown` for a pull request, or `json`  [default: text]
  --changelog       Write the entry for a changelog instead
  --fail-on break   Fail if callers have to act
  --check           Fail if `crate.version` is lower than the changes ask for
  --spec DIR        Read the new spec from DIR         [default: spec]

Options of new:
  --spec DIR        Write the file to DIR              [default: spec]

Options of schema:
  --check           Write nothing; fail if the file is not what the generator reads
  --spec DIR        Write schema.json to DIR           [default: spec]

  -h, --help        Show this help

The defaults are those of this repository, wherever the command is run. spec/README.md is the
reference of the spec's format.";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(Failure(message)) => {
            print::tell(format!("error: {message}"));
            ExitCode::FAILURE
        }
    }
}

/// What a person is told, behind `error: `, before the command ends with status 1.
struct Failure(String);

impl<E: fmt::Display> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

fn run() -> Result<ExitCode, Failure> {
    let mut arguments = Parser::from_env();
    match arguments.next()? {
        None | Some(Arg::Short('h') | Arg::Long("help")) => help(),
        Some(Arg::Value(command)) if command == "codegen" => codegen::run(arguments),
        Some(Arg::Value(command)) if command == "diff" => diff::run(arguments),
        Some(Arg::Value(command)) if command == "new" => new::run(arguments),
        Some(Arg::Value(command)) if command == "schema" => schema::run(arguments),
        Some(Arg::Value(command)) if command == "demo" => demo::run(arguments),
        Some(Arg::Value(command)) if command == "serve" => serve::run(arguments),
        Some(other) => Err(Failure(format!("{}\n\n{HELP}", other.unexpected()))),
    }
}

/// The failure for an argument that a command does not have.
fn unexpected(argument: Arg<'_>) -> Failure {
    let message = argument.unexpected();
    Failure(format!(
        "{message}; `cargo xtask --help` lists what there is"
    ))
}

fn help() -> Result<ExitCode, Failure> {
    print::say(HELP)?;
    Ok(ExitCode::SUCCESS)
}
