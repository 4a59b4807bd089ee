//! Changes of the named types.

use super::change::{Found, GroupChanges, Kind, Rule};
use super::code::code;
use super::object;
use super::pairs::Pairs;
use super::rust_type::content_type;
use crate::model::{Model, Shape, Tagging, Union, Value, Variant};

const VALUE_RULES: [Rule<Value>; 3] = [value_renamed, value_key_changed, value_deprecated];

const VARIANT_RULES: [Rule<Variant>; 5] = [
    variant_renamed,
    variant_key_changed,
    variant_type_changed,
    variant_deprecated,
    variant_debug_changed,
];

const UNION_RULES: [Rule<Union>; 3] = [tagging_kind_changed, tagging_changed, tag_method_renamed];

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
        Shape::IntegerEnum(_) => "enum of integers",
        Shape::Union(_) => "union",
    }
}

fn shapes(subject: &str, old: &Shape, new: &Shape, changes: &mut GroupChanges<'_>) {
    match (old, new) {
        (Shape::Id, Shape::Id) => {}
        (Shape::Object(old), Shape::Object(new)) => object::compare(subject, old, new, changes),
        (Shape::Enum(old), Shape::Enum(new))
        | (Shape::IntegerEnum(old), Shape::IntegerEnum(new)) => {
            compare_values(subject, old, new, changes);
        }
        (Shape::Union(old), Shape::Union(new)) => union(subject, old, new, changes),
        (old, new) => {
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
    let mut pairs = Pairs::by(&old.variants, &new.variants, |variant| &variant.key);
    pairs.add(|variant| &variant.name);
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

fn variant_renamed(old: &Variant, new: &Variant) -> Option<Found> {
    Found::when(old.name != new.name, Kind::VariantRenamed, || {
        format!("variant `{}` renamed to `{}`", old.name, new.name)
    })
}

fn variant_key_changed(old: &Variant, new: &Variant) -> Option<Found> {
    Found::when(old.key != new.key, Kind::VariantKeyChanged, || {
        let (old, key) = (code(&old.key), code(&new.key));
        format!("variant `{}` is {key} in JSON instead of {old}", new.name)
    })
}

fn variant_type_changed(old: &Variant, new: &Variant) -> Option<Found> {
    let content = |variant: &Variant| match content_type(variant) {
        Some(ty) => format!("`{ty}`"),
        None => "nothing".to_owned(),
    };
    let (old, content) = (content(old), content(new));
    Found::when(old != content, Kind::VariantTypeChanged, || {
        format!("variant `{}` holds {content} instead of {old}", new.name)
    })
}

fn variant_deprecated(old: &Variant, new: &Variant) -> Option<Found> {
    let what = format!("variant {}", code(&new.key));
    Found::deprecated(&what, old.deprecated.as_deref(), new.deprecated.as_deref())
}

fn variant_debug_changed(old: &Variant, new: &Variant) -> Option<Found> {
    Found::debug(&new.key, old.sensitive, new.sensitive)
}

fn tagging_kind_changed(old: &Union, new: &Union) -> Option<Found> {
    let kind = |union: &Union| match &union.tagging {
        Tagging::Adjacent { .. } => "content next to a tag",
        Tagging::Internal { .. } => "an object with the tag as a field",
        Tagging::Untagged { .. } => "content without a tag",
    };
    let (old, new) = (kind(old), kind(new));
    Found::when(old != new, Kind::TaggingKindChanged, || {
        format!("a value is {new} instead of {old}")
    })
}

fn tagging_changed(old: &Union, new: &Union) -> Option<Found> {
    let (old, new) = match (&old.tagging, &new.tagging) {
        (
            Tagging::Adjacent {
                tag: old_tag,
                content: old_content,
                ..
            },
            Tagging::Adjacent { tag, content, .. },
        ) => ([old_tag, old_content].to_vec(), [tag, content].to_vec()),
        (Tagging::Internal { tag: old, .. }, Tagging::Internal { tag, .. }) => {
            (vec![old], vec![tag])
        }
        _ => return None,
    };
    Found::when(old != new, Kind::TaggingChanged, || {
        let keys = |keys: &[&String]| {
            let keys: Vec<_> = keys.iter().map(|key| code(key)).collect();
            keys.join(" and ")
        };
        format!("has the keys {} instead of {}", keys(&new), keys(&old))
    })
}

fn tag_method_renamed(old: &Union, new: &Union) -> Option<Found> {
    let (old, new) = (old.tagging.tag_name()?, new.tagging.tag_name()?);
    Found::when(old != new, Kind::TagMethodRenamed, || {
        format!("method `{old}` renamed to `{new}`")
    })
}
