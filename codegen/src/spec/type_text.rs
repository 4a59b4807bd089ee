//! The syntax of type expressions.

use std::cell::RefCell;
use std::iter;

use serde::de::value::MapDeserializer;
use serde::de::{Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::foreign_type::remedy;
use super::impossible::Impossible;
use crate::diagnostic::{Code, Fault, Faults, Path};

/// The text of a type expression, as a deserializer for `TypeExpr`. It presents a wrong text as a unit.
pub(super) struct TypeText<'n, 'a> {
    pub(super) text: &'n str,
    /// The number of lists, maps and options around the text.
    pub(super) depth: usize,
    pub(super) path: &'a Path<'a>,
    pub(super) faults: &'a RefCell<Faults>,
}

/// The outermost part of an expression, with the text inside it.
enum Outer<'n> {
    Name,
    Optional(&'n str),
    List(&'n str),
    Map { key: &'n str, value: &'n str },
}

impl<'n> TypeText<'n, '_> {
    /// Returns the outermost part. If the text is wrong, records a fault and returns `None`.
    fn outer(&self) -> Option<Outer<'n>> {
        let text = self.text;
        if self.depth > DEEPEST {
            return self.reject(too_deep(self.path, text));
        }
        if let Some(inner) = text.strip_suffix('?') {
            let inner = inner.trim_end();
            if inner.ends_with('?') {
                return self.reject(optional_twice(self.path, text));
            }
            return Some(Outer::Optional(inner));
        }
        if let Some(rest) = text.strip_prefix('[') {
            let Some(item) = rest.strip_suffix(']') else {
                return self.reject(lacks_bracket(self.path, text, ']'));
            };
            return Some(Outer::List(item.trim()));
        }
        let of_map = text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'));
        if let Some((key, value)) = of_map.and_then(|entry| entry.split_once(':')) {
            let (key, value) = (key.trim(), value.trim());
            return Some(Outer::Map { key, value });
        }
        if text.is_empty() {
            return self.reject(missing(self.path));
        }
        if text.ends_with(']') {
            return self.reject(lacks_bracket(self.path, text, '['));
        }
        Some(Outer::Name)
    }

    fn reject<T>(&self, fault: Fault) -> Option<T> {
        self.faults.borrow_mut().push(fault);
        None
    }

    fn inner(self, text: &'n str) -> Self {
        Self {
            text,
            depth: self.depth + 1,
            ..self
        }
    }
}

impl<'n> Deserializer<'n> for TypeText<'n, '_> {
    type Error = Impossible;

    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        match self.outer() {
            Some(Outer::Name) => visitor.visit_borrowed_str(self.text),
            Some(Outer::Optional(inner)) => visitor.visit_some(self.inner(inner)),
            Some(Outer::List(item)) => visitor.visit_newtype_struct(self.inner(item)),
            Some(Outer::Map { key, value }) => {
                let entry = (key, self.inner(value));
                visitor.visit_map(MapDeserializer::new(iter::once(entry)))
            }
            None => visitor.visit_unit(),
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'n>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'n> IntoDeserializer<'n, Impossible> for TypeText<'n, '_> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// The deepest nesting of lists, maps and options.
const DEEPEST: usize = 8;

fn too_deep(path: &Path<'_>, text: &str) -> Fault {
    let message = format!("this type has more than {DEEPEST} levels");
    let help = "add the inner type under `types`";
    Fault::value(Code::BadTypeExpression, path, message, help).within(text)
}

fn optional_twice(path: &Path<'_>, text: &str) -> Fault {
    let message = format!("`{text}` is optional twice");
    Fault::value(Code::BadTypeExpression, path, message, "write one `?`").within(text)
}

fn lacks_bracket(path: &Path<'_>, text: &str, bracket: char) -> Fault {
    let (message, help) = match remedy(text) {
        Some(help) => (format!("`{text}` does not have the syntax of a type"), help),
        None => (
            format!("`{text}` has no `{bracket}`"),
            "write the list as `[T]`".to_owned(),
        ),
    };
    Fault::value(Code::BadTypeExpression, path, message, help).within(text)
}

fn missing(path: &Path<'_>) -> Fault {
    let help = "write a type, such as `string`";
    Fault::value(
        Code::BadTypeExpression,
        path,
        "a type is missing here",
        help,
    )
}
