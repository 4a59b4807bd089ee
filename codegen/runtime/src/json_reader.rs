//! Reads the JSON that services send, with less work than `serde_json`.
//!
//! This [`Reader`] knows structure, names, strings without escapes and short whole numbers, which is nearly all there is in
//! a body. Any other string or number it hands to `serde_json`, token by token. What it does read, it reads as
//! `serde_json` does. The names of fields it mostly does not even read: it knows which comes next.
//!
//! It never says why it does not like a text: whoever uses it has `serde_json` read the text again, which knows.

use std::borrow::Cow;
use std::fmt::{self, Display};
use std::mem;

use serde::de::value::{
    BorrowedStrDeserializer, CowStrDeserializer, StringDeserializer, U64Deserializer,
};
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
    /// What is still to be read.
    rest: &'de str,
    /// How many arrays and objects are open.
    depth: usize,
}

/// Reads `text` with `seed`.
pub(crate) fn read<'de, S: DeserializeSeed<'de>>(
    text: &'de str,
    seed: S,
) -> Result<S::Value, Unread> {
    let mut reader = Reader {
        rest: text,
        depth: 0,
    };
    let value = seed.deserialize(&mut reader)?;
    match reader.peek() {
        None => Ok(value),
        Some(_) => Err(Unread),
    }
}

// What is small and often called asks to be inlined: left to itself, the compiler does not do so across its units of code.
impl<'de> Reader<'de> {
    /// The byte at which the next token starts, with any space before it passed.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        match self.rest.as_bytes().first() {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_past_space(),
        }
    }

    #[cold]
    #[inline(never)]
    fn peek_past_space(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_start_matches([' ', '\n', '\t', '\r']);
        self.rest.as_bytes().first().copied()
    }

    /// Goes on past the next token, if it is `token`.
    #[inline]
    fn take(&mut self, token: &str) -> Result<(), Unread> {
        self.peek();
        self.rest = self.rest.strip_prefix(token).ok_or(Unread)?;
        Ok(())
    }

    /// Goes on for `length` bytes, and gives them.
    #[inline]
    fn advance(&mut self, length: usize) -> Result<&'de str, Unread> {
        let (text, rest) = self.rest.split_at_checked(length).ok_or(Unread)?;
        self.rest = rest;
        Ok(text)
    }

    /// What was read since `start` was the rest.
    fn since(&self, start: &'de str) -> Result<&'de str, Unread> {
        start.get(..start.len() - self.rest.len()).ok_or(Unread)
    }

    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>, Unread> {
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped_string().map(Cow::Owned),
        }
    }

    /// Goes on past a string that has no escapes, if that is what comes next.
    fn plain_string(&mut self) -> Option<&'de str> {
        self.peek();
        let rest = self.rest.strip_prefix('"')?;
        let (text, rest) = rest.split_at_checked(plain(rest.as_bytes()))?;
        self.rest = rest.strip_prefix('"')?;
        Some(text)
    }

    /// Goes on past a string of any kind, which costs more.
    #[cold]
    fn escaped_string(&mut self) -> Result<String, Unread> {
        let mut json = serde_json::Deserializer::from_str(self.rest).into_iter();
        let text = json.next().and_then(Result::ok).ok_or(Unread)?;
        self.advance(json.byte_offset())?;
        Ok(text)
    }

    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Unread> {
        let bytes = self.rest.as_bytes();
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
            self.advance(digits)?;
            return visitor.visit_u64(value);
        }
        let of_number = |byte: &&u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
        let token = self.advance(bytes.iter().take_while(of_number).count())?;
        let mut number = serde_json::Deserializer::from_str(token);
        let value = number.deserialize_any(visitor);
        let value = value.and_then(|value| number.end().map(|()| value));
        value.map_err(|_| Unread)
    }

    /// Reads what `open` and `close` enclose, all of it.
    fn nested<T>(
        &mut self,
        open: &str,
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
                self.take("null")?;
                visitor.visit_unit()
            }
            _ => self.number(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.peek() == Some(b't') {
            self.take("true")?;
            visitor.visit_bool(true)
        } else {
            self.take("false")?;
            visitor.visit_bool(false)
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        if self.peek() == Some(b'n') {
            self.take("null")?;
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
        let start = self.rest;
        IgnoredAny::deserialize(&mut *self)?;
        visitor.visit_borrowed_bytes(self.since(start)?.as_bytes())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.nested("[", |elements| visitor.visit_seq(elements))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.nested("{", |elements| visitor.visit_map(elements))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.nested("{", |elements| {
            visitor.visit_map(Fields {
                elements,
                names: fields,
                due: 0,
                left: 0,
            })
        })
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
    #[inline]
    fn next(&mut self, close: &str) -> Result<bool, Unread> {
        let first = mem::replace(&mut self.first, false);
        if self.reader.take(close).is_ok() {
            self.reader.depth -= 1;
            Ok(false)
        } else if first {
            Ok(true)
        } else {
            self.reader.take(",").map(|()| true)
        }
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Unread;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unread> {
        if self.next("]")? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }

    /// Most lists have one element, if any. A vector that is not told so makes room for four.
    fn size_hint(&self) -> Option<usize> {
        Some(usize::from(!self.reader.rest.starts_with(']')))
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unread> {
        if !self.next("}")? {
            return Ok(None);
        }
        let key = match self.reader.string()? {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Cow::Owned(key) => seed.deserialize(StringDeserializer::new(key)),
        };
        key.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        self.reader.take(":")?;
        seed.deserialize(&mut *self.reader)
    }
}

/// The fields of a struct. Services send them in the order in which they are described, or in runs of that order. So the
/// name that is due is compared with the text, and only another one has to be read.
///
/// Names are told by index, which the visitors that serde derives take as well, as long as no field has an alias.
struct Fields<'a, 'de> {
    elements: Elements<'a, 'de>,
    names: &'static [&'static str],
    /// The index of the name after the last one.
    due: usize,
    /// The index of the name that was due when the names went on elsewhere.
    left: usize,
}

impl Fields<'_, '_> {
    /// Goes on past the name that is due and its colon, if that is what comes next, without spaces.
    #[inline]
    fn take_due(&mut self) -> Option<()> {
        let Elements { reader, first } = &mut self.elements;
        let name = self.names.get(self.due)?;
        let rest = reader.rest;
        let rest = if *first {
            rest.strip_prefix('"')
        } else {
            rest.strip_prefix(",\"")
        };
        reader.rest = rest?.strip_prefix(name)?.strip_prefix("\":")?;
        *first = false;
        Some(())
    }

    /// As [`take_due`](Self::take_due), where the names were left before.
    #[inline]
    fn take_left(&mut self) -> Option<()> {
        mem::swap(&mut self.due, &mut self.left);
        self.take_due()
    }
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Unread> {
        if self.take_due().or_else(|| self.take_left()).is_none() {
            if !self.elements.next("}")? {
                return Ok(None);
            }
            let name = self.elements.reader.string()?;
            self.elements.reader.take(":")?;
            match self.names.iter().position(|known| *known == name) {
                Some(index) => self.due = index,
                None => return seed.deserialize(CowStrDeserializer::new(name)).map(Some),
            }
        }
        let index = self.due as u64;
        self.due += 1;
        seed.deserialize(U64Deserializer::new(index)).map(Some)
    }

    /// The colon went with the name.
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        seed.deserialize(&mut *self.elements.reader)
    }
}

/// How many bytes at the start of `text` can stand in a string as they are, looking at eight at a time.
#[inline]
fn plain(text: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * ONES;
    // The high bit of each byte that is ASCII says whether it is less than `bound`. After such a byte it may be set for
    // nothing, but only the first one counts.
    let less = |word: u64, bound: u64| word.wrapping_sub(bound * ONES);
    let (words, tail) = text.as_chunks();
    let mut length = 0;
    for bytes in words {
        let word = u64::from_le_bytes(*bytes);
        // With its second bit turned over, the quote comes next to the control characters, and nothing else joins them.
        let control_or_quote = less(word ^ (2 * ONES), 0x21);
        let backslash = less(word ^ (u64::from(b'\\') * ONES), 1);
        let found = (control_or_quote | backslash) & !word & HIGH;
        if found != 0 {
            return length + (found.trailing_zeros() / 8) as usize;
        }
        length += bytes.len();
    }
    let plain = |byte: &&u8| **byte >= 0x20 && !matches!(byte, b'"' | b'\\');
    length + tail.iter().take_while(plain).count()
}
