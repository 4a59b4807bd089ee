//! The names of a struct's fields, with a hash table to find a name.
//!
//! The compiler makes the table. serde passes the names of a struct as texts. Each text is a key: a
//! name with its quotes and the colon, as in most bodies. serde gets the table instead of the
//! struct's own name, so the table is a text too.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "an API need not have objects"
)]

use crate::runtime::json::scan;

/// The names of a struct's fields. A struct with serde's derive has none here.
#[derive(Clone, Copy)]
pub(crate) struct Names {
    keys: &'static [&'static str],
    table: &'static Table,
}

/// For each hash, one more than the index of a name. If names have the same hash, the next slots
/// have the others. A free slot is 0.
pub(crate) type Table = [u8; SLOTS];

const SLOTS: usize = 256;

/// The most names in a table, which is ASCII text.
const MOST: usize = 127;

impl Names {
    pub(crate) const fn new(keys: &'static [&'static str], table: &'static Table) -> Self {
        Self { keys, table }
    }

    /// Returns the names of a struct from the arguments for serde.
    #[inline]
    pub(super) fn of_struct(text: &'static str, keys: &'static [&'static str]) -> Self {
        match text.as_bytes().try_into() {
            Ok(table) => Self::new(keys, table),
            Err(_) => Self::new(&[], &[0; SLOTS]),
        }
    }

    /// Returns a name with its quotes and the colon.
    #[inline]
    pub(super) fn key(self, index: usize) -> Option<&'static str> {
        self.keys.get(index).copied()
    }

    /// Returns the index of a name.
    pub(crate) fn find(self, name: &str) -> Option<usize> {
        let name = name.as_bytes();
        let (index, ()) =
            self.find_key(hash(name), |key| (self::name(key) == name).then_some(()))?;
        Some(index)
    }

    /// Returns the index of the key at the start of `text`, and the text after the key. It can miss
    /// the key near the end of the text.
    #[inline]
    pub(super) fn split(self, text: &[u8]) -> Option<(usize, &[u8])> {
        let start = text.get(1..)?.first_chunk()?;
        self.find_key(scan::hash(*start), |key| scan::past(text, key.as_bytes()))
    }

    /// Returns the index of the key with this hash that `test` accepts, and the result of `test`.
    #[inline]
    fn find_key<T>(
        self,
        hash: usize,
        test: impl Fn(&'static str) -> Option<T>,
    ) -> Option<(usize, T)> {
        let Self { keys, table } = self;
        for slot in hash..hash + SLOTS {
            let index = usize::from(*table.get(slot % SLOTS)?);
            let Some(index) = index.checked_sub(1) else {
                break;
            };
            if let Some(result) = test(keys.get(index)?) {
                return Some((index, result));
            }
        }
        let mut rest = (MOST..).zip(keys.get(MOST..)?);
        rest.find_map(|(index, key)| Some((index, test(key)?)))
    }
}

/// Returns a name without its quotes and the colon.
const fn name(key: &str) -> &[u8] {
    match key.as_bytes() {
        [_, name @ .., _, _] => name,
        _ => &[],
    }
}

/// Returns the keys of some names.
macro_rules! keys {
    ($($name:expr),* $(,)?) => {
        &[$(::core::concat!('"', $name, "\":")),*]
    };
}

pub(crate) use keys;

#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "the compiler alone runs this code, which has at most `MOST` names"
)]
pub(crate) const fn table(keys: &[&str]) -> Table {
    let mut table = [0; SLOTS];
    let mut index = 0;
    while index < keys.len() && index < MOST {
        let mut slot = hash(name(keys[index]));
        while table[slot % SLOTS] != 0 {
            slot += 1;
        }
        index += 1;
        table[slot % SLOTS] = index as u8;
    }
    table
}

/// Returns the table as the text for serde. Returns an empty text if a name needs an escape in
/// JSON: such a name never comes as expected.
pub(crate) const fn text(keys: &[&str], table: &'static Table) -> &'static str {
    let mut rest = keys;
    while let [key, more @ ..] = rest {
        let mut bytes = name(key);
        while let [byte, more @ ..] = bytes {
            if *byte < b' ' || matches!(byte, b'"' | b'\\') {
                return "";
            }
            bytes = more;
        }
        rest = more;
    }
    match str::from_utf8(table) {
        Ok(text) => text,
        Err(_) => "",
    }
}

/// Returns the hash of a name without escapes.
const fn hash(mut name: &[u8]) -> usize {
    let mut start = [b'"'; 8];
    let mut rest: &mut [u8] = &mut start;
    while let ([byte, name_rest @ ..], [first, more @ ..]) = (name, rest) {
        *first = *byte;
        name = name_rest;
        rest = more;
    }
    scan::hash(start)
}
