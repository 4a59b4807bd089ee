//! Reads the JSON of services faster than `serde_json`.
//!
//! The [`Reader`] itself reads structure, names, strings without escapes and short whole numbers,
//! which are nearly all of a body. It passes any other string or number to `serde_json`, token by
//! token. It skips values that nobody reads, and [`Fields`] does not even read most names.
//!
//! It differs from `serde_json` in two results. An integer can be any whole number in any notation:
//! `1.0`, `1e3` or `-0`. In a value of any type, a number beyond the range of `f64` becomes a
//! string of its digits.

use std::borrow::Cow;
use std::mem;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IgnoredAny, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::{Deserialize, forward_to_deserialize_any};
use serde_json::Number;

use crate::runtime::json::fault::{Fault, NOT_JSON, too_deep, wrong_type};
use crate::runtime::json::fields::Fields;
use crate::runtime::json::names::Names;
use crate::runtime::json::skip::Skipped;
use crate::runtime::json::{number, scan};

/// The deepest nesting of arrays and objects, as in `serde_json`.
pub(super) const DEPTH: usize = 127;

/// The name of a newtype that keeps the text of an object. Its visitor gets the bytes.
pub(crate) const OBJECT_TEXT: &str = "object text";

/// The name of a newtype that keeps the text of a value. Its visitor gets the text.
#[allow(dead_code, reason = "an API need not have unions")]
pub(crate) const VALUE_TEXT: &str = "value text";

/// The name of a newtype that keeps the digits of a number. Its visitor gets a short whole number
/// as a `u64`, and the text of any other number.
pub(crate) const NUMBER_TEXT: &str = "number text";

/// The name of a newtype whose value is read twice. Its visitor gets the value as an enum. The
/// variant of that enum is the result of the first reading.
pub(crate) const TWICE: &str = "twice";

/// The most digits of a number that always fits into 64 bits.
const SHORT: usize = 18;

/// A text that could not be read.
pub(crate) struct Unread {
    /// The number of bytes before the fault.
    pub(crate) at: usize,
    /// The fault of the value at that position, if the text is JSON up to it.
    pub(crate) fault: Option<String>,
}

/// A JSON text, read from its start to its end.
pub(super) struct Reader<'de> {
    /// The unread rest of the text.
    pub(super) rest: &'de str,
    /// The number of open arrays and objects.
    pub(super) depth: usize,
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
    let value = seed.deserialize(&mut reader);
    let value = value.and_then(|value| match reader.peek() {
        None => Ok(value),
        Some(_) => Err(NOT_JSON),
    });
    value.map_err(|Fault(fault)| Unread {
        at: text.len() - reader.rest.len(),
        fault: fault.map(|fault| *fault),
    })
}

// Small functions with many calls have `#[inline]`, because the compiler does not inline across its
// units of code by itself.
impl<'de> Reader<'de> {
    /// Skips space, and returns the first byte of the next token.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.rest.as_bytes().first() {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_past_space(),
        }
    }

    #[inline(never)]
    fn peek_past_space(&mut self) -> Option<u8> {
        let bytes = self.rest.as_bytes();
        self.advance(bytes.len() - scan::past_space(bytes).len())?;
        self.rest.as_bytes().first().copied()
    }

    /// Skips the next token, if it is `token`.
    #[inline]
    pub(super) fn take(&mut self, token: &str) -> Option<()> {
        self.peek();
        self.rest = self.rest.strip_prefix(token)?;
        Some(())
    }

    /// Skips `length` bytes, and returns them.
    #[inline]
    pub(super) fn advance(&mut self, length: usize) -> Option<&'de str> {
        let (text, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(text)
    }

    /// Returns the text between `start`, an earlier rest, and the current rest.
    fn since(&self, start: &'de str) -> Option<&'de str> {
        start.get(..start.len() - self.rest.len())
    }

    /// Skips the next value, and returns its text.
    fn text(&mut self) -> Result<&'de str, Fault> {
        let start = self.rest;
        self.skip(Skipped::Kept)?;
        self.since(start).ok_or(NOT_JSON)
    }

    #[inline]
    pub(super) fn string(&mut self) -> Option<Cow<'de, str>> {
        match self.plain_string() {
            Some(text) => Some(Cow::Borrowed(text)),
            None => self.other().map(Cow::Owned),
        }
    }

    /// Reads a string, if one without escapes comes next.
    #[allow(clippy::inline_always, reason = "inlining saves a fifth of the time")]
    #[inline(always)]
    pub(super) fn plain_string(&mut self) -> Option<&'de str> {
        if let Some(rest) = self.rest.strip_prefix('"')
            && let Some(length) = scan::plain_words(rest.as_bytes())
        {
            let (text, rest) = rest.split_at_checked(length)?;
            self.rest = rest.strip_prefix('"')?;
            return Some(text);
        }
        self.rare_string()
    }

    /// Does the same after spaces and near the end of the text.
    #[inline(never)]
    fn rare_string(&mut self) -> Option<&'de str> {
        self.peek();
        let rest = self.rest.strip_prefix('"')?;
        let (text, rest) = rest.split_at_checked(scan::plain(rest.as_bytes()))?;
        self.rest = rest.strip_prefix('"')?;
        Some(text)
    }

    /// Reads the next value with `serde_json`, which is slower.
    #[cold]
    pub(super) fn other<T: Deserialize<'de>>(&mut self) -> Option<T> {
        let mut values = serde_json::Deserializer::from_str(self.rest).into_iter();
        let value = values.next()?.ok()?;
        self.advance(values.byte_offset())?;
        Some(value)
    }

    /// Reads a number. Calls `other` if it is not a short whole number.
    fn number<V: Visitor<'de>>(
        &mut self,
        visitor: V,
        other: impl FnOnce(&'de str, V) -> Result<V::Value, Fault>,
    ) -> Result<V::Value, Fault> {
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
            self.advance(digits).ok_or(NOT_JSON)?;
            return visitor.visit_u64(value);
        }
        if !matches!(bytes.first(), Some(b'-' | b'0'..=b'9')) {
            return Err(self.mismatch(&visitor));
        }
        let token = number::length(bytes).and_then(|length| self.advance(length));
        let token = token.ok_or(NOT_JSON)?;
        other(token, visitor)
    }

    /// Returns the fault of a next value with an unexpected type. Its first byte is enough to name
    /// the type.
    #[cold]
    fn mismatch(&mut self, expected: &dyn Expected) -> Fault {
        let (found, token) = match self.peek() {
            Some(b'"') => ("string", "\""),
            Some(b'[') => ("array", "["),
            Some(b'{') => ("object", "{"),
            Some(b'n') => ("null", "null"),
            Some(b't') => ("boolean", "true"),
            Some(b'f') => ("boolean", "false"),
            Some(b'-' | b'0'..=b'9') => ("number", ""),
            _ => return NOT_JSON,
        };
        if !self.rest.starts_with(token) {
            return NOT_JSON;
        }
        // The location of a value is known after its first byte.
        self.advance(1);
        wrong_type(found, expected)
    }

    /// Reads all elements or fields. The opening bracket or brace has been skipped.
    #[inline]
    pub(super) fn nested<T>(
        &mut self,
        read: impl FnOnce(Elements<'_, 'de>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let depth = self.depth;
        if depth == DEPTH {
            return Err(too_deep());
        }
        self.depth += 1;
        let value = read(Elements {
            reader: self,
            first: true,
        });
        // `read` has reached the closing bracket or brace. `?` would move the value.
        if value.is_ok() && self.depth != depth {
            return Err(NOT_JSON);
        }
        value
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.peek().ok_or(NOT_JSON)? {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => {
                self.take("null").ok_or(NOT_JSON)?;
                visitor.visit_unit()
            }
            _ => self.number(visitor, |token, visitor| {
                let Ok(number) = token.parse::<Number>() else {
                    return visitor.visit_borrowed_str(token);
                };
                match (number.as_u64(), number.as_i64()) {
                    (Some(number), _) => visitor.visit_u64(number),
                    (None, Some(number)) => visitor.visit_i64(number),
                    (None, None) => visitor.visit_f64(number.as_f64().ok_or(NOT_JSON)?),
                }
            }),
        }
    }

    #[inline]
    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.take("true").is_some() {
            visitor.visit_bool(true)
        } else if self.take("false").is_some() {
            visitor.visit_bool(false)
        } else {
            Err(self.mismatch(&visitor))
        }
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.peek();
        self.number(visitor, |token, visitor| {
            match number::whole(token).and_then(|number| i64::try_from(number).ok()) {
                Some(number) => visitor.visit_i64(number),
                None => Err(Fault::custom("not a whole number of 64 bits")),
            }
        })
    }

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.peek();
        self.number(visitor, |token, visitor| {
            match number::whole(token).and_then(|number| u64::try_from(number).ok()) {
                Some(number) => visitor.visit_u64(number),
                None => Err(Fault::custom("not a whole number from 0 to 2^64 - 1")),
            }
        })
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.peek();
        self.number(visitor, |token, visitor| {
            match serde_json::from_str(token) {
                Ok(number) => visitor.visit_f64(number),
                Err(_) => Err(Fault::custom("number out of range")),
            }
        })
    }

    #[inline]
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.plain_string() {
            Some(text) => visitor.visit_borrowed_str(text),
            None if self.peek() == Some(b'"') => {
                visitor.visit_string(self.other().ok_or(NOT_JSON)?)
            }
            None => Err(self.mismatch(&visitor)),
        }
    }

    #[inline]
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if self.peek() == Some(b'n') && self.take("null").is_some() {
            visitor.visit_none()
        } else {
            visitor.visit_some(self)
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match (name, self.peek()) {
            (OBJECT_TEXT, Some(b'{')) => visitor.visit_borrowed_bytes(self.text()?.as_bytes()),
            (VALUE_TEXT, _) => visitor.visit_borrowed_str(self.text()?),
            (NUMBER_TEXT, Some(b'-' | b'0'..=b'9')) => {
                self.number(visitor, |token, visitor| visitor.visit_borrowed_str(token))
            }
            (TWICE, _) => visitor.visit_enum(Twice {
                start: self.rest,
                reader: self,
            }),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.skip(Skipped::Dropped)?;
        visitor.visit_unit()
    }

    #[inline]
    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.take("[") {
            Some(()) => self.nested(|elements| visitor.visit_seq(elements)),
            None => Err(self.mismatch(&visitor)),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.take("{") {
            Some(()) => self.nested(|elements| visitor.visit_map(elements)),
            None => Err(self.mismatch(&visitor)),
        }
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let names = Names::of_struct(name, fields);
        match self.take("{") {
            Some(()) => self.nested(|elements| visitor.visit_map(Fields::new(elements, names))),
            None => Err(self.mismatch(&visitor)),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i128 u8 u16 u32 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct enum
        identifier
    }
}

/// The elements of an array, or the fields of an object.
pub(super) struct Elements<'a, 'de> {
    pub(super) reader: &'a mut Reader<'de>,
    pub(super) first: bool,
}

impl Elements<'_, '_> {
    /// Moves to the next element, or skips the bracket or brace `close`.
    #[inline]
    pub(super) fn next(&mut self, close: &str) -> Result<bool, Fault> {
        let first = mem::replace(&mut self.first, false);
        let reader = &mut *self.reader;
        reader.peek();
        if let Some(rest) = reader.rest.strip_prefix(close) {
            reader.rest = rest;
            reader.depth -= 1;
            return Ok(false);
        }
        if !first {
            reader.rest = reader.rest.strip_prefix(',').ok_or(NOT_JSON)?;
        }
        Ok(true)
    }
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Fault;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Fault> {
        if self.next("]")? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }

    #[inline]
    /// Most lists have at most one element. Without this hint, a vector makes room for four.
    fn size_hint(&self) -> Option<usize> {
        Some(usize::from(!self.reader.rest.starts_with(']')))
    }
}

impl<'de> MapAccess<'de> for Elements<'_, 'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        if !self.next("}")? {
            return Ok(None);
        }
        let key = match self.reader.string().ok_or(NOT_JSON)? {
            Cow::Borrowed(key) => seed.deserialize(BorrowedStrDeserializer::new(key)),
            Cow::Owned(key) => seed.deserialize(StringDeserializer::new(key)),
        };
        key.map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        self.reader.take(":").ok_or(NOT_JSON)?;
        seed.deserialize(&mut *self.reader)
    }
}

/// A value that is read twice.
struct Twice<'a, 'de> {
    start: &'de str,
    reader: &'a mut Reader<'de>,
}

impl<'a, 'de> EnumAccess<'de> for Twice<'a, 'de> {
    type Error = Fault;
    type Variant = &'a mut Reader<'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Fault> {
        let variant = seed.deserialize(&mut *self.reader)?;
        self.reader.rest = self.start;
        Ok((variant, self.reader))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = Fault;

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Fault> {
        seed.deserialize(self)
    }

    fn unit_variant(self) -> Result<(), Fault> {
        IgnoredAny::deserialize(self).map(drop)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_struct("", fields, visitor)
    }
}
