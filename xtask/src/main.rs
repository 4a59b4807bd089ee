//! The command line of this repository: `cargo xtask`.

mod codegen;
mod demo;
mod diff;
mod directory;
mod git;
mod new;
mod openapi;
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
  codegen        Generate the client crate from the spec
  diff [BASE]    Report the effect of a change of the spec on callers and on the version
  new RESOURCE   Create the spec file of a new resource, with examples to edit
  import FILE    Turn an OpenAPI document into a spec
  openapi        Print the spec as an OpenAPI 3.1 document
  schema         Write the JSON Schema of the spec format, for editors
  demo           Run an example program against the local service
  serve          Run the local service; `serve --help` shows its options

Options of codegen:
  --check           Write nothing; fail if a file is out of date
  --deny-warnings   If the spec has warnings, write nothing and fail
  --watch           Run again after each change of the spec
  --format FORMAT   Print faults as `human` text, or as `json`: one object per line
                    on standard output                 [default: human]
  --spec DIR        Read the spec from DIR             [default: spec]; needs --out
  --out DIR         Write the crate to DIR             [default: generated-client]

Options of diff:
  BASE              Compare with the spec of a git revision or of a directory
                    [default: the commit where this branch left the main branch]
  --format FORMAT   `text`, `markdown` for a pull request, or `json`  [default: text]
  --changelog       Print an entry for a changelog instead
  --fail-on break   Fail if callers have to act
  --check           Fail if `crate.version` is lower than the changes require
  --spec DIR        Read the new spec from DIR         [default: spec]

Options of new:
  --spec DIR        Write the file to DIR              [default: spec]

Options of import:
  --spec DIR        Write the spec to DIR; without it, only report the losses
  --only NAME       Import only the operations with this tag or, if NAME starts with a slash, below
                    this path; repeat the option for several names
  --paging MODE     `infer` paging from common conventions, or `none`  [default: infer]
  --format FORMAT   Print the report as `human` text, or as one object of `json`
                                                     [default: human]
  --strict          If a part of the document is lost, write nothing and fail

Options of openapi:
  --spec DIR        Read the spec from DIR             [default: spec]
  --format FORMAT   `yaml` or `json`                   [default: yaml]

Options of schema:
  --check           Write nothing; fail if the file is out of date
  --spec DIR        Write schema.json to DIR           [default: spec]

  -h, --help        Show this help

The defaults are directories of this repository and do not depend on the current directory.
spec/README.md is the reference of the spec format.";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(Failure(message)) => {
            print::tell(format!("error: {message}"));
            ExitCode::FAILURE
        }
    }
}

/// The message that the command prints after `error: ` before it exits with status 1.
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
        Some(Arg::Value(command)) if command == "import" => openapi::run("import", arguments),
        Some(Arg::Value(command)) if command == "new" => new::run(arguments),
        Some(Arg::Value(command)) if command == "openapi" => openapi::run("openapi", arguments),
        Some(Arg::Value(command)) if command == "schema" => schema::run(arguments),
        Some(Arg::Value(command)) if command == "demo" => demo::run(arguments),
        Some(Arg::Value(command)) if command == "serve" => serve::run(arguments),
        Some(other) => Err(Failure(format!("{}\n\n{HELP}", other.unexpected()))),
    }
}

/// Returns the failure for an unknown argument.
fn unexpected(argument: Arg<'_>) -> Failure {
    let message = argument.unexpected();
    Failure(format!(
        "{message}; `cargo xtask --help` lists all commands and options"
    ))
}

fn help() -> Result<ExitCode, Failure> {
    print::say(HELP)?;
    Ok(ExitCode::SUCCESS)
}
