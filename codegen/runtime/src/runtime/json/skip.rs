//! Skips values that are not read.

use serde::de::IgnoredAny;

use crate::runtime::json::fault::{Fault, NOT_JSON, too_deep};
use crate::runtime::json::reader::{DEPTH, Reader};
use crate::runtime::json::{number, scan};

/// The use of a skipped value.
#[derive(Clone, Copy)]
pub(super) enum Skipped {
    /// Nobody reads the value. As in `serde_json`, it can be deep, and an escape can stand for half
    /// a character.
    Dropped,
    /// A program can read the value later. It has the rules of a value that is read at once.
    Kept,
}

impl Reader<'_> {
    /// Skips the next value.
    pub(super) fn skip(&mut self, value: Skipped) -> Result<(), Fault> {
        let depth = self.depth;
        // A bit for each open array and object, the innermost one last. An object is 1.
        let mut open: u128 = 0;
        loop {
            let first = self.peek();
            let is_object = first == Some(b'{');
            if is_object || first == Some(b'[') {
                if self.depth < DEPTH {
                    self.advance(1);
                    self.depth += 1;
                    open = open << 1 | u128::from(is_object);
                    match self.peek() {
                        Some(b']') if !is_object => {}
                        Some(b'}') if is_object => {}
                        _ if is_object => {
                            self.skip_name(value).ok_or(NOT_JSON)?;
                            continue;
                        }
                        _ => continue,
                    }
                } else if let Skipped::Kept = value {
                    return Err(too_deep());
                } else {
                    self.other::<IgnoredAny>().ok_or(NOT_JSON)?;
                }
            } else {
                self.skip_token(first, value).ok_or(NOT_JSON)?;
            }
            // Closes what ends here, and moves to the next value.
            while self.depth > depth {
                match (self.peek(), open & 1 == 1) {
                    (Some(b']'), false) | (Some(b'}'), true) => {
                        self.advance(1);
                        self.depth -= 1;
                        open >>= 1;
                    }
                    (Some(b','), is_object) => {
                        self.advance(1);
                        if is_object {
                            self.skip_name(value).ok_or(NOT_JSON)?;
                        }
                        break;
                    }
                    _ => return Err(NOT_JSON),
                }
            }
            if self.depth == depth {
                return Ok(());
            }
        }
    }

    /// Skips a name and its colon.
    #[inline]
    fn skip_name(&mut self, value: Skipped) -> Option<()> {
        self.peek();
        self.skip_string(value)?;
        self.take(":")
    }

    /// Skips a string, a number, a boolean or null.
    #[inline]
    fn skip_token(&mut self, first: Option<u8>, value: Skipped) -> Option<()> {
        match first? {
            b'"' => self.skip_string(value),
            b't' => self.take("true"),
            b'f' => self.take("false"),
            b'n' => self.take("null"),
            _ => self
                .advance(number::length(self.rest.as_bytes())?)
                .map(drop),
        }
    }

    #[allow(clippy::inline_always, reason = "inlining saves a quarter of the time")]
    #[inline(always)]
    fn skip_string(&mut self, value: Skipped) -> Option<()> {
        let rest = self.rest.strip_prefix('"')?;
        let rest = rest.get(scan::plain(rest.as_bytes())..)?;
        match (rest.strip_prefix('"'), value) {
            (Some(rest), _) => self.rest = rest,
            (None, Skipped::Kept) => drop(self.other::<String>()?),
            (None, Skipped::Dropped) => self.rest = past_escapes(rest)?,
        }
        Some(())
    }
}

/// Skips the rest of a string, from an escape.
#[cold]
fn past_escapes(mut rest: &str) -> Option<&str> {
    loop {
        let length = match rest.as_bytes() {
            [b'"', ..] => return rest.get(1..),
            [b'\\', b'u', digits @ ..] => {
                let (digits, _) = digits.split_first_chunk::<4>()?;
                if !digits.iter().all(u8::is_ascii_hexdigit) {
                    return None;
                }
                6
            }
            [
                b'\\',
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't',
                ..,
            ] => 2,
            _ => return None,
        };
        rest = rest.get(length..)?;
        rest = rest.get(scan::plain(rest.as_bytes())..)?;
    }
}
