//! Ids and types: their names first, since they may refer to each other, then what is in them.

use std::collections::HashMap;

use super::check::{Check, listed_twice, or_empty, text};
use super::constructors::constructors;
use super::namespace::{Entry, Namespace};
use super::reserved::{CONVERSIONS, UNRECOGNIZED};
use super::symbols::Symbols;
use super::type_graph::{box_recursive, refuse_endless};
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Object, Shape, Type, Types, Union, Value};
use crate::name::Name;
use crate::spec::{self, ResourceFile};

/// All types that could be resolved, in the order of the files.
pub(super) fn resolve(check: &mut Check, files: &[ResourceFile], symbols: &Symbols) -> Types {
    let mut types = Vec::new();
    let mut bodies = Vec::new();
    for ResourceFile { file, source, spec } in files {
        let root = Path::root(*file);
        let ids = spec.ids.iter().map(|(key, docs)| (key, docs, None));
        let others = spec
            .types
            .iter()
            .map(|(key, spec)| (key, &spec.docs, Some(spec)));
        for (key, docs, spec) in ids.chain(others) {
            let types_path = root.key("types");
            let path = types_path.key(key);
            let shape = match spec {
                None => Some(Shape::Id),
                Some(spec) => shape(check, &path, spec, symbols),
            };
            let Some((name, module)) = symbols.file(key) else {
                continue;
            };
            let Some(shape) = shape else { continue };
            bodies.push((*file, key.as_str(), spec));
            types.push(Type {
                name,
                module,
                docs: text(docs),
                source: source.clone(),
                shape,
            });
        }
    }
    constructors(check, &bodies, &mut types);
    let mut types = Types::from(types);
    refuse_endless(check, &bodies, &types);
    box_recursive(&mut types);
    types
}

fn shape(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Type,
    symbols: &Symbols,
) -> Option<Shape> {
    check.docs(&path.key("docs"), &spec.docs);
    let shapes = [
        ("fields", spec.fields.is_some()),
        ("enum", spec.values.is_some()),
        ("variants", spec.variants.is_some()),
    ];
    match shapes.into_iter().filter(|(_, there)| *there).count() {
        1 => {}
        0 => {
            let message =
                "this type has no shape: it is neither an object, nor an enum, nor a tagged union";
            check.fault(Fault::key(
                Code::BadShape,
                path,
                message,
                "add `fields`, `enum` or `variants`",
            ));
            return None;
        }
        _ => {
            let message = "a type is exactly one of an object, an enum and a tagged union";
            let help = "keep one of `fields`, `enum` and `variants`";
            let fault = Fault::key(Code::BadShape, path, message, help);
            check.fault(fault.related_keys(path, shapes, "one shape"));
            return None;
        }
    }
    if spec.variants.is_none() {
        for (key, given) in [
            ("tag", spec.tag.is_some()),
            ("content", spec.content.is_some()),
        ] {
            if given {
                let message = format!("`{key}` says nothing without `variants`");
                check.fault(Fault::key(
                    Code::UselessKey,
                    &path.key(key),
                    message,
                    "remove it",
                ));
            }
        }
    }
    if spec.fields.is_none() && !spec.constructors.is_empty() {
        check.fault(Fault::key(
            Code::UselessKey,
            &path.key("constructors"),
            "`constructors` says nothing without `fields`",
            "remove it",
        ));
    }
    if let Some(fields) = &spec.fields {
        let names = Namespace::default();
        let fields = symbols.fields(check, &path.key("fields"), fields, Name::snake, names);
        Some(Shape::Object(Object {
            fields,
            constructors: Vec::new(),
            sent: false,
        }))
    } else if let Some(values) = &spec.values {
        Some(Shape::Enum(enum_values(check, &path.key("enum"), values)))
    } else {
        union(check, path, spec, symbols).map(Shape::Union)
    }
}

fn enum_values(check: &mut Check, list: &Path<'_>, spec: &[spec::EnumValue]) -> Vec<Value> {
    if spec.is_empty() {
        check.fault(Fault::key(
            Code::MissingEntry,
            list,
            "an enum needs at least one value",
            "list the values that are known",
        ));
    }
    let mut names = Namespace::with_own(&[UNRECOGNIZED]);
    let mut seen = HashMap::new();
    let mut values = Vec::new();
    for (index, spec) in spec.iter().enumerate() {
        let path = list.index(index);
        let (value, value_path, docs, given) = match spec {
            spec::EnumValue::Bare(value) => (value, path, None, None),
            spec::EnumValue::Full(full) => (
                &full.value,
                path.key("value"),
                full.docs.as_deref(),
                full.name.as_deref(),
            ),
        };
        if let Some(docs) = docs {
            check.docs(&path.key("docs"), docs);
        }
        if let Some(first) = seen.insert(value, value_path.at_value()) {
            let message = format!("the value `{value}` stands here twice");
            check.fault(listed_twice(&value_path, message, first));
            continue;
        }
        let what = format!("`{value}`");
        let name = match given {
            Some(given) => {
                check.plain_text(&value_path, Part::Value, value);
                let path = path.key("name");
                let help = "write a name such as `in_progress`";
                let name = check.name(&path, Part::Value, given, Name::camel, help);
                let help = "write `{ value: …, name: … }` with another name for Rust";
                let location = path.at_value();
                name.filter(|name| check.claim(&mut names, name, value, what, location, help))
            }
            None => {
                let help = "write `{ value: …, name: … }` with a name for Rust";
                let name = check.name(&value_path, Part::Value, or_empty(value), Name::camel, help);
                let location = value_path.at_value();
                name.map(|name| names.give(&name, Entry { what, location }))
            }
        };
        if let Some(name) = name {
            let spelled = || match value.as_str() {
                "" => "The empty string.".to_owned(),
                value => format!("Spelled `{value}`."),
            };
            values.push(Value {
                value: value.clone(),
                name,
                docs: docs.map_or_else(spelled, text),
            });
        }
    }
    values
}

fn union(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Type,
    symbols: &Symbols,
) -> Option<Union> {
    for (key, given) in [("tag", &spec.tag), ("content", &spec.content)] {
        let path = path.key(key);
        match given {
            Some(text) => check.not_empty(&path, text, "write the key that holds it in JSON"),
            None => check.fault(Fault::key(
                Code::MissingKey,
                &path,
                format!("a tagged union needs `{key}`"),
                format!("add `{key}:` with the key that holds it in JSON"),
            )),
        }
    }
    if spec.tag.is_some() && spec.tag == spec.content {
        let message = "the tag and the content have the same key";
        let help = "name the key that holds the content";
        let fault = Fault::value(Code::BadUnion, &path.key("content"), message, help);
        check.fault(fault.related(path.key("tag").at_value(), "the tag"));
    }
    let tag_path = path.key("tag");
    let tag_name = spec.tag.as_ref().and_then(|tag| {
        let help = "such a union cannot be written; use the type `any`";
        let name = check.name(&tag_path, Part::Value, tag, Name::snake, help)?;
        Some(name.avoiding(&["other"]).avoiding(&CONVERSIONS))
    });
    let path = path.key("variants");
    let names = Namespace::with_own(&[UNRECOGNIZED]);
    let variants = spec.variants.as_ref()?;
    if variants.is_empty() {
        check.fault(Fault::key(
            Code::MissingEntry,
            &path,
            "a union needs at least one variant",
            "list those that are known",
        ));
    }
    let variants = symbols.fields(check, &path, variants, Name::camel, names);
    for variant in &variants {
        if variant.ty.is_optional() {
            check.fault(Fault::value(
                Code::BadUnion,
                &path.key(&variant.key).key("type"),
                "the content of a variant cannot be optional",
                "remove the `?`",
            ));
        }
    }
    let (tag, content) = (spec.tag.clone()?, spec.content.clone()?);
    Some(Union {
        tag,
        content,
        tag_name: tag_name?,
        variants,
    })
}
