//! Exports every user of a project as JSON Lines.
//!
//! ```text
//! cargo xtask serve --users 2500                   # a service to export from, if you have no project
//! cargo run --bin export > users.jsonl
//! cargo run --bin export -- --cursor=… >> users.jsonl
//! ```
//!
//! The last line continues an export that ended early, with the cursor that it printed. Unless standard output fails,
//! the program writes only whole pages, so it loses and repeats no user. `--help` explains the options.

use std::error::Error;
use std::io::{self, Write};
use std::pin::pin;
use std::process::ExitCode;

use lexopt::{Arg, Parser, ValueExt};
use stytch_users::users::SearchResponse;
use tokio::select;
use tokio::signal::ctrl_c;
use users_tools::INTERRUPTED;

const HELP: &str = "\
Usage: cargo run --bin export -- [OPTIONS] > users.jsonl

Writes every user of the project to standard output, as one line of JSON. After a failure or an interruption, it prints
the cursor that continues the export.

Options:
  --cursor=CURSOR    Start with the page at this cursor
  --page-size N      Get N users at a time, up to 1000      [default: 1000]
  -h, --help         Show this help

Environment:
  STYTCH_PROJECT_ID, STYTCH_SECRET   The credentials [default: for `cargo xtask serve`]
  STYTCH_URL                         Another base URL";

#[tokio::main]
async fn main() -> ExitCode {
    users_tools::status(run().await)
}

struct Options {
    cursor: Option<String>,
    page_size: i64,
}

/// Returns the options, or `None` for `--help`.
fn options(mut arguments: Parser) -> Result<Option<Options>, lexopt::Error> {
    let mut options = Options {
        cursor: None,
        page_size: 1000,
    };
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Long("cursor") => options.cursor = Some(arguments.value()?.string()?),
            Arg::Long("page-size") => options.page_size = arguments.value()?.parse()?,
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    Ok(Some(options))
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let Some(options) = options(Parser::from_env())? else {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    let client = users_tools::client()?;
    let mut search = client.users().search().limit(options.page_size);
    if let Some(cursor) = &options.cursor {
        search = search.cursor(cursor);
    }
    // Only an export from the first page knows how many users are left.
    let progress = users_tools::progress(options.cursor.is_none())?;
    let mut pages = search.into_pages();
    let mut interrupt = pin!(ctrl_c());
    // `cursor` selects the first page that has not been written.
    let (mut exported, mut cursor) = (0, options.cursor);
    let end = loop {
        let page = select! {
            // Pages come first: after the last page, an interruption has no effect.
            biased;
            page = pages.try_next() => page,
            _ = &mut interrupt => break End::Interrupted,
        };
        match page {
            Ok(Some(page)) => {
                if let Err(error) = write(&page) {
                    break End::NotWritten(error);
                }
                // A total of -1 means that the service does not count.
                if let Ok(total) = page.results_metadata.total.try_into() {
                    progress.set_length(total);
                }
                exported += page.results.len() as u64;
                progress.set_position(exported);
                cursor = pages.cursor().map(str::to_owned);
            }
            Ok(None) => break End::Done,
            Err(error) => break End::NotFetched(error),
        }
    };
    progress.finish_and_clear();
    Ok(report(&end, exported, cursor.as_deref()))
}

/// Writes the users of a page, one on each line.
fn write(page: &SearchResponse) -> io::Result<()> {
    let mut lines = Vec::new();
    for user in &page.results {
        serde_json::to_writer(&mut lines, user)?;
        lines.push(b'\n');
    }
    let mut out = io::stdout().lock();
    out.write_all(&lines)?;
    out.flush()
}

enum End {
    Done,
    Interrupted,
    NotFetched(stytch_users::Error),
    NotWritten(io::Error),
}

fn report(end: &End, exported: u64, cursor: Option<&str>) -> ExitCode {
    let code = match end {
        End::Done => {
            eprintln!("{exported} users");
            return ExitCode::SUCCESS;
        }
        End::Interrupted => {
            eprintln!("interrupted after {exported} users");
            ExitCode::from(INTERRUPTED)
        }
        End::NotFetched(error) => {
            eprintln!("error after {exported} users: {error:#}");
            ExitCode::FAILURE
        }
        End::NotWritten(error) => {
            eprintln!(
                "error after {exported} users: {error:#}; remove the lines after these before you continue"
            );
            ExitCode::FAILURE
        }
    };
    match cursor {
        Some(cursor) => eprintln!("continue with --cursor={cursor}"),
        None => eprintln!("start again"),
    }
    code
}
