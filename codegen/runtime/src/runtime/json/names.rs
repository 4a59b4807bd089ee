//! The names of a struct's fields, with a hash table to find a name.
//!
//! The compiler makes the table. serde passes the names of a struct as a list of texts, so the
//! table is a text too: the last one of the list. The other ones are keys: names with their quotes
//! and the colon, as in most bodies.

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
    /// For each hash, one more than the index of a name. If names have the same hash, the next
    /// slots have the others. A free slot is 0.
    slots: &'static [u8],
}

/// The most names in a table, which is ASCII text.
const MOST: usize = 127;

impl From<&'static [&'static str]> for Names {
    #[inline]
    fn from(list: &'static [&'static str]) -> Self {
        if let [keys @ .., table] = list
            && let [0, slots @ ..] = table.as_bytes()
        {
            return Self { keys, slots };
        }
        Self {
            keys: &[],
            slots: &[],
        }
    }
}

impl Names {
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
        let Self { keys, slots } = self;
        for slot in hash..hash + slots.len() {
            let index = usize::from(*slots.get(slot & (slots.len() - 1))?);
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

/// Returns the list of some names and their table.
macro_rules! list {
    ($($name:expr),* $(,)?) => {{
        const KEYS: &[&str] = &[$(::core::concat!('"', $name, "\":")),*];
        const TABLE: [u8; $crate::runtime::json::names::table_length(KEYS)] =
            $crate::runtime::json::names::table(KEYS);
        &$crate::runtime::json::names::with_table::<{ KEYS.len() + 1 }>(KEYS, &TABLE)
    }};
}

pub(crate) use list;

/// Returns the length of a table that is at most half full, and starts with a zero.
pub(crate) const fn table_length(keys: &[&str]) -> usize {
    1 + (2 * keys.len()).next_power_of_two()
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    reason = "the compiler alone runs this code, which has at most `MOST` names"
)]
pub(crate) const fn table<const N: usize>(keys: &[&str]) -> [u8; N] {
    let mut table = [0; N];
    let mut index = 0;
    while index < keys.len() && index < MOST {
        let mut slot = hash(name(keys[index]));
        while table[1 + slot % (N - 1)] != 0 {
            slot += 1;
        }
        index += 1;
        table[1 + slot % (N - 1)] = index as u8;
    }
    table
}

#[allow(clippy::indexing_slicing, reason = "the compiler alone runs this code")]
pub(crate) const fn with_table<const N: usize>(
    keys: &[&'static str],
    table: &'static [u8],
) -> [&'static str; N] {
    // A table is ASCII text.
    let table = match str::from_utf8(table) {
        Ok(table) => table,
        Err(_) => "",
    };
    let mut list = [table; N];
    let mut index = 0;
    while index < keys.len() {
        list[index] = keys[index];
        index += 1;
    }
    list
}

/// Returns the list, or an empty one if a name needs an escape in JSON. Such a name never comes as
/// expected.
pub(crate) const fn expected(list: &'static [&'static str]) -> &'static [&'static str] {
    let mut rest = list;
    // The last text is the table, not a key.
    while let [key, more @ ..] = rest
        && !more.is_empty()
    {
        let mut bytes = name(key);
        while let [byte, more @ ..] = bytes {
            if *byte < b' ' || matches!(byte, b'"' | b'\\') {
                return &[];
            }
            bytes = more;
        }
        rest = more;
    }
    list
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
