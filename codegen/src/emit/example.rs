//! Examples: code in docs, which is compiled as a test.

use super::object::is_required;
use super::ty::is_converted;
use crate::model::{
    Endpoint, Example, Field, Kind, Model, Param, Resource, RuleKind, Shape, Ty, Union,
    object_fields,
};
use crate::name::Name;

/// The call of an endpoint, as a caller would write it: `client.parcels().get("parcel-1")`.
pub(super) fn call(model: &Model, resource: &Resource, endpoint: &Endpoint) -> String {
    let arguments = endpoint
        .params
        .iter()
        .filter(|param| !param.ty.is_optional());
    let arguments: Vec<_> = arguments.map(|param| argument(model, param)).collect();
    let mut code = format!(
        "client.{}().{}({})",
        resource.name,
        endpoint.name,
        arguments.join(", ")
    );
    for param in endpoint
        .params
        .iter()
        .filter(|param| param.ty.is_optional() && is_shown(endpoint, param))
    {
        code.push_str(&format!(".{}({})", param.name, argument(model, param)));
    }
    code
}

/// The call of the first endpoint there is, its method, and a body that answers it, in JSON.
pub(super) fn first_call(model: &Model) -> Option<(String, &'static str, String)> {
    let resource = model.resources.first()?;
    let endpoint = resource.endpoints.first()?;
    let fields = model.response_fields(endpoint);
    Some((
        call(model, resource, endpoint),
        endpoint.method.as_str(),
        body(model, fields),
    ))
}

/// What a caller may write to make the call and use what comes back; lines that start with `#` are not shown.
pub(super) fn usage(model: &Model, resource: &Resource, endpoint: &Endpoint) -> String {
    let call = call(model, resource, endpoint);
    if endpoint.paging.is_some() {
        let statements = format!(
            "let mut items = {call}.into_stream(); \
             while let Some(item) = items.try_next().await? {{ println!(\"{{item:?}}\"); }}"
        );
        return formatted(&statements, "");
    }
    let shown = model
        .response_fields(endpoint)
        .iter()
        .find(|field| field.ty.is_scalar());
    let statement = format!("let response = {call}.send().await?;");
    match shown {
        Some(field) => {
            let show = format!("println!(\"{{}}\", response.{});", field.name);
            formatted(&format!("{statement} {show}"), "")
        }
        None => format!("{}\n# let _ = response;", formatted(&statement, "")),
    }
}

/// The smallest object that these fields can be read from.
fn body(model: &Model, fields: &[Field]) -> String {
    let required = fields
        .iter()
        .filter(|field| !field.ty.is_optional() && !field.ty.has_empty());
    let entries = required.map(|field| {
        let value = match &field.ty {
            Ty::Named {
                name,
                kind: Kind::Object,
            } => body(model, object_fields(&model.types, name).unwrap_or_default()),
            Ty::Named {
                name,
                kind: Kind::Union,
            } => match model.shape(name) {
                Some(Shape::Union(Union {
                    tag,
                    content,
                    variants,
                    ..
                })) => {
                    // One that is not known can hold anything.
                    let mut other = "other".to_owned();
                    while variants.iter().any(|variant| variant.key == other) {
                        other.push('_');
                    }
                    format!("{{ {tag:?}: {other:?}, {content:?}: null }}")
                }
                _ => "{}".to_owned(),
            },
            Ty::JsonObject => "{}".to_owned(),
            _ => format!("{:?}", field.name.as_str()),
        };
        format!("{:?}: {value}", field.key)
    });
    let entries: Vec<_> = entries.collect();
    if entries.is_empty() {
        "{}".to_owned()
    } else {
        format!("{{ {} }}", entries.join(", "))
    }
}

/// Statements of an async function, formatted as all code is, each line after `indent`.
pub(super) fn formatted(statements: &str, indent: &str) -> String {
    // Formatting needs a whole file around the statements, which is cut off again.
    let Ok(file) = syn::parse_str(&format!("async fn example() {{ {statements} }}")) else {
        return statements.to_owned();
    };
    let formatted = prettyplease::unparse(&file);
    let inside = formatted
        .lines()
        .filter_map(|line| line.strip_prefix("    "));
    inside
        .map(|line| format!("{indent}{line}"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether an optional parameter is part of the example: it has one of its own, or a rule asks for it.
fn is_shown(endpoint: &Endpoint, param: &Param) -> bool {
    let mut asked_for = false;
    for rule in &endpoint.rules {
        let in_rule = |other: &&Param| rule.params.iter().any(|(key, _)| *key == other.key);
        let mut candidates = endpoint.params.iter().filter(in_rule);
        // One stands for all that a rule leaves to choose from.
        let first = candidates.clone().next();
        let chosen = candidates.find(|other| other.example.is_some()).or(first);
        let is_chosen = chosen.is_some_and(|chosen| chosen.key == param.key);
        if !is_chosen && rule.kind == RuleKind::OneOf && in_rule(&param) {
            return false;
        }
        asked_for |= is_chosen;
    }
    param.example.is_some() || asked_for
}

/// An argument for a parameter: its example, or one that follows from its type.
fn argument(model: &Model, param: &Param) -> String {
    match &param.example {
        Some(Example::Boolean(value)) => value.to_string(),
        Some(Example::Integer(value)) => value.to_string(),
        Some(Example::Number(value)) => format!("{value:?}"),
        Some(Example::Text(value)) => format!("{value:?}"),
        None => argument_of(model, param.ty.required(), param.name.as_str()),
    }
}

/// An argument of a builder's method, which converts what it gets.
fn argument_of(model: &Model, ty: &Ty, name: &str) -> String {
    match ty {
        Ty::String
        | Ty::Any
        | Ty::Named {
            kind: Kind::Id | Kind::Enum,
            ..
        } => format!("{name:?}"),
        Ty::Timestamp => "\"2021-12-29T12:33:09Z\"".to_owned(),
        Ty::JsonObject => "[(\"key\", \"value\")]".to_owned(),
        Ty::List(item) if is_converted(item) => format!("[{}]", argument_of(model, item, name)),
        Ty::List(item) => format!("[{}]", value(model, item, name)),
        ty => value(model, ty, name),
    }
}

/// A value that has the type already.
fn value(model: &Model, ty: &Ty, name: &str) -> String {
    match ty {
        Ty::Boolean => "true".to_owned(),
        Ty::Integer => "1".to_owned(),
        Ty::Number => "1.0".to_owned(),
        Ty::Optional(_) => "None".to_owned(),
        Ty::List(item) => format!("vec![{}]", value(model, item, name)),
        Ty::Named {
            name: of,
            kind: Kind::Object,
        } => object(model, of),
        Ty::Named {
            name: of,
            kind: Kind::Union,
        } => union(model, of, name),
        converted => format!("{}.into()", argument_of(model, converted, name)),
    }
}

fn object(model: &Model, name: &Name) -> String {
    let Some(Shape::Object(object)) = model.shape(name) else {
        return String::new();
    };
    let required = object
        .fields
        .iter()
        .filter(|field| is_required(object, field));
    let arguments: Vec<_> = required
        .map(|field| argument_of(model, &field.ty, field.name.as_str()))
        .collect();
    format!(
        "{}::types::{name}::new({})",
        model.package.library(),
        arguments.join(", ")
    )
}

fn union(model: &Model, name: &Name, text: &str) -> String {
    let Some(Shape::Union(union)) = model.shape(name) else {
        return String::new();
    };
    // A variant without an object in it, which could lead back here.
    let plain = union.variants.iter().find(|variant| variant.ty.is_scalar());
    match plain {
        Some(variant) => {
            let value = value(model, &variant.ty, text);
            format!(
                "{}::types::{name}::{}({value})",
                model.package.library(),
                variant.name
            )
        }
        None => format!(
            "{}::types::{name}::other({text:?}, \"value\")",
            model.package.library()
        ),
    }
}
