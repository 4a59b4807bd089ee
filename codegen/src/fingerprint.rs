//! Fingerprints of values, which differ if the values differ.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use twox_hash::XxHash3_128;

/// A hash of 128 bits. No two values have the same fingerprint by accident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint(u128);

impl Fingerprint {
    pub(crate) fn of(value: &impl Hash) -> Self {
        let mut bytes = Bytes(Vec::with_capacity(1024));
        value.hash(&mut bytes);
        Self::of_bytes(&bytes.0)
    }

    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        Self(XxHash3_128::oneshot(bytes))
    }
}

/// Writes 32 hexadecimal digits.
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl FromStr for Fingerprint {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        u128::from_str_radix(text, 16).map(Self)
    }
}

/// Collects all bytes that a value hashes. One long hash is faster than many short ones.
struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        0
    }
}
