//! Changes of the named types.

use super::change::{Found, GroupChanges, Kind, Rule};
use super::object;
use super::pairs::Pairs;
use super::rust_type::rust_type;
use crate::model::{Field, Model, Shape, Tagging, Union, Value};

const VARIANT_RULES: [Rule<Field>; 2] = [variant_renamed, variant_type_changed];

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
        (old, new) => {
            let text = format!("is an {} instead of an {}", noun(new), noun(old));
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
    let pairs = Pairs::by(old, new, |value| &value.value);
    for value in pairs.removed {
        let text = format!("value `{}` removed", value.value);
        changes.add(subject, Kind::ValueRemoved, text);
    }
    for (old_value, value) in pairs.common {
        if old_value.name != value.name {
            let text = format!("value `{}` renamed to `{}`", old_value.name, value.name);
            changes.add(subject, Kind::ValueRenamed, text);
        }
        if old_value.docs != value.docs {
            let text = format!("docs of `{}` changed", value.value);
            changes.add(subject, Kind::DocsChanged, text);
        }
    }
    for value in pairs.added {
        let text = format!("new value `{}`", value.value);
        changes.add(subject, Kind::ValueAdded, text);
    }
}

fn union(subject: &str, old: &Union, new: &Union, changes: &mut GroupChanges<'_>) {
    changes.apply(subject, &UNION_RULES, old, new);
    let pairs = Pairs::by(&old.variants, &new.variants, |variant| &variant.key);
    for variant in pairs.removed {
        let text = format!("variant `{}` removed", variant.key);
        changes.add(subject, Kind::VariantRemoved, text);
    }
    for (old_variant, variant) in pairs.common {
        changes.apply(subject, &VARIANT_RULES, old_variant, variant);
        if old_variant.docs != variant.docs {
            let text = format!("docs of `{}` changed", variant.key);
            changes.add(subject, Kind::DocsChanged, text);
        }
    }
    for variant in pairs.added {
        let text = format!("new variant `{}`", variant.key);
        changes.add(subject, Kind::VariantAdded, text);
    }
}

fn variant_renamed(old: &Field, new: &Field) -> Option<Found> {
    Found::when(old.name != new.name, Kind::VariantRenamed, || {
        format!("variant `{}` renamed to `{}`", old.name, new.name)
    })
}

fn variant_type_changed(old: &Field, new: &Field) -> Option<Found> {
    let (old_type, ty) = (rust_type(&old.ty), rust_type(&new.ty));
    Found::when(old_type != ty, Kind::VariantTypeChanged, || {
        format!("variant `{}` holds `{ty}` instead of `{old_type}`", new.key)
    })
}

fn tagging_changed(old: &Union, new: &Union) -> Option<Found> {
    let keys = |union: &Union| {
        let Tagging::Adjacent { tag, content, .. } = &union.tagging;
        format!("`{tag}` and `{content}`")
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
