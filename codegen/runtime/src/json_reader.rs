//! Reads the JSON that services send, with less work than `serde_json`.
//!
//! This [`Reader`] knows structure, names, strings without escapes and short whole numbers, which is nearly all there is in
//! a body. Any other string or number it hands to `serde_json`, token by token. What it does read, it reads as
//! `serde_json` does.
//!
//! It never says why it does not like a text: whoever uses it has `serde_json` read the text again, which knows.

use std::fmt::{self, Display};

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, forward_to_deserialize_any};

/// How deep arrays and objects can be in one another, as in `serde_json`.
const DEPTH: usize = 127;

/// The name of a newtype whose value is wanted as it stands in the text, if that is an object: its visitor gets the bytes.
pub(crate) const OBJECT_TEXT: &str = "object text";

/// Numbers of as many digits fit into 64 bits.
const SHORT: usize = 18;

/// Not for this reader, or not JSON at all.
#[derive(Debug)]
pub(crate) struct Unread;

impl Display for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text cannot be read")
    }
}

impl std::error::Error for Unread {}

impl Error for Unread {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

/// A JSON text, read from its start to its end.
pub(crate) struct Reader<'de> {
    text: &'de str,
    /// Up to where it is read.
    at: usize,
    /// How many arrays and objects are open.
    depth: usize,
}

/// Reads `text` with `seed`.
pub(crate) fn read<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> Result<S::Value, Unread> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
    };
    let value = seed.deserialize(&mut reader)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(Unread),
    }
}

/// A string, as it stands in the text if it has no escapes.
enum Text<'de> {
    Borrowed(&'de str),
    Owned(String),
}

impl<'de> Reader<'de> {
    /// The byte at which the next token starts.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte.copied(),
            }
        }
    }

    /// Goes on past the next token, if it is `byte`.
    fn take(&mut self, byte: u8) -> Result<(), Unread> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            Err(Unread)
        }
    }

    fn literal(&mut self, literal: &str) -> Result<(), Unread> {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        if rest.starts_with(literal.as_bytes()) {
            self.at += literal.len();
            Ok(())
        } else {
            Err(Unread)
        }
    }

    fn slice(&self, start: usize, end: usize) -> Result<&'de str, Unread> {
        self.text.get(start..end).ok_or(Unread)
    }

    fn string(&mut self) -> Result<Text<'de>, Unread> {
        self.take(b'"')?;
        let start = self.at;
        self.skip_plain();
        let bytes = self.text.as_bytes();
        if bytes.get(self.at) == Some(&b'"') {
            let text = self.slice(start, self.at)?;
            self.at += 1;
            return Ok(Text::Borrowed(text));
        }
        while bytes.get(self.at) == Some(&b'\\') {
            self.at += 2;
            self.skip_plain();
        }
        // Whatever ended it, the quote before and the byte after belong to the token.
        self.at += 1;
        let token = self.slice(start - 1, self.at)?;
        serde_json::from_str(token)
            .map(Text::Owned)
            .map_err(|_| Unread)
    }

    /// Goes on to the next byte that cannot stand in a string as it is, looking at eight at a time.
    #[inline]
    fn skip_plain(&mut self) {
        const ONES: u64 = 0x0101_0101_0101_0101;
        const HIGH: u64 = 0x80 * ONES;
        // The high bit of each byte says whether it is less than `bound`. Above such a byte it may be set for nothing, but
        // only the first one counts.
        let less = |word: u64, bound: u64| word.wrapping_sub(bound * ONES) & !word;
        let mut rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        while let Some((chunk, after)) = rest.split_first_chunk() {
            let word = u64::from_le_bytes(*chunk);
            let quote = less(word ^ (u64::from(b'"') * ONES), 1);
            let backslash = less(word ^ (u64::from(b'\\') * ONES), 1);
            let found = (less(word, 0x20) | quote | backslash) & HIGH;
            if found != 0 {
                self.at += (found.trailing_zeros() / 8) as usize;
                return;
            }
            self.at += chunk.len();
            rest = after;
        }
        let plain = |byte: &&u8| **byte >= 0x20 && !matches!(byte, b'"' | b'\\');
        self.at += rest.iter().take_while(plain).count();
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Unread> {
        let start = self.at;
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        let digits = bytes
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let is_whole = !matches!(bytes.get(digits), Some(b'.' | b'e' | b'E'));
        let has_zero = digits > 1 && bytes.first() == Some(&b'0');
        if is_whole && (1..=SHORT).contains(&digits) && !has_zero {
            let value = bytes
                .iter()
                .take(digits)
                .fold(0, |value: u64, digit| 10 * value + u64::from(digit - b'0'));
            self.at += digits;
            return visitor.visit_u64(value);
        }
        let of_number = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        self.at += bytes.iter().take_while(of_number).count();
        let token = self.slice(start, self.at)?;
        let mut number = serde_json::Deserializer::from_str(token);
        let value = number.deserialize_any(visitor);
        let value = value.and_then(|value| number.end().map(|()| value));
        value.map_err(|_| Unread)
    }

    /// Reads what `open` and `close` enclose, all of it.
    fn nested<T>(
        &mut self,
        open: u8,
        read: impl FnOnce(Elements<'_, 'de>) -> Result<T, Unread>,
    ) -> Result<T, Unread> {
        self.take(open)?;
        let depth = self.depth;
        if depth == DEPTH {
            return Err(Unread);
        }
        self.depth += 1;
        let value = read(Elements {
            reader: self,
            first: true,
        })?;
        // The end was seen.
        if self.depth == depth {
            Ok(value)
        } else {
            Err(Unread)
        }
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.peek().ok_or(Unread)? {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => {
                self.literal("null")?;
                visitor.visit_unit()
            }
            _ => self.number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.peek() == Some(b't') {
            self.literal("true")?;
            visitor.visit_bool(true)
        } else {
            self.literal("false")?;
            visitor.visit_bool(false)
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.string()? {
            Text::Borrowed(text) => visitor.visit_borrowed_str(text),
            Text::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.peek() == Some(b'n') {
            self.literal("null")?;
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unread> {
        if name != OBJECT_TEXT || self.peek() != Some(b'{') {
            return visitor.visit_newtype_struct(self);
        }
        let start = self.at;
        IgnoredAny::deserialize(&mut *self)?;
        visitor.visit_borrowed_bytes(self.slice(start, self.at)?.as_bytes())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.nested(b'[', |elements| visitor.visit_seq(elements))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.nested(b'{', |elements| visitor.visit_map(elements))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.deserialize_map(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct enum
        identifier ignored_any
    }
}

/// What is between the brackets of an array or the braces of an object.
struct Elements<'a, 'de> {
    reader: &'a mut Reader<'de>,
    first: bool,
}

impl Elements<'_, '_> {
    /// Goes on to the next element, or past `close`.
    fn next(&mut self, close: u8) -> Result<bool, Unread> {
        let first = std::mem::replace(&mut self.first, false);
        match self.reader.peek() {
            Some(byte) if byte == close => {
                self.reader.at += 1;
                self.reader.depth -= 1;
                Ok(false)
            }
            Some(b',') if !first => {
                self.reader.at += 1;
                Ok(true)
            }
            _ if first => Ok(true),
            _ => Err(Unread),
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unread> {
        if self.next(b']')? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Most lists have one element, if any. A vector that is not told so makes room for four.
    fn size_hint(&self) -> Option<usize> {
        let next = self.reader.text.as_bytes().get(self.reader.at);
        Some(usize::from(next != Some(&b']')))
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unread> {
        if !self.next(b'}')? {
            return Ok(None);
        }
        let key = match self.reader.string()? {
            Text::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Text::Owned(key) => seed.deserialize(StringDeserializer::new(key)),
        };
        key.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        self.reader.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}
