//! Checks values against the model: the parameters of requests, and the bodies of the service's own responses.

use std::fmt;

use codegen::Model;
use codegen::model::{Field, Kind, Name, Object, Shape, Tagging, Ty, Union};
use serde_json::{Map, Value};

/// The direction of a value, which determines how strict its check is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// Lenient, like the vendor. Unknown keys are ignored, null means absent, an absent list means an empty list, and
    /// an empty object means an absent optional object.
    Request,
    /// Strict, like the vendor's responses: every key exists, and no other key.
    Response,
}

/// A difference between a value and the model.
#[derive(Debug)]
pub(crate) struct Mismatch {
    /// The keys from the outermost to the innermost.
    path: Vec<String>,
    pub(crate) what: What,
    /// Whether the value is within a tagged union.
    pub(crate) in_union: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) enum What {
    Missing,
    /// A key that the model does not have.
    Unexpected,
    Expected(Expected),
    TagNotText,
    UnknownVariant,
}

/// The expected kind of value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Expected {
    /// The name in the vendor's types of error.
    pub(crate) name: &'static str,
    /// The name in messages.
    words: &'static str,
}

impl Mismatch {
    fn new(what: What) -> Self {
        Self {
            path: Vec::new(),
            what,
            in_union: false,
        }
    }

    pub(crate) fn at(mut self, key: impl Into<String>) -> Self {
        self.path.insert(0, key.into());
        self
    }

    /// Returns the innermost key.
    pub(crate) fn key(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` ", self.path.join("."))?;
        match self.what {
            What::Missing => f.write_str("is missing"),
            What::Unexpected => f.write_str("is unknown"),
            What::Expected(expected) => write!(f, "must be {}", expected.words),
            What::TagNotText => f.write_str("must be a string"),
            What::UnknownVariant => f.write_str("is an unknown filter"),
        }
    }
}

/// Checks the values of `fields` in `object`.
pub(crate) fn fields(
    model: &Model,
    side: Side,
    fields: &[Field],
    object: &Map<String, Value>,
) -> Result<(), Mismatch> {
    for Field { key, ty, .. } in fields {
        match object.get(key) {
            None | Some(Value::Null) if side == Side::Request && may_be_left_out(ty) => {}
            None => return Err(Mismatch::new(What::Missing).at(key)),
            Some(found) => value(model, side, ty, found).map_err(|mismatch| mismatch.at(key))?,
        }
    }
    if side == Side::Response {
        let is_known = |key: &str| fields.iter().any(|field| field.key == key);
        if let Some(key) = object.keys().find(|key| !is_known(key)) {
            return Err(Mismatch::new(What::Unexpected).at(key));
        }
    }
    Ok(())
}

/// Checks the fields of an object, and the values of its other keys.
fn object(
    model: &Model,
    side: Side,
    object: &Object,
    found: &Map<String, Value>,
) -> Result<(), Mismatch> {
    let Some(extra) = &object.extra else {
        return fields(model, side, &object.fields, found);
    };
    let is_field = |key: &str| object.fields.iter().any(|field| field.key == key);
    let (own, others) = found
        .clone()
        .into_iter()
        .partition(|(key, _)| is_field(key));
    fields(model, side, &object.fields, &own)?;
    value(model, side, &extra.ty, &Value::Object(others))
}

/// Whether a value of this type is optional in requests.
pub(crate) fn may_be_left_out(ty: &Ty) -> bool {
    matches!(ty, Ty::Optional(_) | Ty::List(_) | Ty::Map { .. } | Ty::Any)
}

/// Checks one value.
pub(crate) fn value(model: &Model, side: Side, ty: &Ty, found: &Value) -> Result<(), Mismatch> {
    let (fits, name, words) = match ty {
        Ty::Any | Ty::RawBytes | Ty::File | Ty::Poisoned => return Ok(()),
        Ty::Optional(_) if found.is_null() => return Ok(()),
        Ty::Optional(inner) if side == Side::Request && is_empty_object(model, inner, found) => {
            return Ok(());
        }
        Ty::Optional(inner) => return value(model, side, inner, found),
        Ty::List(inner) if is_text(inner) => {
            let is_text = |found: &[Value]| found.iter().all(Value::is_string);
            let fits = found.as_array().is_some_and(|found| is_text(found));
            (fits, "array_of_string", "a list of strings")
        }
        Ty::List(inner) => {
            for (index, found) in found.as_array().into_iter().flatten().enumerate() {
                value(model, side, inner, found)
                    .map_err(|mismatch| mismatch.at(format!("{index}")))?;
            }
            (found.is_array(), "array", "a list")
        }
        Ty::Map { value: inner, .. } => {
            for (key, found) in found.as_object().into_iter().flatten() {
                value(model, side, inner, found).map_err(|mismatch| mismatch.at(key))?;
            }
            (found.is_object(), "object", "an object")
        }
        Ty::Boolean => (found.is_boolean(), "bool", "true or false"),
        Ty::Integer => (found.is_i64(), "integer", "a whole number"),
        Ty::Int32 => {
            let number = found.as_i64().map(i32::try_from);
            (
                matches!(number, Some(Ok(_))),
                "integer",
                "a whole number of 32 bits",
            )
        }
        Ty::Uint64 => (
            found.is_u64(),
            "integer",
            "a whole number that is not negative",
        ),
        Ty::UnixTime => (found.is_i64(), "integer", "a whole number of seconds"),
        Ty::Number => (found.is_number(), "number", "a number"),
        Ty::Date => {
            let day = found.as_str().map(str::parse::<jiff::civil::Date>);
            (
                matches!(day, Some(Ok(_))),
                "date",
                "a date in RFC 3339 format",
            )
        }
        Ty::Timestamp => {
            let moment = found.as_str().map(str::parse::<jiff::Timestamp>);
            let words = "a timestamp in RFC 3339 format";
            (matches!(moment, Some(Ok(_))), "timestamp", words)
        }
        Ty::JsonObject => (found.is_object(), "object", "an object"),
        Ty::Named { name, .. } => match (model.shape(name), found) {
            (Some(Shape::Object(shape)), Value::Object(found)) => {
                return object(model, side, shape, found);
            }
            (Some(Shape::Union(union)), found) if union.tagging.tag().is_none() => {
                let mut types = union.variants.iter().filter_map(|it| it.ty.as_ref());
                let fits = types.any(|ty| value(model, side, ty, found).is_ok());
                (fits, "union", "a value of one of the variants")
            }
            (Some(Shape::Union(union)), Value::Object(found)) => {
                return variant(model, side, union, found);
            }
            (Some(Shape::IntegerEnum(_)), found) => (found.is_i64(), "integer", "a whole number"),
            (Some(Shape::Object(_) | Shape::Union(_)), _) => (false, "object", "an object"),
            _ => (found.is_string(), "string", "a string"),
        },
        Ty::String | Ty::Decimal | Ty::Uuid | Ty::Bytes => {
            (found.is_string(), "string", "a string")
        }
    };
    if fits {
        return Ok(());
    }
    Err(Mismatch::new(What::Expected(Expected { name, words })))
}

/// Checks an object with a tag, and the content of the variant with that tag.
fn variant(
    model: &Model,
    side: Side,
    union: &Union,
    found: &Map<String, Value>,
) -> Result<(), Mismatch> {
    let tag_key = union.tagging.tag().unwrap_or_default();
    let check = || {
        let tag = match found.get(tag_key) {
            None | Some(Value::Null) => return Err(Mismatch::new(What::Missing).at(tag_key)),
            Some(Value::String(tag)) => tag,
            Some(_) => return Err(Mismatch::new(What::TagNotText).at(tag_key)),
        };
        let Some(variant) = union.variants.iter().find(|variant| variant.key == *tag) else {
            return Err(Mismatch::new(What::UnknownVariant).at(tag_key));
        };
        match (&union.tagging, &variant.ty) {
            (Tagging::Adjacent { content, .. }, Some(ty)) => match found.get(content) {
                None | Some(Value::Null) => Err(Mismatch::new(What::Missing)),
                Some(content) => value(model, side, ty, content),
            }
            .map_err(|mismatch| mismatch.at(content)),
            (Tagging::Internal { .. }, Some(Ty::Named { name, .. })) => {
                next_to_tag(model, side, name, tag_key, found)
            }
            (_, None) | (Tagging::Internal { .. } | Tagging::Untagged { .. }, Some(_)) => Ok(()),
        }
    };
    check().map_err(|mismatch| Mismatch {
        in_union: true,
        ..mismatch
    })
}

/// Checks the fields of the object called `name` next to a tag.
fn next_to_tag(
    model: &Model,
    side: Side,
    name: &Name,
    tag: &str,
    found: &Map<String, Value>,
) -> Result<(), Mismatch> {
    let Some(Shape::Object(object)) = model.shape(name) else {
        return Ok(());
    };
    let mut found = found.clone();
    if object.fields.iter().all(|field| field.key != tag) {
        found.remove(tag);
    }
    self::object(model, side, object, &found)
}

/// Whether the type is an object with fields, and the value is an empty object.
fn is_empty_object(model: &Model, ty: &Ty, found: &Value) -> bool {
    let is_object = || match ty {
        Ty::Named { name, .. } => matches!(model.shape(name), Some(Shape::Object(_))),
        _ => false,
    };
    found.as_object().is_some_and(Map::is_empty) && is_object()
}

fn is_text(ty: &Ty) -> bool {
    match ty {
        Ty::String => true,
        Ty::Named { kind, .. } => matches!(kind, Kind::Id | Kind::Enum),
        _ => false,
    }
}
