//! Fingerprints of pages. Equal fingerprints show that a service ignores the number of a page.

use std::hash::{DefaultHasher, Hasher};
use std::io::{self, Write};

use serde::Serialize;

/// Returns a hash of the items of a page, or `None` if the page is empty.
pub(crate) fn fingerprint<T: Serialize>(items: Option<&Vec<T>>) -> Option<u64> {
    let items = items.filter(|items| !items.is_empty())?;
    let mut hash = Hash(DefaultHasher::new());
    serde_json::to_writer(&mut hash, items).ok()?;
    Some(hash.0.finish())
}

/// Hashes its input.
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
