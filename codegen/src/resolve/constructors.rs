//! Constructors of objects.

use std::collections::HashMap;

use super::check::{Check, text};
use super::namespace::{Entry, Namespace};
use crate::diagnostic::{Code, Fault, Part, Path, choices, did_you_mean};
use crate::model::{Constructor, Field, Kind, NEW, Shape, Ty, Type};
use crate::name::Name;
use crate::spec;

/// What the bodies of types look like in the spec: file, key, and, unless it is an id, the text of it.
pub(super) type Bodies<'s> = [(usize, &'s str, Option<&'s spec::Type>)];

/// Resolves constructors, which refer to enums and fields that must be known before.
pub(super) fn constructors(check: &mut Check, bodies: &Bodies<'_>, types: &mut [Type]) {
    let values: HashMap<Name, Vec<(String, Name)>> = types
        .iter()
        .filter_map(|ty| match &ty.shape {
            Shape::Enum(values) => {
                let values = values
                    .iter()
                    .map(|value| (value.value.clone(), value.name.clone()));
                Some((ty.name.clone(), values.collect()))
            }
            _ => None,
        })
        .collect();
    for ((file, key, spec), ty) in bodies.iter().zip(types) {
        let (Some(spec), Shape::Object(object)) = (spec, &mut ty.shape) else {
            continue;
        };
        let root = Path::root(*file);
        let types_path = root.key("types");
        let type_path = types_path.key(key);
        let mut names = Namespace::default();
        for field in &object.fields {
            let what = format!("the method that sets `{}`", field.key);
            let location = type_path.key("fields").key(&field.key).at_key();
            names.give(&field.setter(), Entry { what, location });
        }
        let path = type_path.key("constructors");
        for (key, spec) in &spec.constructors {
            let path = path.key(key);
            check.docs(&path.key("docs"), &spec.docs);
            let help = "choose another name for the constructor";
            let Some(name) = check.name(&path, Part::Key, key, Name::snake, help) else {
                continue;
            };
            let name = name.avoiding(&[NEW]);
            let what = format!("the constructor `{key}`");
            check.claim(&mut names, &name, key, what, path.at_key(), help);
            let with = path.key("with");
            if spec.with.is_empty() {
                check.fault(Fault::key(
                    Code::BadConstructor,
                    &path,
                    "a constructor must set something",
                    "add `with: { field: VALUE }`",
                ));
            }
            let fixed = spec.with.iter().filter_map(|(field, value)| {
                fixed_field(
                    check,
                    &with.key(field),
                    &object.fields,
                    &values,
                    (field, value),
                )
            });
            let fixed = fixed.collect();
            object.constructors.push(Constructor {
                name,
                docs: text(&spec.docs),
                fixed,
            });
        }
    }
}

fn fixed_field(
    check: &mut Check,
    path: &Path<'_>,
    fields: &[Field],
    enums: &HashMap<Name, Vec<(String, Name)>>,
    (key, value): (&str, &str),
) -> Option<(Name, Name)> {
    let Some(field) = fields.iter().find(|field| field.key == key) else {
        let keys = || fields.iter().map(|field| field.key.as_str());
        let help = did_you_mean(key, keys()).unwrap_or_else(|| choices("fields", keys()));
        check.fault(Fault::key(
            Code::UnknownField,
            path,
            format!("there is no field `{key}`"),
            help,
        ));
        return None;
    };
    let Ty::Named {
        name,
        kind: Kind::Enum,
    } = &field.ty
    else {
        let message = format!("`{key}` is not a required field whose type is an enum");
        check.fault(Fault::key(
            Code::BadConstructor,
            path,
            message,
            "remove it: a constructor can set nothing else",
        ));
        return None;
    };
    let values = enums.get(name)?;
    let Some((_, variant)) = values.iter().find(|(known, _)| known == value) else {
        let known = || values.iter().map(|(known, _)| known.as_str());
        let help = did_you_mean(value, known()).unwrap_or_else(|| choices("values", known()));
        check.fault(Fault::value(
            Code::UnknownValue,
            path,
            format!("`{value}` is not a value of `{}`", name.as_str()),
            help,
        ));
        return None;
    };
    Some((field.name.clone(), variant.clone()))
}
