//! `cargo xtask openapi`: prints a spec as an OpenAPI document.

use std::error::Error;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};
use openapi::{Format, export};

/// Exports with the remaining arguments.
pub(crate) fn run(mut parser: Parser) -> Result<ExitCode, Box<dyn Error>> {
    let mut spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let mut output = Format::Yaml;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("spec") => spec = PathBuf::from(parser.value()?),
            Arg::Long("format") => output = parser.value()?.parse_with(format)?,
            other => return Err(other.unexpected().into()),
        }
    }
    match codegen::model(&codegen::read(&spec)?) {
        Ok(model) => {
            write!(io::stdout(), "{}", export(&model, output))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(report) => {
            let is_terminal = io::stderr().is_terminal();
            let shown = if is_terminal {
                report.to_coloured()
            } else {
                report.to_string()
            };
            writeln!(io::stderr(), "{shown}")?;
            Err("the spec has errors; fix them first".into())
        }
    }
}

fn format(text: &str) -> Result<Format, &'static str> {
    match text {
        "yaml" => Ok(Format::Yaml),
        "json" => Ok(Format::Json),
        _ => Err("expected `yaml` or `json`"),
    }
}
