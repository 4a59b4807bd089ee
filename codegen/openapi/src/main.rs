//! `cargo xtask import` and `cargo xtask openapi`. The first argument is the name of the command.

mod commands;

use std::env;
use std::error::Error;
use std::io::{self, Write as _};
use std::process::ExitCode;

use lexopt::Parser;

use commands::{export, import};

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            let text = error.to_string();
            let text = if text.starts_with("error") {
                text
            } else {
                format!("error: {text}")
            };
            let _ = writeln!(io::stderr(), "{text}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = env::args_os().skip(1);
    let command = arguments.next().unwrap_or_default();
    let parser = Parser::from_args(arguments);
    match command.to_str() {
        Some("import") => import::run(parser),
        Some("openapi") => export::run(parser),
        _ => Err("the first argument is `import` or `openapi`".into()),
    }
}
