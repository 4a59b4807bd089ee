//! The command line of the service: `cargo xtask serve`.

use std::fmt;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};
use users_service::Options;

const HELP: &str = "\
Usage: cargo xtask serve [OPTIONS]

Runs a local Users service with all users in memory, until it is stopped. It accepts the credentials of any test
project: a project id that starts with `project-test-`, and any secret. Prints the base URL as the only line on standard
output, and a line for each request on standard error.

Options:
  --port PORT        Listen on this port of 127.0.0.1; 0 picks a free port        [default: 8787]
  --users N          Start with N sample users, at most 100000                    [default: 0]
  --latency MS       Delay each response by MS milliseconds                       [default: 0]
  --error-rate R     Let this share of the calls fail, from 0 to 1                [default: 0]
  --rate-limit N     Accept N calls a minute; the other calls get status 429      [default: none]

  -h, --help         Show this help";

const PORT: u16 = 8787;

/// The most sample users. They take 280 MB, and a debug build creates them in some 4 s.
const MOST_USERS: u32 = 100_000;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(message)) => {
            eprintln!("error: {message}");
            ExitCode::FAILURE
        }
    }
}

/// The message that the command prints before it exits with status 1.
struct Failure(String);

impl<E: fmt::Display> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

fn run() -> Result<(), Failure> {
    let Some(options) = options(Parser::from_env())? else {
        // A closed pipe is not a failure.
        let _ = writeln!(io::stdout(), "{HELP}");
        return Ok(());
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let service = users_service::start(options).await?;
        writeln!(io::stdout(), "{}", service.url())?;
        service.wait().await;
        Ok(())
    })
}

/// Parses the options. Returns `None` for `--help`.
fn options(mut arguments: Parser) -> Result<Option<Options>, Failure> {
    let mut options = Options {
        port: PORT,
        log: true,
        ..Options::default()
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("port") => options.port = arguments.value()?.parse()?,
            Arg::Long("users") => options.users = arguments.value()?.parse()?,
            Arg::Long("latency") => {
                options.latency = Duration::from_millis(arguments.value()?.parse::<u32>()?.into());
            }
            Arg::Long("error-rate") => options.error_rate = arguments.value()?.parse()?,
            Arg::Long("rate-limit") => options.rate_limit = arguments.value()?.parse()?,
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            other => return Err(other.unexpected().into()),
        }
    }
    if options.users > MOST_USERS {
        return Err("`--users` must be at most 100000".into());
    }
    if !(0.0..=1.0).contains(&options.error_rate) {
        return Err("`--error-rate` must be from 0 to 1".into());
    }
    Ok(Some(options))
}
