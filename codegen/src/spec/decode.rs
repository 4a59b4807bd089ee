//! Converts a tree of YAML to the structs of [`spec`](super), and collects all faults of shape.
//!
//! serde stops at the first error. This deserializer does not stop: it records a fault for a missing or wrong value,
//! and continues with an empty placeholder. That is possible because a type that derives `Deserialize` requests a kind
//! of value before it gets one. The types of the spec must follow these rules:
//!
//! - strings, numbers, and structs are required unless they are an `Option`; absent lists, maps and booleans are empty;
//! - a type that requests *any* value takes a string or a whole number as an option, or else a map as a newtype struct. A
//!   type that requests a newtype struct takes any scalar;
//! - a type that requests an `i128` takes a string or a whole number;
//! - a type that requests an enum takes a type as an option, or else the fields of an object as a newtype struct;
//! - a type that requests a tuple struct takes a list as a sequence, or else a map as a newtype struct;
//! - a type that requests a tuple takes a type expression: a string, a list of one or a map of one;
//! - the content of a string is checked by [`resolve`](crate::resolve), because an enum has no placeholder.

use std::cell::RefCell;
use std::collections::HashMap;

use serde::de::value::StrDeserializer;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::foreign_key::{remedy, synonym};
use super::foreign_type::remedy_of_list;
use super::impossible::Impossible;
use super::type_or_fields::is_type;
use super::type_text::TypeText;
use super::wanted::Wanted;
use crate::diagnostic::{Code, Fault, Faults, Location, Part, Path, choices, nearest};
use crate::yaml::Node;

/// Decodes a `T` from `node` at `path`. Returns `None` if `T` does not follow the rules.
pub(crate) fn decode<'n, T: Deserialize<'n>>(
    node: &'n Node<'n>,
    path: &Path<'_>,
    faults: &mut Faults,
) -> Option<T> {
    let found = RefCell::new(std::mem::take(faults));
    let decoded = T::deserialize(Decoder {
        input: Input::Node(node),
        path,
        depth: 0,
        faults: &found,
    });
    *faults = found.into_inner();
    decoded
        .map_err(|error| faults.push(undecodable(path, &error)))
        .ok()
}

/// The longest key, in bytes. Every fault below a key repeats it.
const LONGEST_KEY: usize = 1_000;

/// The source of a value.
#[derive(Clone, Copy)]
enum Input<'n> {
    Node(&'n Node<'n>),
    /// The key is absent. The type decides whether that is a fault.
    Absent,
    /// A placeholder for a value with a recorded fault.
    StandIn,
}

#[derive(Clone, Copy)]
struct Decoder<'n, 'a> {
    input: Input<'n>,
    path: &'a Path<'a>,
    /// The number of types around it.
    depth: usize,
    faults: &'a RefCell<Faults>,
}

impl<'n> Decoder<'n, '_> {
    /// Returns the result of `pick` for the node, or records a fault.
    fn expect<T>(self, wanted: Wanted, pick: impl FnOnce(&'n Node<'n>) -> Option<T>) -> Option<T> {
        match self.input {
            Input::Node(node) => {
                let picked = pick(node);
                if picked.is_none() {
                    self.fault(wrong_kind(self.path, wanted, node));
                    self.poison(self.path);
                }
                picked
            }
            Input::Absent => {
                self.fault(missing_key(self.path, wanted));
                self.poison(self.path);
                None
            }
            Input::StandIn => None,
        }
    }

    /// Does the same for values that can be absent or empty.
    fn expect_or_empty<T>(
        self,
        wanted: Wanted,
        pick: impl FnOnce(&'n Node<'n>) -> Option<T>,
    ) -> Option<T> {
        match self.input {
            Input::Node(Node::Null) | Input::Absent => None,
            _ => self.expect(wanted, pick),
        }
    }

    fn fault(&self, fault: Fault) {
        self.faults.borrow_mut().push(fault);
    }

    fn poison(&self, path: &Path<'_>) {
        self.faults.borrow_mut().poison(path);
    }

    fn lose_entry(&self, path: &Path<'_>) {
        self.faults.borrow_mut().lose_entry(path);
    }

    /// Returns the entries of a map, without those whose key is not a string or is repeated.
    fn entries(&self, pairs: &'n [(Node<'n>, Node<'n>)]) -> Vec<(&'n str, &'n Node<'n>)> {
        let mut entries: Vec<(&str, &Node<'_>)> = Vec::with_capacity(pairs.len());
        let mut appearances: HashMap<&str, usize> = HashMap::with_capacity(pairs.len());
        for (entry, (key, value)) in pairs.iter().enumerate() {
            let location = || self.path.location(Part::InnerKey(entry));
            let Node::String(key) = key else {
                self.fault(not_a_string(location(), key));
                self.lose_entry(self.path);
                continue;
            };
            if key.len() > LONGEST_KEY {
                self.fault(long_key(location()));
                self.lose_entry(self.path);
                continue;
            }
            let appearance = appearances.entry(key).or_default();
            if *appearance == 0 {
                entries.push((key, value));
            } else {
                let path = self.path.key(key);
                self.fault(repeated_key(&path, *appearance));
                self.lose_entry(&path);
            }
            *appearance += 1;
        }
        entries
    }

    /// Records faults for the keys of `given` that are not in `fields`, and poisons the keys that they can stand for.
    /// Returns the misspelled known keys.
    fn misspelt_keys(
        &self,
        given: &[(&'n str, &'n Node<'n>)],
        fields: &'static [&'static str],
    ) -> Vec<&'static str> {
        if given.iter().all(|(key, _)| fields.contains(key)) {
            return Vec::new();
        }
        let is_given = |field: &&&str| given.iter().any(|(key, _)| key == *field);
        let absent: Vec<_> = fields.iter().filter(|field| !is_given(field)).collect();
        let mut misspelt = Vec::new();
        for (key, value) in given.iter().filter(|(key, _)| !fields.contains(key)) {
            let near = synonym(key, fields, |field| absent.contains(&&field))
                .or_else(|| nearest(key, fields.iter().copied()));
            self.fault(unknown_key(&self.path.key(key), near, fields, value));
            match near {
                _ if *key == MERGE => self.poison(self.path),
                Some(near) => {
                    self.poison(&self.path.key(near));
                    misspelt.push(near);
                }
                // The key can stand for any of them.
                None => absent
                    .iter()
                    .for_each(|key| self.poison(&self.path.key(key))),
            }
        }
        misspelt
    }
}

fn wrong_kind(path: &Path<'_>, wanted: Wanted, node: &Node<'_>) -> Fault {
    let message = format!("expected {}, found {}", wanted.text(), node.kind());
    Fault::value(Code::WrongKind, path, message, wanted.remedy(path, node))
}

fn not_a_string(location: Location, key: &Node<'_>) -> Fault {
    let message = format!("this key is {}, not a string", key.kind());
    Fault::new(Code::WrongKind, location, message, "put the key in quotes")
}

fn long_key(location: Location) -> Fault {
    let message = format!("this key is longer than {LONGEST_KEY} bytes");
    Fault::new(Code::BadName, location, message, "shorten it")
}

/// Creates the fault of a repeated key. `appearance` counts from 0.
fn repeated_key(path: &Path<'_>, appearance: usize) -> Fault {
    let location = path.location(Part::RepeatedKey(appearance));
    let message = format!("the key `{}` appears twice", path.last_key());
    let fault = Fault::new(Code::RepeatedKey, location, message, "keep one of the two");
    fault.related(path.at_key(), "first here")
}

fn not_one_item_type(path: &Path<'_>, nodes: &[Node<'_>]) -> Fault {
    let message = "a list type needs exactly one type in its brackets";
    let help =
        remedy_of_list(nodes).unwrap_or_else(|| "write `[T]`, such as `[string]`".to_owned());
    Fault::value(Code::BadTypeExpression, path, message, help)
}

fn undecodable(path: &Path<'_>, error: &Impossible) -> Fault {
    let help = "read spec/README.md";
    Fault::value(Code::WrongKind, path, error.to_string(), help)
}

fn missing_key(path: &Path<'_>, wanted: Wanted) -> Fault {
    let key = path.last_key();
    let message = format!("the key `{key}` is missing");
    let help = format!("add `{key}:` with {}", wanted.text());
    Fault::key(Code::MissingKey, path, message, help)
}

/// The key of YAML that merges another map into this one.
const MERGE: &str = "<<";

/// Creates the fault of an unknown key, which can be a misspelled key of `fields`.
fn unknown_key(
    path: &Path<'_>,
    near: Option<&str>,
    fields: &[&'static str],
    value: &Node<'_>,
) -> Fault {
    let key = path.last_key();
    let help = match near {
        _ if key == MERGE => "write all keys: a spec does not support merge keys".to_owned(),
        Some(near) => format!("did you mean `{near}`?"),
        None if *value == Node::Null && (key.contains(' ') || key.ends_with(['.', '!', '?'])) => {
            "a comma ends a text within `{ … }`: put the text in quotes".to_owned()
        }
        None => remedy(path, value, fields)
            .unwrap_or_else(|| choices("keys here", fields.iter().copied())),
    };
    Fault::key(Code::UnknownKey, path, format!("unknown key `{key}`"), help)
}

impl<'n> Deserializer<'n> for Decoder<'n, '_> {
    type Error = Impossible;

    fn deserialize_any<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        match self.input {
            Input::Node(Node::String(_) | Node::Integer(_)) => visitor.visit_some(self),
            Input::Node(Node::Map(_)) => visitor.visit_newtype_struct(self),
            _ => {
                self.expect(Wanted::ConstantOrMap, |_| None::<()>);
                visitor.visit_newtype_struct(Decoder {
                    input: Input::StandIn,
                    ..self
                })
            }
        }
    }

    fn deserialize_enum<V: Visitor<'n>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Impossible> {
        match self.input {
            Input::Node(node) if is_type(node) => visitor.visit_some(self),
            Input::Node(Node::Map(_)) => visitor.visit_newtype_struct(self),
            _ => {
                self.expect(Wanted::TypeOrFields, |_| None::<()>);
                visitor.visit_newtype_struct(Decoder {
                    input: Input::StandIn,
                    ..self
                })
            }
        }
    }

    fn deserialize_str<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        let text = self.expect(Wanted::String, |node| match node {
            Node::String(text) => Some(&**text),
            _ => None,
        });
        visitor.visit_borrowed_str(text.unwrap_or_default())
    }

    fn deserialize_string<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bool<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        let value = self.expect_or_empty(Wanted::Boolean, |node| match node {
            Node::Boolean(value) => Some(*value),
            _ => None,
        });
        visitor.visit_bool(value.unwrap_or_default())
    }

    fn deserialize_u32<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        let value = self.expect(Wanted::Number, |node| match node {
            Node::Integer(value) => u32::try_from(*value).ok(),
            _ => None,
        });
        visitor.visit_u32(value.unwrap_or_default())
    }

    fn deserialize_i128<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        let constant = self.expect(Wanted::Constant, |node| match node {
            Node::String(_) | Node::Integer(_) => Some(node),
            _ => None,
        });
        match constant {
            Some(Node::Integer(value)) => visitor.visit_i128(*value),
            Some(Node::String(text)) => visitor.visit_borrowed_str(text),
            _ => visitor.visit_borrowed_str(""),
        }
    }

    fn deserialize_option<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        match self.input {
            Input::Node(Node::Null) | Input::Absent | Input::StandIn => visitor.visit_none(),
            Input::Node(_) => visitor.visit_some(self),
        }
    }

    fn deserialize_seq<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        let nodes = self.expect_or_empty(Wanted::List, |node| match node {
            Node::List(nodes) => Some(nodes.as_slice()),
            _ => None,
        });
        visitor.visit_seq(Elements {
            nodes: nodes.unwrap_or_default().iter().enumerate(),
            decoder: self,
        })
    }

    fn deserialize_map<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, Impossible> {
        let pairs = self.expect_or_empty(Wanted::Map, |node| match node {
            Node::Map(pairs) => Some(pairs.as_slice()),
            _ => None,
        });
        let entries = self.entries(pairs.unwrap_or_default());
        let entries = entries
            .into_iter()
            .map(|(key, node)| (key, Input::Node(node)));
        visitor.visit_map(Entries {
            entries,
            value: None,
            depth: 0,
            decoder: self,
        })
    }

    fn deserialize_struct<V: Visitor<'n>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Impossible> {
        let pairs = self.expect(Wanted::Keys(fields), |node| match node {
            Node::Map(pairs) => Some(pairs.as_slice()),
            _ => None,
        });
        let given = self.entries(pairs.unwrap_or_default());
        // A misspelled key has no second fault for a missing key.
        let misspelt = self.misspelt_keys(&given, fields);
        let is_merged = given.iter().any(|(key, _)| *key == MERGE);
        let entries = fields.iter().map(|field| {
            let node = given.iter().find(|(key, _)| key == field);
            let input = match node {
                Some((_, node)) => Input::Node(node),
                None if pairs.is_none() || is_merged || misspelt.contains(field) => Input::StandIn,
                None => Input::Absent,
            };
            (*field, input)
        });
        visitor.visit_map(Entries {
            entries,
            value: None,
            depth: 0,
            decoder: self,
        })
    }

    fn deserialize_newtype_struct<V: Visitor<'n>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Impossible> {
        match self.expect(Wanted::Scalar, |node| match node {
            Node::Null | Node::List(_) | Node::Map(_) | Node::Tagged => None,
            scalar => Some(scalar),
        }) {
            Some(Node::Boolean(value)) => visitor.visit_bool(*value),
            Some(Node::Integer(value)) => visitor.visit_i128(*value),
            Some(Node::Number(value)) => visitor.visit_f64(*value),
            Some(Node::String(value)) => visitor.visit_borrowed_str(value),
            _ => visitor.visit_borrowed_str(""),
        }
    }

    fn deserialize_tuple_struct<V: Visitor<'n>>(
        self,
        _name: &'static str,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Impossible> {
        match self.input {
            Input::Node(Node::List(_)) => self.deserialize_seq(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_tuple<V: Visitor<'n>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Impossible> {
        match self.input {
            Input::Node(Node::List(nodes)) => {
                if nodes.len() == 1 {
                    return self.deserialize_seq(visitor);
                }
                self.fault(not_one_item_type(self.path, nodes));
                return visitor.visit_unit();
            }
            Input::Node(Node::Map(pairs)) if pairs.len() == 1 => {
                let entries = self.entries(pairs).into_iter();
                return visitor.visit_map(Entries {
                    entries: entries.map(|(key, node)| (key, Input::Node(node))),
                    value: None,
                    depth: self.depth + 1,
                    decoder: self,
                });
            }
            _ => {}
        }
        let text = self.expect(Wanted::Type, |node| match node {
            Node::String(text) => Some(text.trim()),
            _ => None,
        });
        let Some(text) = text else {
            return visitor.visit_unit();
        };
        TypeText {
            text,
            depth: self.depth,
            path: self.path,
            faults: self.faults,
        }
        .deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        <V: Visitor<'n>>
        i8 i16 i32 i64 u8 u16 u64 u128 f32 f64 char bytes byte_buf unit unit_struct
        identifier ignored_any
    }
}

struct Elements<'n, 'a> {
    nodes: std::iter::Enumerate<std::slice::Iter<'n, Node<'n>>>,
    decoder: Decoder<'n, 'a>,
}

impl<'n> SeqAccess<'n> for Elements<'n, '_> {
    type Error = Impossible;

    fn next_element_seed<S: DeserializeSeed<'n>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Impossible> {
        let Some((index, node)) = self.nodes.next() else {
            return Ok(None);
        };
        let path = self.decoder.path.index(index);
        seed.deserialize(Decoder {
            input: Input::Node(node),
            path: &path,
            depth: self.decoder.depth + 1,
            faults: self.decoder.faults,
        })
        .map(Some)
    }
}

struct Entries<'n, 'a, 'k, I> {
    entries: I,
    value: Option<(&'k str, Input<'n>)>,
    /// The number of types around the values.
    depth: usize,
    decoder: Decoder<'n, 'a>,
}

impl<'n, 'k, I: Iterator<Item = (&'k str, Input<'n>)>> MapAccess<'n> for Entries<'n, '_, 'k, I> {
    type Error = Impossible;

    fn next_key_seed<S: DeserializeSeed<'n>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Impossible> {
        self.value = self.entries.next();
        self.value
            .map(|(key, _)| seed.deserialize(StrDeserializer::new(key)))
            .transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'n>>(&mut self, seed: S) -> Result<S::Value, Impossible> {
        let (key, input) = self.value.take().unwrap_or(("", Input::StandIn));
        let path = self.decoder.path.key(key);
        seed.deserialize(Decoder {
            input,
            path: &path,
            depth: self.depth,
            faults: self.decoder.faults,
        })
    }

    /// Lets a map reserve its memory at once.
    fn size_hint(&self) -> Option<usize> {
        self.entries.size_hint().1
    }
}
