//! Fingerprints of pages, which show that a service ignores the number of a page.

use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Write};

use serde::Serialize;

/// A hash of the items of a page. An empty page has none.
pub(crate) fn fingerprint<T: Serialize>(items: Option<&Vec<T>>) -> Option<u64> {
    let items = items.filter(|items| !items.is_empty())?;
    let mut hash = Hash(DefaultHasher::new());
    serde_json::to_writer(&mut hash, items).ok()?;
    Some(hash.0.finish())
}

/// Hashes what is written to it.
struct Hash(DefaultHasher);

impl Write for Hash {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
