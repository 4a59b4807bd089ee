//! Creates the users who are in a CSV or JSON Lines file.
//!
//! ```text
//! cargo xtask serve                                # a service to import to, if you have no project
//! cargo run --bin import -- joiners.csv > rejected.csv
//! cargo run --bin import -- --from-row=4711 joiners.csv > rejected-too.csv
//! ```
//!
//! The last line continues an import that ended early, with the row that it printed.
//!
//! The program keeps no journal, because only the service knows whether an interrupted call has created its user. The
//! service has each email address, phone number and external id only once. If it rejects a row as a duplicate, and one
//! user has all values of the row, then an earlier run has created that user. So the program can always run again with
//! the same file, and it creates no user twice. `--help` explains the options.

mod rows;

use std::error::Error;
use std::path::PathBuf;
use std::pin::pin;
use std::process::ExitCode;

use futures_util::{StreamExt, stream};
use lexopt::{Arg, Parser, ValueExt};
use stytch_users::types::{Name, SearchFilter, SearchUsersQuery};
use stytch_users::{Client, ErrorType};
use tokio::select;
use tokio::signal::ctrl_c;
use users_tools::{INTERRUPTED, Limits, Pace};

use rows::{Format, Row};

const HELP: &str = "\
Usage: cargo run --bin import -- [OPTIONS] FILE > rejected

Creates a user for each row of FILE, which is CSV (.csv) or has a JSON object on each line (.jsonl). The columns or keys
are `email`, `phone_number`, `external_id`, `first_name`, `middle_name` and `last_name`; `error` is ignored. If a row
cannot be read, no user is created. Rejected rows go to standard output in the format of FILE, each with the reason as
`error`: fix them and import them again. The status is 1 if there are any. After an interruption, run the same command
with the option that the program prints. It creates no user twice.

Options:
  --from-row N       Start with the Nth row                                            [default: 1]
  --per-minute N     Create at most N users a minute, to stay within the rate limit    [default: 600]
  --concurrency N    Make up to N calls at a time                                      [default: 8]
  -h, --help         Show this help

Environment:
  STYTCH_PROJECT_ID, STYTCH_SECRET   The credentials [default: for `cargo xtask serve`]
  STYTCH_URL                         Another base URL";

#[tokio::main]
async fn main() -> ExitCode {
    users_tools::status(run().await)
}

struct Options {
    file: PathBuf,
    format: Format,
    from_row: usize,
    limits: Limits,
}

/// Returns the options, or `None` for `--help`.
fn options(mut arguments: Parser) -> Result<Option<Options>, lexopt::Error> {
    let (mut file, mut from_row, mut limits) = (None, 1, Limits::default());
    while let Some(argument) = arguments.next()? {
        match argument {
            Arg::Value(path) if file.is_none() => file = Some(PathBuf::from(path)),
            Arg::Long("from-row") => from_row = arguments.value()?.parse()?,
            Arg::Long("per-minute") => limits.per_minute = arguments.value()?.parse()?,
            Arg::Long("concurrency") => limits.concurrency = arguments.value()?.parse()?,
            Arg::Short('h') | Arg::Long("help") => return Ok(None),
            other => return Err(other.unexpected()),
        }
    }
    let file = file.ok_or("the FILE with the users is missing")?;
    let format = Format::of(&file).ok_or("the name of the file must end in `.csv` or `.jsonl`")?;
    Ok(Some(Options {
        file,
        format,
        from_row,
        limits,
    }))
}

async fn run() -> Result<ExitCode, Box<dyn Error>> {
    let Some(options) = options(Parser::from_env())? else {
        println!("{HELP}");
        return Ok(ExitCode::SUCCESS);
    };
    let Options { file, format, .. } = &options;
    let rows = format.read(file);
    let rows = rows.map_err(|error| format!("{}: {error}", file.display()))?;
    let client = users_tools::client()?;
    let progress = users_tools::progress(true)?;
    progress.set_length(rows.len() as u64);
    let first = options.from_row.saturating_sub(1);
    progress.set_position(first as u64);
    progress.reset_eta();

    let pace = Pace::new(options.limits.per_minute);
    let rows = rows.into_iter().skip(first);
    let calls = stream::iter(rows).map(|row| create(&client, &pace, row));
    // The results keep the order of the file, so all rows before the next one are done.
    let mut outcomes = pin!(calls.buffered(options.limits.concurrency.get()));
    let mut interrupt = pin!(ctrl_c());
    let mut rejects = format.rejects();
    let mut counts = Counts::default();
    let end = loop {
        let outcome = select! {
            biased;
            outcome = outcomes.next() => outcome,
            _ = &mut interrupt => break End::Interrupted,
        };
        match outcome {
            None => break End::Done,
            Some((_, Ok(Created::Now))) => counts.created += 1,
            Some((_, Ok(Created::Before))) => counts.existing += 1,
            Some((row, Err(error))) => {
                if let Err(error) = rejects.write(row, format!("{error:#}")) {
                    break End::NotWritten(error);
                }
                counts.rejected += 1;
            }
        }
        progress.inc(1);
    };
    progress.finish_and_clear();
    Ok(report(&end, &counts, first))
}

enum Created {
    Now,
    Before,
}

/// Creates one user. The client waits when the rate limit asks for it. It does not retry a call that the service may have
/// carried out: the row is rejected. A second import of the row creates the user or finds that it exists.
async fn create(
    client: &Client,
    pace: &Pace,
    row: Row,
) -> (Row, Result<Created, stytch_users::Error>) {
    pace.wait().await;
    let name = Name::new()
        .first_name(row.first_name.as_deref())
        .middle_name(row.middle_name.as_deref())
        .last_name(row.last_name.as_deref());
    let created = client
        .users()
        .create()
        .email(row.email.as_deref())
        .phone_number(row.phone_number.as_deref())
        .external_id(row.external_id.as_deref())
        .name((name != Name::new()).then_some(name))
        .send()
        .await;
    let outcome = match created {
        Ok(_) => Ok(Created::Now),
        Err(error) if is_duplicate(&error) => match exists(client, pace, &row).await {
            Ok(true) => Ok(Created::Before),
            Ok(false) => Err(error),
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    (row, outcome)
}

fn is_duplicate(error: &stytch_users::Error) -> bool {
    use ErrorType::{DuplicateEmail, DuplicatePhoneNumber, DuplicateUserExternalId};
    matches!(
        error.error_type(),
        Some(DuplicateEmail | DuplicatePhoneNumber | DuplicateUserExternalId)
    )
}

/// Whether one user has the email address, the phone number and the external id of the row.
async fn exists(client: &Client, pace: &Pace, row: &Row) -> Result<bool, stytch_users::Error> {
    pace.wait().await;
    let filters = [
        row.email
            .clone()
            .map(|email| SearchFilter::EmailAddress(vec![email])),
        row.phone_number
            .clone()
            .map(|number| SearchFilter::PhoneNumber(vec![number])),
        row.external_id
            .as_deref()
            .map(|id| SearchFilter::UserId(vec![id.into()])),
    ];
    let query = SearchUsersQuery::and(filters.into_iter().flatten());
    let found = client.users().search().limit(1).query(query).send().await?;
    Ok(!found.results.is_empty())
}

#[derive(Default)]
struct Counts {
    created: usize,
    existing: usize,
    rejected: usize,
}

enum End {
    Done,
    Interrupted,
    NotWritten(Box<dyn Error>),
}

/// Prints the result of an import that skipped the first `skipped` rows.
fn report(end: &End, counts: &Counts, skipped: usize) -> ExitCode {
    let Counts {
        created,
        existing,
        rejected,
    } = counts;
    eprintln!("{created} created, {existing} existed, {rejected} rejected");
    let code = match end {
        End::Done if *rejected == 0 => return ExitCode::SUCCESS,
        End::Done => return ExitCode::FAILURE,
        End::Interrupted => {
            eprintln!("interrupted");
            ExitCode::from(INTERRUPTED)
        }
        End::NotWritten(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    };
    let next = skipped + created + existing + rejected + 1;
    eprintln!("continue with --from-row={next}");
    code
}
