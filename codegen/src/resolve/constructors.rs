//! Constructors of objects. They refer to enums and fields, so all types are resolved before.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::check::Check;
use super::definition::Definition;
use super::namespace::{Entry, Namespace};
use super::undocumented;
use crate::diagnostic::{Code, Fault, Part, Path, choices, did_you_mean};
use crate::model::{Constructor, Field, FixedValue, Kind, Object, Shape, Ty, Type};
use crate::name::Name;
use crate::reserved::NEW;
use crate::spec::{self, Constant};

/// The values of an enum, by their spelling in JSON.
type Values = IndexMap<String, FixedValue>;

/// The values of all enums, by the names of the enums.
type Enums = HashMap<Name, Values>;

/// The fields of an object, by their keys.
type Fields<'f> = IndexMap<&'f str, &'f Field>;

/// Adds the constructors to the objects. Their names, and those of the methods that clear fields, are unique among the
/// methods of the object.
pub(super) fn resolve(check: &mut Check, definitions: &[Definition<'_>], types: &mut [Type]) {
    let values = |ty: &Type| match &ty.shape {
        Shape::Enum(values) | Shape::IntegerEnum(values) => {
            let values = values.iter();
            let values = values.map(|value| (value.value.clone(), FixedValue::from(value)));
            Some((ty.name.clone(), values.collect()))
        }
        _ => None,
    };
    let enums: Enums = types.iter().filter_map(values).collect();
    for (Definition { file, key, spec }, ty) in definitions.iter().zip(types) {
        if let (Some(spec), Shape::Object(object)) = (spec, &mut ty.shape)
            && (!spec.constructors.is_empty()
                || object
                    .fields
                    .iter()
                    .any(|field| field.null.clear().is_some()))
        {
            let root = Path::root(*file);
            of_object(check, &root.key("types").key(key), spec, object, &enums);
        }
    }
}

fn of_object(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Type,
    object: &mut Object,
    enums: &Enums,
) {
    let mut names = methods(path, object);
    let fields: Fields<'_> = object
        .fields
        .iter()
        .map(|field| (&*field.key, field))
        .collect();
    let path = path.key("constructors");
    for (key, spec) in &spec.constructors {
        let path = path.key(key);
        let docs = check.docs_or(&path.key("docs"), spec.docs.as_ref(), || {
            undocumented::constructor(&spec.with)
        });
        let help = "choose another name for the constructor";
        let name = check.name(&path, Part::Key, key, Name::snake, help);
        let (name, what) = (name.avoiding(&[NEW]), format!("the constructor `{key}`"));
        let name = check.claim(&mut names, &name, key, what, path.at_key(), help);
        let with = path.key("with");
        if spec.with.is_empty() && !check.lacks_entries(&with) {
            check.fault(sets_nothing(&path));
        }
        let fixed = spec
            .with
            .iter()
            .filter_map(|(key, value)| fixed_field(check, &with.key(key), &fields, enums, value));
        let fixed = fixed.collect();
        object.constructors.push(Constructor { name, docs, fixed });
    }
}

/// Collects the names of the methods of an object without its constructors. Names the methods that clear fields.
fn methods(path: &Path<'_>, object: &mut Object) -> Namespace<Entry> {
    let mut names = Namespace::default();
    let entry = |key: &str, verb: &str| Entry {
        what: format!("the method that {verb} `{key}`"),
        location: path.key("fields").key(key).at_key(),
    };
    for field in object.members() {
        names.give(&field.setter(), entry(&field.key, "sets"));
    }
    for field in &mut object.fields {
        let entry = entry(&field.key, "clears");
        field.null.rename(|clear| names.give(clear, entry));
    }
    names
}

/// Returns the name of the field at `path` and its `value`, or `None` if one of them is wrong.
fn fixed_field(
    check: &mut Check,
    path: &Path<'_>,
    fields: &Fields<'_>,
    enums: &Enums,
    value: &Constant,
) -> Option<(Name, FixedValue)> {
    let key = path.last_key();
    let Some(field) = fields.get(key) else {
        check.fault(unknown_field(path, fields));
        return None;
    };
    let (name, values) = match &field.ty {
        Ty::Named {
            name,
            kind: Kind::Enum | Kind::IntegerEnum,
        } => (name, enums.get(name)?),
        ty => {
            if !ty.is_poisoned() {
                check.fault(not_an_enum(path));
            }
            return None;
        }
    };
    let value = value.to_string();
    let known = values.get(&value);
    if known.is_none() {
        check.fault(unknown_value(path, &value, name, values));
    }
    Some((field.name.clone(), known?.clone()))
}

fn sets_nothing(path: &Path<'_>) -> Fault {
    let message = "a constructor must set at least one field";
    let help = "add `with: { field: VALUE }`";
    Fault::key(Code::BadConstructor, path, message, help)
}

fn unknown_field(path: &Path<'_>, fields: &Fields<'_>) -> Fault {
    let key = path.last_key();
    let keys = || fields.keys().copied();
    let help = did_you_mean(key, keys()).unwrap_or_else(|| choices("fields", keys()));
    let message = format!("unknown field `{key}`");
    Fault::key(Code::UnknownField, path, message, help)
}

fn not_an_enum(path: &Path<'_>) -> Fault {
    let key = path.last_key();
    let message = format!("`{key}` is not a required field with an enum as its type");
    let help = "remove it: a constructor sets only required fields with an enum";
    Fault::key(Code::BadConstructor, path, message, help)
}

fn unknown_value(path: &Path<'_>, value: &str, name: &Name, values: &Values) -> Fault {
    let known = || values.keys().map(String::as_str);
    let help = did_you_mean(value, known()).unwrap_or_else(|| choices("values", known()));
    let message = format!("`{value}` is not a value of `{}`", name.as_str());
    Fault::value(Code::UnknownValue, path, message, help)
}
