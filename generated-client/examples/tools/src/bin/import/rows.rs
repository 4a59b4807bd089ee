//! The rows of a file, one for each user: CSV or JSON Lines.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

/// A user to create. In the output, also the reason why the row was rejected.
#[derive(Debug, Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Row {
    pub(crate) email: Option<String>,
    pub(crate) phone_number: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) first_name: Option<String>,
    pub(crate) middle_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) error: Option<String>,
}

/// The format of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Format {
    Csv,
    JsonLines,
}

impl Format {
    /// Returns the format for the extension of the file.
    pub(crate) fn of(file: &Path) -> Option<Self> {
        match file.extension()?.to_str()? {
            "csv" => Some(Self::Csv),
            "jsonl" => Some(Self::JsonLines),
            _ => None,
        }
    }

    /// Reads all rows of the file.
    pub(crate) fn read(self, file: &Path) -> Result<Vec<Row>, Box<dyn Error>> {
        match self {
            Self::Csv => {
                let mut reader = csv::ReaderBuilder::new()
                    .trim(csv::Trim::All)
                    .from_path(file)?;
                Ok(reader.deserialize().collect::<Result<_, _>>()?)
            }
            Self::JsonLines => json_lines(BufReader::new(File::open(file)?)),
        }
    }

    /// Writes rejected rows to standard output.
    pub(crate) fn rejects(self) -> Rejects {
        match self {
            Self::Csv => Rejects::Csv(Box::new(csv::Writer::from_writer(io::stdout()))),
            Self::JsonLines => Rejects::JsonLines(io::stdout()),
        }
    }
}

fn json_lines(file: impl BufRead) -> Result<Vec<Row>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for (index, line) in file.lines().enumerate() {
        let line = line?;
        let line = line.trim_start_matches('\u{feff}').trim();
        if !line.is_empty() {
            let row = serde_json::from_str(line);
            rows.push(row.map_err(|error| format!("line {}: {error}", index + 1))?);
        }
    }
    Ok(rows)
}

/// The output of rejected rows, in the format of the input.
pub(crate) enum Rejects {
    Csv(Box<csv::Writer<io::Stdout>>),
    JsonLines(io::Stdout),
}

impl Rejects {
    /// Writes the row with the reason, and flushes the output.
    pub(crate) fn write(&mut self, row: Row, reason: String) -> Result<(), Box<dyn Error>> {
        let error = Some(reason);
        let row = Row { error, ..row };
        match self {
            Self::Csv(out) => {
                out.serialize(row)?;
                out.flush()?;
            }
            Self::JsonLines(out) => {
                let mut line = serde_json::to_vec(&row)?;
                line.push(b'\n');
                out.write_all(&line)?;
                out.flush()?;
            }
        }
        Ok(())
    }
}
