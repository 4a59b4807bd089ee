//! Reads the fields of a struct.
//!
//! Services send fields in the order of the spec, or in runs of that order. So the reader compares
//! the text with the name after the last one. It finds any other name by its first bytes, in a
//! table.

use std::borrow::Cow;

use serde::de::value::{CowStrDeserializer, U64Deserializer};
use serde::de::{DeserializeSeed, MapAccess};

use crate::runtime::json::fault::{Fault, NOT_JSON};
use crate::runtime::json::names::Names;
use crate::runtime::json::reader::Elements;
use crate::runtime::json::scan;

/// The fields of a struct.
///
/// The reader passes on the index of a known name. It passes on the text of any other name, and of
/// a name in an unusual notation. [`object`](crate::runtime::object) accepts both.
pub(super) struct Fields<'a, 'de> {
    elements: Elements<'a, 'de>,
    names: Names,
    /// The index of the expected name: the one after the last name.
    due: usize,
}

impl<'a, 'de> Fields<'a, 'de> {
    #[inline]
    pub(super) fn new(elements: Elements<'a, 'de>, names: Names) -> Self {
        Self {
            elements,
            names,
            due: 0,
        }
    }

    /// Skips the expected name, if it comes next, without spaces.
    #[inline]
    fn take_due(&mut self) -> Option<()> {
        let Elements { reader, first } = &mut self.elements;
        let rest = if *first {
            reader.rest
        } else {
            reader.rest.strip_prefix(',')?
        };
        let key = self.names.key(self.due)?;
        scan::past(rest.as_bytes(), key.as_bytes())?;
        reader.rest = rest.get(key.len()..)?;
        *first = false;
        Some(())
    }

    /// Skips the closing brace, if it comes next.
    #[inline]
    fn take_end(&mut self) -> Option<()> {
        let reader = &mut *self.elements.reader;
        reader.rest = reader.rest.strip_prefix('}')?;
        reader.depth -= 1;
        Some(())
    }

    /// Skips the next name and returns its index. The name is not the expected one, or comes after
    /// spaces. `None` if it is not a known name in the usual notation.
    #[inline(never)]
    fn find(&mut self) -> Option<usize> {
        let Elements { reader, first } = &mut self.elements;
        let mut rest = reader.rest.as_bytes();
        if !*first {
            rest = rest.strip_prefix(b",")?;
        }
        let text = scan::past_space(rest);
        let (index, end) = self.names.split(text)?;
        let end = end.strip_prefix(b" ").unwrap_or(end);
        reader.advance(reader.rest.len() - end.len())?;
        *first = false;
        Some(index)
    }

    /// Reads the next name, if there is one.
    #[inline(never)]
    fn other(&mut self) -> Result<Option<Cow<'de, str>>, Fault> {
        if !self.elements.next("}")? {
            return Ok(None);
        }
        let reader = &mut *self.elements.reader;
        let name = reader.string().ok_or(NOT_JSON)?;
        reader.take(":").ok_or(NOT_JSON)?;
        Ok(Some(name))
    }
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Fault;

    #[allow(clippy::inline_always, reason = "inlining saves a tenth of the time")]
    #[inline(always)]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Fault> {
        if self.take_due().is_none() {
            if self.take_end().is_some() {
                return Ok(None);
            }
            let Some(index) = self.find() else {
                let name = self.other()?.map(CowStrDeserializer::new);
                return name.map(|name| seed.deserialize(name)).transpose();
            };
            self.due = index;
        }
        let index = self.due as u64;
        self.due += 1;
        seed.deserialize(U64Deserializer::new(index)).map(Some)
    }

    /// The colon was skipped with the name.
    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        seed.deserialize(&mut *self.elements.reader)
    }
}
