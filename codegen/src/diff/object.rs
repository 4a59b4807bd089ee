//! Changes of objects: their fields, setters and constructors.

use super::change::{Found, GroupChanges, Kind, Rule};
use super::fields;
use super::pairs::{Pairs, is_reordered};
use super::rust_type::rust_type;
use crate::model::{Constructor, Field, Object};

const RULES: [Rule<Object>; 3] = [fields_reordered, setters_added, setters_removed];

pub(super) fn compare(subject: &str, old: &Object, new: &Object, changes: &mut GroupChanges<'_>) {
    let kind_of_added = |field: &Field| {
        if field.is_required() {
            Kind::RequiredFieldAdded
        } else {
            Kind::FieldAdded
        }
    };
    fields::compare(subject, &old.fields, &new.fields, kind_of_added, changes);
    changes.apply(subject, &RULES, old, new);
    changes.extend(subject, extra_changed(old, new));
    constructors(subject, old, new, changes);
}

/// Finds another order of the required fields, which are the arguments of `new`.
fn fields_reordered(old: &Object, new: &Object) -> Option<Found> {
    let mut common = fields::pairs(&old.fields, &new.fields).common;
    common.retain(|(old, new)| old.is_required() && new.is_required());
    let is_changed = is_reordered(&common, &old.fields, &new.fields);
    Found::when(is_changed, Kind::FieldsReordered, || {
        "the arguments of `new` have another order".to_owned()
    })
}

fn setters_added(old: &Object, new: &Object) -> Option<Found> {
    let is_changed = !old.sent && new.sent && has_optional_field(old);
    Found::when(is_changed, Kind::SettersAdded, || {
        "new setters, because a request can contain the object".to_owned()
    })
}

fn setters_removed(old: &Object, new: &Object) -> Option<Found> {
    let is_changed = old.sent && !new.sent && has_optional_field(new);
    Found::when(is_changed, Kind::SettersRemoved, || {
        "setters removed, because no request can contain the object".to_owned()
    })
}

/// Whether the object has setters. Only fields that are not arguments of `new` have them.
fn has_optional_field(object: &Object) -> bool {
    !object.members().all(Field::is_required)
}

fn extra_changed(old: &Object, new: &Object) -> Option<Found> {
    let ty = |object: &Object| object.extra.as_ref().map(|extra| rust_type(&extra.ty));
    let (kind, text) = match (ty(old), ty(new)) {
        (None, Some(ty)) => (
            Kind::ExtraAdded,
            format!("`extra` keeps other keys, as a `{ty}`"),
        ),
        (Some(_), None) => (
            Kind::ExtraRemoved,
            "the object no longer keeps other keys".to_owned(),
        ),
        (Some(old), Some(ty)) if old != ty => (
            Kind::ExtraTypeChanged,
            format!("`extra` is a `{ty}` instead of a `{old}`"),
        ),
        _ => return None,
    };
    Some(Found::new(kind, text))
}

/// A constructor and its object.
struct Built<'m> {
    object: &'m Object,
    constructor: &'m Constructor,
}

fn constructors(subject: &str, old: &Object, new: &Object, changes: &mut GroupChanges<'_>) {
    let pairs = Pairs::by(&old.constructors, &new.constructors, |constructor| {
        &constructor.name
    });
    for constructor in pairs.removed {
        let text = format!("constructor `{}` removed", constructor.name);
        changes.add(subject, Kind::ConstructorRemoved, text);
    }
    for (old_constructor, constructor) in pairs.common {
        let old_built = Built {
            object: old,
            constructor: old_constructor,
        };
        let built = Built {
            object: new,
            constructor,
        };
        let found = [
            constructor_arguments_changed(&old_built, &built),
            constructor_values_changed(&old_built, &built),
        ];
        changes.extend(subject, found.into_iter().flatten());
        let name = constructor.name.as_str();
        changes.docs_of(subject, name, &old_constructor.docs, &constructor.docs);
    }
    for constructor in pairs.added {
        let text = format!("new constructor `{}`", constructor.name);
        changes.add(subject, Kind::ConstructorAdded, text);
    }
}

fn constructor_arguments_changed(old: &Built<'_>, new: &Built<'_>) -> Option<Found> {
    let (old, new_arguments) = (arguments(old), arguments(new));
    Found::when(
        old != new_arguments,
        Kind::ConstructorArgumentsChanged,
        || {
            let name = &new.constructor.name;
            format!("`{name}({old})` is now `{name}({new_arguments})`")
        },
    )
}

fn arguments(built: &Built<'_>) -> String {
    let fields = built.object.fields.iter();
    let taken = fields.filter(|field| built.constructor.takes(field));
    let arguments = taken.map(|field| format!("{}: {}", field.name, rust_type(&field.ty)));
    arguments.collect::<Vec<_>>().join(", ")
}

fn constructor_values_changed(old: &Built<'_>, new: &Built<'_>) -> Option<Found> {
    let (old, values) = (fixed(old), fixed(new));
    Found::when(old != values, Kind::ConstructorValuesChanged, || {
        format!(
            "constructor `{}` sets {values} instead of {old}",
            new.constructor.name
        )
    })
}

fn fixed(built: &Built<'_>) -> String {
    let values = built.object.fields.iter().filter_map(|field| {
        let value = built.constructor.fixed.get(&field.name)?;
        Some(format!("`{}` to `{}`", field.name, value.name))
    });
    values.collect::<Vec<_>>().join(", ")
}
