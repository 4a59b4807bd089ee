//! Bytes as text in Base64.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::prelude::BASE64_STANDARD;
use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::runtime::absent::Field;
use crate::runtime::error::Error;
use crate::runtime::into_option;

const CONFIG: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// The alphabets that a service can use. Padding is optional in both.
const ALPHABETS: [GeneralPurpose; 2] = [
    GeneralPurpose::new(&STANDARD, CONFIG),
    GeneralPurpose::new(&URL_SAFE, CONFIG),
];

/// Bytes. JSON contains them as text in Base64.
///
/// The type dereferences to a slice of bytes. Create it from a `Vec<u8>`, a slice or an array. The
/// client sends the standard alphabet with padding. A response can also have the alphabet for URLs,
/// or no padding. For any other text, decoding returns an error with its location.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Bytes(Vec<u8>);

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Bytes> for Vec<u8> {
    fn from(bytes: Bytes) -> Self {
        bytes.0
    }
}

/// Implements conversions from these types, and from options of them.
macro_rules! take {
    ($([$($generics:tt)*] $bytes:ty),*) => {$(
        impl<$($generics)*> From<$bytes> for Bytes {
            fn from(bytes: $bytes) -> Self {
                Self(bytes.into())
            }
        }

        into_option::converted!(Bytes: [$($generics)*] $bytes);
    )*};
}

take!([] Vec<u8>, [] &[u8], [const N: usize] [u8; N], [const N: usize] &[u8; N]);

/// The text in Base64.
impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD.encode(&self.0))
    }
}

/// The text in Base64.
impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Bytes").field(&self.to_string()).finish()
    }
}

/// Reads text in Base64.
impl FromStr for Bytes {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        decode(text).ok_or_else(|| Error::invalid(NOT_BASE64))
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_string())
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Base64)
    }
}

impl Field for Bytes {
    const ABSENT: Option<fn() -> Self> = Some(Self::default);
}

const NOT_BASE64: &str = "not text in Base64";

fn decode(text: &str) -> Option<Bytes> {
    let decoded = ALPHABETS
        .iter()
        .find_map(|alphabet| alphabet.decode(text).ok());
    decoded.map(Bytes)
}

struct Base64;

impl Visitor<'_> for Base64 {
    type Value = Bytes;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text in Base64")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Bytes, E> {
        decode(text).ok_or_else(|| E::custom(NOT_BASE64))
    }
}
