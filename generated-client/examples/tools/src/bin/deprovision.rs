//! Deletes the users whose ids are in a CSV file.
//!
//! ```text
//! cargo xtask serve --users 100                    # a service to delete from, if you have no project
//! cargo run --bin deprovision -- leavers.csv > failed.csv
//! cargo run --bin deprovision -- failed.csv > failed-again.csv
//! ```
//!
//! The file has the ids in a column `user_id`. A user who no longer exists counts as deleted, so the program can run
//! again with the same file. As above, it can also run again with only the failures. `--help` explains the options.

use std::collections::HashSet;
use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::process::ExitCode;

use futures_util::{StreamExt, stream};
use lexopt::{Arg, Parser, ValueExt};
use stytch_users::{Client, ErrorType};
use users_tools::{Limits, Pace};

const HELP: &str = "\
Usage: cargo run --bin deprovision -- [OPTIONS] FILE > failed.csv

Deletes the users whose ids are in the column `user_id` of a CSV file. If part of the file cannot be read, the program
deletes nothing. It writes failures to standard output as CSV, with the reasons, and then exits with status 1. It can
read that CSV again. After an interruption, run it with the same file again: missing users count as deleted.

Options:
  --per-minute N     Delete at most N users a minute, to stay within the rate limit    [default: 600]
  --concurrency N    Make up to N calls at a time                                      [default: 8]
  -h, --help         Show this help

Environment:
  STYTCH_PROJECT_ID, STYTCH_SECRET   The credentials [default: for `cargo xtask serve`]
  STYTCH_URL                         Another base URL";

/// The column with the ids, in the input and in the output.
const COLUMN: &str = "user_id";

#[tokio::main]
async fn main() -> ExitCode {
    users_tools::status(run().await)
}

struct Options {
    file: PathBuf,
    limits: Limits,
}

/// Returns the options, or `None` for `--help`.
fn options(mut arguments: Parser) -> Result<Option<Options>, lexopt::Error> {
    let mut file = None;
    let mut limits = Limits::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(path) if file.is_none() => file = Some(path.into()),
            Arg::Long("per-minute") => limits.per_minute = arguments.value()?.parse()?,
            Arg::Long("concurrency") => limits.concurrency = arguments.value()?.parse()?,
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    let file = file.ok_or("the FILE with the ids is missing")?;
    Ok(Some(Options { file, limits }))
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let Some(Options { file, limits }) = options(Parser::from_env())? else {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    let ids = user_ids(&file).map_err(|error| format!("{}: {error}", file.display()))?;
    let client = users_tools::client()?;
    let progress = users_tools::progress(true)?;
    progress.set_length(ids.len() as u64);
    let pace = Pace::new(limits.per_minute);
    let calls = stream::iter(ids).map(|id| delete(&client, &pace, id));
    let mut outcomes = pin!(calls.buffer_unordered(limits.concurrency.get()));

    let (mut deleted, mut gone, mut failed) = (0, 0, 0);
    let mut failures = csv::Writer::from_writer(io::stdout());
    failures.write_record([COLUMN, "error"])?;
    failures.flush()?;
    while let Some((id, outcome)) = outcomes.next().await {
        match outcome {
            Ok(Deleted::Now) => deleted += 1,
            Ok(Deleted::Before) => gone += 1,
            Err(error) => {
                failed += 1;
                failures.write_record([id, format!("{error:#}")])?;
                failures.flush()?;
            }
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    eprintln!("{deleted} deleted, {gone} not found, {failed} failed");
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Returns the ids in the file, each once.
fn user_ids(file: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let mut rows = csv::ReaderBuilder::new()
        .trim(csv::Trim::All)
        .from_path(file)?;
    let headers = rows.headers()?;
    let column = headers.iter().position(|header| header == COLUMN);
    let column = column.ok_or("the file has no column `user_id`")?;
    let mut seen = HashSet::new();
    let mut ids = Vec::new();
    for row in rows.records() {
        let id = row?.get(column).unwrap_or_default().to_owned();
        if seen.insert(id.clone()) {
            ids.push(id);
        }
    }
    Ok(ids)
}

enum Deleted {
    Now,
    Before,
}

/// Deletes one user. The client retries after transient failures, and waits when the rate limit asks for it.
async fn delete(
    client: &Client,
    pace: &Pace,
    id: String,
) -> (String, Result<Deleted, stytch_users::Error>) {
    pace.wait().await;
    let outcome = match client.users().delete(&id).send().await {
        Ok(_) => Ok(Deleted::Now),
        Err(error) if error.error_type() == Some(&ErrorType::UserNotFound) => Ok(Deleted::Before),
        Err(error) => Err(error),
    };
    (id, outcome)
}
