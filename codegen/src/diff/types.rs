//! Changes of the named types.

use super::change::{Found, GroupChanges, Kind, Rule};
use super::code::code;
use super::fields::{self, debug_changed};
use super::object;
use super::pairs::Pairs;
use super::rust_type::field_type;
use crate::model::{Field, Model, Shape, Tagging, Union, Value};

const VALUE_RULES: [Rule<Value>; 3] = [value_renamed, value_key_changed, value_deprecated];

const VARIANT_RULES: [Rule<Field>; 5] = [
    variant_renamed,
    variant_key_changed,
    variant_type_changed,
    variant_deprecated,
    debug_changed,
];

const UNION_RULES: [Rule<Union>; 2] = [tagging_changed, tag_method_renamed];

pub(super) fn compare(old: &Model, new: &Model, changes: &mut GroupChanges<'_>) {
    let pairs = Pairs::by(old.types.iter(), new.types.iter(), |ty| &ty.name);
    for ty in pairs.removed {
        let text = format!("{} removed", noun(&ty.shape));
        changes.add(ty.name.as_str(), Kind::TypeRemoved, text);
    }
    for (old_type, ty) in pairs.common {
        let subject = ty.name.as_str();
        shapes(subject, &old_type.shape, &ty.shape, changes);
        changes.docs(subject, &old_type.docs, &ty.docs);
    }
    for ty in pairs.added {
        let text = format!("new {}", noun(&ty.shape));
        changes.add(ty.name.as_str(), Kind::TypeAdded, text);
    }
}

fn noun(shape: &Shape) -> &'static str {
    match shape {
        Shape::Id => "id",
        Shape::Object(_) => "object",
        Shape::Enum(_) => "enum",
        Shape::Union(_) => "union",
    }
}

fn shapes(subject: &str, old: &Shape, new: &Shape, changes: &mut GroupChanges<'_>) {
    match (old, new) {
        (Shape::Id, Shape::Id) => {}
        (Shape::Object(old), Shape::Object(new)) => object::compare(subject, old, new, changes),
        (Shape::Enum(old), Shape::Enum(new)) => compare_values(subject, old, new, changes),
        (Shape::Union(old), Shape::Union(new)) => union(subject, old, new, changes),
        (Shape::Id | Shape::Object(_) | Shape::Enum(_) | Shape::Union(_), new) => {
            let text = format!("changed from {} to {}", noun(old), noun(new));
            changes.add(subject, Kind::TypeKindChanged, text);
        }
    }
}

/// Compares the values of an open enum.
pub(super) fn compare_values(
    subject: &str,
    old: &[Value],
    new: &[Value],
    changes: &mut GroupChanges<'_>,
) {
    let mut pairs = Pairs::by(old, new, |value| &value.value);
    pairs.add(|value| &value.name);
    for value in pairs.removed {
        let text = format!("value {} removed", code(&value.value));
        changes.add(subject, Kind::ValueRemoved, text);
    }
    for (old_value, value) in pairs.common {
        changes.apply(subject, &VALUE_RULES, old_value, value);
        changes.docs_of(subject, &value.value, &old_value.docs, &value.docs);
    }
    for value in pairs.added {
        let text = format!("new value {}", code(&value.value));
        changes.add(subject, Kind::ValueAdded, text);
    }
}

fn value_renamed(old: &Value, new: &Value) -> Option<Found> {
    Found::when(old.name != new.name, Kind::ValueRenamed, || {
        format!("value `{}` renamed to `{}`", old.name, new.name)
    })
}

fn value_key_changed(old: &Value, new: &Value) -> Option<Found> {
    Found::when(old.value != new.value, Kind::ValueKeyChanged, || {
        let (old, key) = (code(&old.value), code(&new.value));
        format!("value `{}` is {key} in JSON instead of {old}", new.name)
    })
}

fn value_deprecated(old: &Value, new: &Value) -> Option<Found> {
    let what = format!("value {}", code(&new.value));
    Found::deprecated(&what, old.deprecated.as_deref(), new.deprecated.as_deref())
}

fn union(subject: &str, old: &Union, new: &Union, changes: &mut GroupChanges<'_>) {
    changes.apply(subject, &UNION_RULES, old, new);
    let pairs = fields::pairs(&old.variants, &new.variants);
    for variant in pairs.removed {
        let text = format!("variant {} removed", code(&variant.key));
        changes.add(subject, Kind::VariantRemoved, text);
    }
    for (old_variant, variant) in pairs.common {
        changes.apply(subject, &VARIANT_RULES, old_variant, variant);
        changes.docs_of(subject, &variant.key, &old_variant.docs, &variant.docs);
    }
    for variant in pairs.added {
        let text = format!("new variant {}", code(&variant.key));
        changes.add(subject, Kind::VariantAdded, text);
    }
}

fn variant_renamed(old: &Field, new: &Field) -> Option<Found> {
    Found::when(old.name != new.name, Kind::VariantRenamed, || {
        format!("variant `{}` renamed to `{}`", old.name, new.name)
    })
}

fn variant_key_changed(old: &Field, new: &Field) -> Option<Found> {
    Found::when(old.key != new.key, Kind::VariantKeyChanged, || {
        let (old, key) = (code(&old.key), code(&new.key));
        format!("variant `{}` is {key} in JSON instead of {old}", new.name)
    })
}

fn variant_type_changed(old: &Field, new: &Field) -> Option<Found> {
    let (old_type, ty) = (field_type(old), field_type(new));
    Found::when(old_type != ty, Kind::VariantTypeChanged, || {
        let name = &new.name;
        format!("variant `{name}` holds `{ty}` instead of `{old_type}`")
    })
}

fn variant_deprecated(old: &Field, new: &Field) -> Option<Found> {
    let what = format!("variant {}", code(&new.key));
    Found::deprecated(&what, old.deprecated.as_deref(), new.deprecated.as_deref())
}

fn tagging_changed(old: &Union, new: &Union) -> Option<Found> {
    let keys = |union: &Union| {
        let Tagging::Adjacent { tag, content, .. } = &union.tagging;
        format!("{} and {}", code(tag), code(content))
    };
    let (old, new) = (keys(old), keys(new));
    Found::when(old != new, Kind::TaggingChanged, || {
        format!("is written with the keys {new} instead of {old}")
    })
}

fn tag_method_renamed(old: &Union, new: &Union) -> Option<Found> {
    let name = |union: &Union| {
        let Tagging::Adjacent { tag_name, .. } = &union.tagging;
        tag_name.to_string()
    };
    let (old, new) = (name(old), name(new));
    Found::when(old != new, Kind::TagMethodRenamed, || {
        format!("method `{old}` renamed to `{new}`")
    })
}
