//! The definitions of ids and types.

use super::check::Check;
use super::definition::Definition;
use super::namespace::Namespace;
use super::symbols::{Symbols, TypeNames};
use super::type_graph::{box_recursive, reject_endless};
use super::{clearable, constructors, enums, fields, undocumented, unions, untagged};
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Object, Shape, Type, Types};
use crate::name::Name;
use crate::reserved::EXTRA;
use crate::spec::{self, ResourceFile};

/// Resolves all types in the order of the files. Omits wrong ones.
pub(super) fn resolve(check: &mut Check, files: &[ResourceFile], symbols: &Symbols) -> Types {
    let of_files = check.each(files, |check, file| of_file(check, file, symbols));
    let (definitions, mut types): (Vec<_>, Vec<_>) = of_files.into_iter().flatten().unzip();
    constructors::resolve(check, &definitions, &mut types);
    let mut types = Types::from(types);
    reject_endless(check, &definitions, &types);
    unions::reject_bad_tags(check, &definitions, &types);
    untagged::resolve(check, &definitions, &mut types);
    box_recursive(&mut types);
    types
}

/// Resolves the types of a file.
fn of_file<'s>(
    check: &mut Check,
    file: &'s ResourceFile,
    symbols: &Symbols,
) -> Vec<(Definition<'s>, Type)> {
    let ResourceFile { file, source, spec } = file;
    let mut types = Vec::new();
    let ids = spec.ids.iter().map(|(key, docs)| (key, docs, None));
    let others = spec.types.iter();
    let others = others.map(|(key, spec)| (key, &spec.docs, Some(spec)));
    for (key, docs, spec) in ids.chain(others) {
        let (root, key) = (Path::root(*file), key.as_str());
        let section = root.key(if spec.is_some() { "types" } else { "ids" });
        let path = section.key(key);
        let (docs_path, shape) = match spec {
            None => (path, Some(Shape::Id)),
            Some(spec) => (path.key("docs"), shape(check, &path, spec, symbols)),
        };
        let docs = check.docs_or(&docs_path, docs.as_ref(), || undocumented::ty(key, spec));
        if let (Some(TypeNames { name, module }), Some(shape)) = (symbols.names(key), shape) {
            let file = *file;
            let definition = Definition { file, key, spec };
            let ty = Type {
                name: name.clone(),
                module: module.clone(),
                docs,
                source: source.clone(),
                shape,
            };
            types.push((definition, ty));
        }
    }
    types
}

fn shape(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Type,
    symbols: &Symbols,
) -> Option<Shape> {
    reject_useless_keys(check, path, spec);
    let shapes = spec.shapes();
    let may_be_lost = shapes
        .iter()
        .any(|(key, _)| check.is_poisoned(&path.key(key)));
    match (&spec.fields, &spec.values, &spec.variants) {
        (Some(fields), None, None) => {
            let extra = spec.extra.as_ref();
            let own: &[&str] = if extra.is_some() { &[EXTRA] } else { &[] };
            let extra = extra.map(|ty| fields::extra(check, &path.key("extra"), ty, symbols));
            let (path, names) = (path.key("fields"), Namespace::with_own(own));
            clearable::reject_required(check, &path, fields);
            let fields =
                fields::resolve(check, &path, symbols.resolver(), fields, Name::snake, names);
            Some(Shape::Object(Object {
                fields,
                extra,
                constructors: Vec::new(),
                sent: false,
            }))
        }
        (None, Some(values), None) => {
            let of_integers = spec.has_integers();
            let values = enums::values(check, &path.key("enum"), values, of_integers);
            Some(if of_integers {
                Shape::IntegerEnum(values)
            } else {
                Shape::Enum(values)
            })
        }
        (None, None, Some(variants)) => {
            unions::resolve(check, path, spec, variants, symbols).map(Shape::Union)
        }
        (None, None, None) => {
            if !may_be_lost {
                check.fault(no_shape(path));
            }
            None
        }
        _ => {
            check.fault(two_shapes(path).related_keys(path, shapes, "one shape"));
            None
        }
    }
}

/// Rejects keys of another shape.
fn reject_useless_keys(check: &mut Check, path: &Path<'_>, spec: &spec::Type) {
    let has_variants = spec.variants.is_some() || check.is_poisoned(&path.key("variants"));
    let has_fields = spec.fields.is_some() || check.is_poisoned(&path.key("fields"));
    let constructors = !spec.constructors.is_empty();
    for (key, is_given, needed, has_needed) in [
        ("tag", spec.tag.is_some(), "variants", has_variants),
        ("content", spec.content.is_some(), "variants", has_variants),
        ("extra", spec.extra.is_some(), "fields", has_fields),
        ("constructors", constructors, "fields", has_fields),
    ] {
        if is_given && !has_needed {
            check.fault(useless_key(&path.key(key), needed));
        }
    }
}

fn useless_key(path: &Path<'_>, needed: &str) -> Fault {
    let message = format!("`{}` has no effect without `{needed}`", path.last_key());
    Fault::key(Code::UselessKey, path, message, "remove it")
}

fn no_shape(path: &Path<'_>) -> Fault {
    let message = "this type is neither an object, nor an enum, nor a union";
    let help = "add `fields`, `enum` or `variants`";
    Fault::key(Code::BadShape, path, message, help)
}

fn two_shapes(path: &Path<'_>) -> Fault {
    let message = "a type can only be one of an object, an enum and a union";
    let help = "keep one of `fields`, `enum` and `variants`";
    Fault::key(Code::BadShape, path, message, help)
}
