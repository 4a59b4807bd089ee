//! Examples: code in docs, which is compiled as a test.

use std::collections::{HashMap, HashSet};

use proc_macro2::Literal;

use super::ty::{empty, is_converted};
use crate::model::{
    Constructor, Endpoint, Example, Field, Kind, Method, Model, Param, Resource, Response,
    RuleKind, Shape, Tagging, Ty, Union, Variant,
};
use crate::name::Name;
use crate::reserved::NEW;

/// The most values of an example for one parameter, or for one body. Types that contain each other can need any number
/// of values, and readers skip a longer example.
const LARGEST: usize = 12;

/// The code that calls an endpoint.
pub(super) struct Call {
    /// `client.parcels().get("parcel-1")`.
    pub(super) code: String,
    /// The arguments of the function around the call. They replace large values: `place: parcels::types::Place, `.
    pub(super) arguments: String,
}

pub(super) fn call(model: &Model, resource: &Resource, endpoint: &Endpoint) -> Call {
    let mut arguments = String::new();
    let mut argument = |param: &Param| {
        argument(model, param).unwrap_or_else(|| {
            let ty = type_path(model, param.ty.required());
            // The function around the call already has a `client`.
            let name = format!("the_{}", param.name.as_str());
            arguments.push_str(&format!("{name}: {ty}, "));
            name
        })
    };
    let (optional, required): (Vec<_>, Vec<_>) = endpoint
        .params
        .iter()
        .partition(|param| param.ty.is_optional());
    let required: Vec<_> = required.into_iter().map(&mut argument).collect();
    let mut code = format!(
        "client.{}().{}({})",
        resource.name,
        endpoint.name,
        required.join(", ")
    );
    let choice = Choice::of(endpoint);
    for param in optional {
        if choice.shows(model, param) {
            code.push_str(&format!(".{}({})", param.setter(), argument(param)));
        }
    }
    Call { code, arguments }
}

/// The path of the type of a large argument, from outside the crate.
fn type_path(model: &Model, ty: &Ty) -> String {
    match ty {
        Ty::List(item) => format!("Vec<{}>", type_path(model, item)),
        Ty::Map { key, value } => {
            let (key, value) = (type_path(model, key), type_path(model, value));
            format!("std::collections::BTreeMap<{key}, {value}>")
        }
        Ty::String => "String".to_owned(),
        Ty::Named { name, .. } => format!("{}::types::{name}", model.package.library()),
        // A value of any other type is small.
        _ => String::new(),
    }
}

/// The example call of the guide and the README.
pub(super) struct Sample<'m> {
    pub(super) call: Call,
    pub(super) endpoint: &'m Endpoint,
    /// A response body in JSON, unless it would be large.
    pub(super) body: Option<String>,
}

impl Sample<'_> {
    /// Whether the example is complete.
    pub(super) fn is_whole(&self) -> bool {
        self.call.arguments.is_empty() && self.body.is_some()
    }
}

/// Selects the call with the shortest path. The call must be complete and not deprecated, and must not delete data. It
/// often lists or creates the main objects of the API. The selection does not depend on the order of the spec, or on
/// endpoints with longer paths.
pub(super) fn sample<'m>(model: &'m Model) -> Option<Sample<'m>> {
    let mut nearest: Vec<_> = model.endpoints().collect();
    nearest.sort_by_cached_key(|(_, endpoint)| {
        let Endpoint { path, method, .. } = endpoint;
        let is_last = *method == Method::Delete || endpoint.deprecated.is_some();
        (is_last, path.matches('/').count(), path, *method)
    });
    let sample = |(resource, endpoint): (_, &'m Endpoint)| {
        let mut left = LARGEST;
        Sample {
            call: call(model, resource, endpoint),
            endpoint,
            body: body(model, &endpoint.response, &mut left),
        }
    };
    let whole = nearest.iter().copied().map(sample).find(Sample::is_whole);
    whole.or_else(|| nearest.first().copied().map(sample))
}

/// The example code that makes the call and uses the response. Rustdoc hides lines that start with `#`.
pub(super) fn usage(model: &Model, endpoint: &Endpoint, call: &str) -> String {
    if endpoint.paging.is_some() {
        let statements = format!(
            "let mut items = {call}.into_stream(); \
             while let Some(item) = items.try_next().await? {{ println!(\"{{item:?}}\"); }}"
        );
        return formatted(&statements, "");
    }
    let shown = model
        .types
        .response_fields(&endpoint.response)
        .iter()
        .find(|field| field.ty.is_scalar() && field.deprecated.is_none());
    let statement = format!("let response = {call}.send().await?;");
    match (shown, &endpoint.response) {
        (Some(field), _) => {
            let show = format!("println!(\"{{}}\", response.{});", field.name);
            formatted(&format!("{statement} {show}"), "")
        }
        (None, Response::Bytes) => {
            let show = "println!(\"{} bytes\", response.len());";
            formatted(&format!("{statement} {show}"), "")
        }
        (None, Response::Events(_)) => formatted(
            &format!(
                "let mut events = {call}.send().await?.into_inner(); \
                 while let Some(event) = events.try_next().await? {{ println!(\"{{:?}}\", event.data); }}"
            ),
            "",
        ),
        (None, Response::Text) => {
            let show = "println!(\"{}\", response.into_inner());";
            formatted(&format!("{statement} {show}"), "")
        }
        (None, Response::Type(ty)) if !ty.is_object() => formatted(
            &format!("{statement} println!(\"{{:?}}\", response.into_inner());"),
            "",
        ),
        (None, _) => format!("{}\n# let _ = response;", formatted(&statement, "")),
    }
}

/// The smallest valid JSON body of the response, if it has at most `left` entries.
fn body(model: &Model, response: &Response, left: &mut usize) -> Option<String> {
    match response {
        Response::Type(ty) => json(model, ty, "body", left),
        Response::Bytes | Response::Text | Response::Events(_) => None,
        response => object(model, model.types.response_fields(response), left),
    }
}

/// The smallest valid object with these fields.
fn object(model: &Model, fields: &[Field], left: &mut usize) -> Option<String> {
    let required = fields.iter().filter(|field| empty(&field.ty).is_none());
    let mut entries = Vec::new();
    for field in required {
        *left = left.checked_sub(1)?;
        let value = json(model, &field.ty, field.name.as_str(), left)?;
        entries.push(format!("{:?}: {value}", field.key));
    }
    Some(if entries.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {} }}", entries.join(", "))
    })
}

/// The smallest value of type `ty`. A text is `name`.
fn json(model: &Model, ty: &Ty, name: &str, left: &mut usize) -> Option<String> {
    Some(match ty {
        Ty::Named {
            name,
            kind: Kind::Object,
        } => {
            let fields = model.types.object_fields(name).unwrap_or_default();
            object(model, fields, left)?
        }
        Ty::Named {
            name,
            kind: Kind::Union | Kind::Untagged,
        } => match model.shape(name) {
            Some(Shape::Union(Union { tagging, variants })) => {
                // An unknown variant can have any content.
                let mut other = "other".to_owned();
                while variants.iter().any(|variant| variant.key == other) {
                    other.push('_');
                }
                match tagging {
                    Tagging::Adjacent { tag, content, .. } => {
                        format!("{{ {tag:?}: {other:?}, {content:?}: null }}")
                    }
                    Tagging::Internal { tag, .. } => format!("{{ {tag:?}: {other:?} }}"),
                    Tagging::Untagged { .. } => format!("{other:?}"),
                }
            }
            _ => "{}".to_owned(),
        },
        Ty::JsonObject | Ty::Map { .. } => "{}".to_owned(),
        Ty::List(_) => "[]".to_owned(),
        Ty::Optional(_) | Ty::Any | Ty::RawBytes | Ty::File => "null".to_owned(),
        Ty::Boolean => "true".to_owned(),
        Ty::Integer
        | Ty::Int32
        | Ty::Uint64
        | Ty::Number
        | Ty::UnixTime
        | Ty::Named {
            kind: Kind::IntegerEnum,
            ..
        } => "1".to_owned(),
        Ty::Decimal => "\"1.50\"".to_owned(),
        Ty::Bytes => "\"Ynl0ZXM=\"".to_owned(),
        Ty::String | Ty::Timestamp | Ty::Date | Ty::Uuid | Ty::Named { .. } | Ty::Poisoned => {
            format!("{name:?}")
        }
    })
}

/// Formats statements of an async function like all code. Each line starts with `indent`, and has fewer than 80 columns
/// if possible.
pub(super) fn formatted(statements: &str, indent: &str) -> String {
    const TAB: &str = "    ";
    // Formatting needs a whole file around the statements, which is removed afterwards. Blocks in it use up columns:
    // code has 89 of them.
    let blocks = 2 + indent.len() / TAB.len();
    let (open, close) = ("{ ".repeat(blocks), " }".repeat(blocks));
    let file = format!("async fn example() {{ {open}{statements}{close} }}");
    let Ok(file) = syn::parse_str(&file) else {
        return statements.to_owned();
    };
    let formatted = prettyplease::unparse(&file);
    let inside = formatted
        .lines()
        .filter_map(|line| line.strip_prefix(&*TAB.repeat(blocks + 1)));
    inside
        .map(|line| format!("{indent}{line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The parameters that the example sets and omits, to satisfy the rules of the endpoint.
#[derive(Default)]
struct Choice<'m> {
    set: HashSet<&'m str>,
    left_out: HashSet<&'m str>,
}

impl<'m> Choice<'m> {
    /// For each rule, the example sets one parameter: the first with an example, or else the first. It sets a
    /// deprecated parameter only if all are deprecated.
    fn of(endpoint: &'m Endpoint) -> Self {
        let order = |(index, param): (usize, &'m Param)| {
            let is_deprecated = param.deprecated.is_some();
            (&*param.key, (is_deprecated, param.example.is_none(), index))
        };
        let order: HashMap<&str, _> = endpoint.params.iter().enumerate().map(order).collect();
        let mut choice = Self::default();
        for rule in &endpoint.rules {
            let keys = || rule.params.iter().map(|param| &*param.key);
            let chosen = keys().min_by_key(|key| order.get(key));
            choice.set.extend(chosen);
            if rule.kind == RuleKind::OneOf {
                let others = keys().filter(|key| Some(*key) != chosen);
                choice.left_out.extend(others);
            }
        }
        choice
    }

    /// Whether an optional parameter is part of the example. A rule requires it, or it is not deprecated and has an
    /// example, or a type with a constructor in the spec.
    fn shows(&self, model: &Model, param: &Param) -> bool {
        let has_value =
            param.example.is_some() || constructor(model, param.ty.required()).is_some();
        let is_useful = has_value && param.deprecated.is_none();
        let key = &*param.key;
        (is_useful || self.set.contains(key)) && !self.left_out.contains(key)
    }
}

/// The first constructor that the spec defines for an object of type `ty`.
fn constructor<'m>(model: &'m Model, ty: &Ty) -> Option<&'m Constructor> {
    match ty {
        Ty::Named { name, .. } => match model.shape(name)? {
            Shape::Object(object) => object.constructors.first(),
            _ => None,
        },
        _ => None,
    }
}

/// An argument for a parameter: its example, or else a value inferred from its type, if it is small.
fn argument(model: &Model, param: &Param) -> Option<String> {
    Some(match &param.example {
        Some(Example::Boolean(value)) => value.to_string(),
        Some(Example::Integer(value)) if is_converted(param.ty.required()) => {
            format!("{value}_i64")
        }
        Some(Example::Integer(value)) => value.to_string(),
        Some(Example::Number(value)) => format!("{value:?}"),
        Some(Example::Text(value)) => format!("{value:?}"),
        Some(Example::Bytes(value)) => Literal::byte_string(value).to_string(),
        None => {
            let mut values = Values {
                model,
                left: LARGEST,
            };
            return values.argument(param.ty.required(), param.name.as_str());
        }
    })
}

/// Creates values, up to a limit.
struct Values<'m> {
    model: &'m Model,
    left: usize,
}

impl Values<'_> {
    /// An argument of a method that converts its arguments.
    fn argument(&mut self, ty: &Ty, name: &str) -> Option<String> {
        self.left = self.left.checked_sub(1)?;
        match ty {
            Ty::String
            | Ty::Any
            | Ty::RawBytes
            | Ty::Named {
                kind: Kind::Id | Kind::Enum,
                ..
            } => Some(format!("{name:?}")),
            Ty::Decimal => Some("\"1.50\"".to_owned()),
            Ty::Timestamp => Some("\"2021-12-29T12:33:09Z\"".to_owned()),
            Ty::Date => Some("\"2021-12-29\"".to_owned()),
            Ty::UnixTime => Some("1_640_781_189_i64".to_owned()),
            Ty::Uuid => Some("\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"".to_owned()),
            Ty::Bytes => Some("b\"bytes\"".to_owned()),
            Ty::JsonObject => Some("[(\"key\", \"value\")]".to_owned()),
            Ty::List(item) if is_converted(item) => {
                Some(format!("[{}]", self.argument(item, name)?))
            }
            Ty::List(item) => Some(format!("[{}]", self.value(item, name)?)),
            Ty::Map { value, .. } if is_converted(value) => {
                Some(format!("[(\"key\", {})]", self.argument(value, name)?))
            }
            Ty::Map { value, .. } => Some(format!("[(\"key\", {})]", self.value(value, name)?)),
            ty => self.value(ty, name),
        }
    }

    /// A value of type `ty`, for code without conversions.
    fn value(&mut self, ty: &Ty, name: &str) -> Option<String> {
        Some(match ty {
            Ty::Boolean => "true".to_owned(),
            Ty::Integer | Ty::Int32 | Ty::Uint64 => "1".to_owned(),
            Ty::Number => "1.0".to_owned(),
            Ty::File => {
                let library = self.model.package.library();
                format!("{library}::File::new(\"file.txt\", \"content\")")
            }
            Ty::Optional(_) => "None".to_owned(),
            Ty::List(item) => format!("vec![{}]", self.value(item, name)?),
            Ty::Map { value, .. } => {
                let value = self.value(value, name)?;
                format!("std::collections::BTreeMap::from([(\"key\".into(), {value})])")
            }
            Ty::Named {
                name: of,
                kind: Kind::IntegerEnum,
            } => self.integer(of)?,
            Ty::Named {
                name: of,
                kind: Kind::Object,
            } => self.object(of)?,
            Ty::Named {
                name: of,
                kind: Kind::Union | Kind::Untagged,
            } => self.union(of, name)?,
            converted => format!("{}.into()", self.argument(converted, name)?),
        })
    }

    /// A value of an enum of integers.
    fn integer(&self, name: &Name) -> Option<String> {
        let Some(Shape::IntegerEnum(values)) = self.model.shape(name) else {
            return None;
        };
        let path = format!("{}::types::{name}", self.model.package.library());
        let known = values.iter().find(|value| value.deprecated.is_none());
        Some(match known {
            Some(value) => format!("{path}::{}", value.name),
            None => format!("{path}::from(0)"),
        })
    }

    fn object(&mut self, name: &Name) -> Option<String> {
        let Some(Shape::Object(object)) = self.model.shape(name) else {
            return None;
        };
        let constructor = object.constructors.first();
        let is_argument = |field: &&Field| match constructor {
            Some(constructor) => constructor.takes(field),
            None => field.is_required(),
        };
        let arguments = object.fields.iter().filter(is_argument);
        let arguments: Option<Vec<_>> = arguments
            .map(|field| self.argument(&field.ty, field.name.as_str()))
            .collect();
        Some(format!(
            "{}::types::{name}::{}({})",
            self.model.package.library(),
            constructor.map_or(NEW.to_owned(), |constructor| constructor.name.to_string()),
            arguments?.join(", ")
        ))
    }

    fn union(&mut self, name: &Name, text: &str) -> Option<String> {
        let Some(Shape::Union(union)) = self.model.shape(name) else {
            return None;
        };
        let path = format!("{}::types::{name}", self.model.package.library());
        // A variant without an object, which could contain the same union again.
        let is_plain = |variant: &&Variant| {
            variant.ty.as_ref().is_none_or(Ty::is_scalar) && variant.deprecated.is_none()
        };
        let plain = union.variants.iter().find(is_plain);
        Some(match (plain, &union.tagging) {
            (Some(Variant { name, ty, .. }), _) => match ty {
                Some(ty) => format!("{path}::{name}({})", self.value(ty, text)?),
                None => format!("{path}::{name}"),
            },
            (None, Tagging::Adjacent { .. }) => format!("{path}::other({text:?}, \"value\")"),
            (None, Tagging::Internal { .. }) => {
                format!("{path}::other({text:?}, [(\"key\", \"value\")])")
            }
            (None, Tagging::Untagged { .. }) => format!("{path}::other({text:?})"),
        })
    }
}
