//! A parser for event streams, which the HTML standard of the WHATWG defines.
//!
//! The parser accepts pieces of any size, and reads each byte once.

use std::mem;
use std::time::Duration;

use bytes::Bytes;

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// An event with undecoded data.
#[derive(Debug, PartialEq)]
pub(crate) struct RawEvent {
    pub(crate) data: Vec<u8>,
    pub(crate) name: Option<String>,
    pub(crate) id: Option<String>,
}

/// The error for an event that is larger than the limit.
#[derive(Debug, PartialEq)]
pub(crate) struct TooLarge;

#[derive(Debug, Default)]
pub(crate) struct Parser {
    /// The most bytes of an event and of a line.
    limit: usize,
    /// The line so far.
    line: Vec<u8>,
    /// Whether a line has ended. After that, no byte order mark can follow.
    has_started: bool,
    /// Whether the last byte was a carriage return. A line feed then belongs to the same line end.
    is_after_return: bool,
    /// The data of the event so far, with a line feed after each line.
    data: Vec<u8>,
    name: String,
    /// The last id in the stream. It also applies to later events without an id.
    id: String,
    retry: Option<Duration>,
}

impl Parser {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }

    /// The wait before a new connection, if the stream contains one.
    pub(crate) fn retry(&self) -> Option<Duration> {
        self.retry
    }

    /// Removes bytes from the start of `chunk` until they complete an event. Returns `None` if no
    /// event is complete.
    pub(crate) fn next(&mut self, chunk: &mut Bytes) -> Result<Option<RawEvent>, TooLarge> {
        while !chunk.is_empty() {
            if mem::take(&mut self.is_after_return) && chunk.starts_with(b"\n") {
                let _ = chunk.split_to(1);
                continue;
            }
            let end = chunk.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
            let part = chunk.split_to(end.unwrap_or(chunk.len()));
            let size = self.line.len() + self.data.len() + self.name.len();
            if part.len() > self.limit.saturating_sub(size) {
                return Err(TooLarge);
            }
            self.line.extend_from_slice(&part);
            if end.is_some() {
                self.is_after_return = chunk.split_to(1).starts_with(b"\r");
                if let Some(event) = self.end_line() {
                    return Ok(Some(event));
                }
            }
        }
        Ok(None)
    }

    /// Returns the event at the end of the stream. The standard drops it, but some services omit
    /// the empty line after the last event.
    pub(crate) fn finish(&mut self) -> Option<RawEvent> {
        self.end_line().or_else(|| self.end_event())
    }

    fn end_line(&mut self) -> Option<RawEvent> {
        let mut line = mem::take(&mut self.line);
        if !mem::replace(&mut self.has_started, true) && line.starts_with(BYTE_ORDER_MARK) {
            line.drain(..BYTE_ORDER_MARK.len());
        }
        let event = if line.is_empty() {
            self.end_event()
        } else {
            self.take_field(&line);
            None
        };
        line.clear();
        self.line = line;
        event
    }

    /// Reads a line. A line that starts with a colon is a comment.
    fn take_field(&mut self, line: &[u8]) {
        let colon = line.iter().position(|byte| *byte == b':');
        let (field, rest) = line.split_at(colon.unwrap_or(line.len()));
        let value = rest.strip_prefix(b":").unwrap_or_default();
        let value = value.strip_prefix(b" ").unwrap_or(value);
        let text = || String::from_utf8_lossy(value).into_owned();
        match field {
            b"data" => {
                self.data.extend_from_slice(value);
                self.data.push(b'\n');
            }
            b"event" => self.name = text(),
            b"id" if !value.contains(&0) => self.id = text(),
            b"retry" if !value.is_empty() && value.iter().all(u8::is_ascii_digit) => {
                let milliseconds = text().parse().unwrap_or(u64::MAX);
                self.retry = Some(Duration::from_millis(milliseconds));
            }
            _ => {}
        }
    }

    /// Returns the event, if it has data.
    fn end_event(&mut self) -> Option<RawEvent> {
        let name = mem::take(&mut self.name);
        let mut data = mem::take(&mut self.data);
        data.pop()?;
        let given = |text: String| Some(text).filter(|text| !text.is_empty());
        Some(RawEvent {
            data,
            name: given(name),
            id: given(self.id.clone()),
        })
    }
}
