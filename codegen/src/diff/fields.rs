//! Changes of fields: of objects, of responses and of the envelope.

use super::change::{Found, GroupChanges, Kind, Rule};
use super::code::code;
use super::pairs::Pairs;
use super::rust_type::{field_type, rust_type};
use crate::model::Field;

const RULES: [Rule<Field>; 6] = [
    field_renamed,
    field_key_changed,
    field_type_changed,
    null_changed,
    deprecated,
    debug_changed,
];

/// Compares fields. `kind_of_added` returns the kind of change for a new field.
pub(super) fn compare(
    subject: &str,
    old: &[Field],
    new: &[Field],
    kind_of_added: fn(&Field) -> Kind,
    changes: &mut GroupChanges<'_>,
) {
    let pairs = pairs(old, new);
    for field in pairs.removed {
        let text = format!("field {} removed", code(&field.key));
        changes.add(subject, Kind::FieldRemoved, text);
    }
    for (old_field, field) in pairs.common {
        changes.apply(subject, &RULES, old_field, field);
        changes.docs_of(subject, &field.key, &docs(old_field), &docs(field));
    }
    for field in pairs.added {
        let kind = kind_of_added(field);
        let required = if kind == Kind::RequiredFieldAdded {
            "required "
        } else {
            ""
        };
        let (key, ty) = (code(&field.key), rust_type(&field.ty));
        changes.add(
            subject,
            kind,
            format!("new {required}field {key} of type `{ty}`"),
        );
    }
}

/// Pairs fields by key, and then by name: for callers, a field with the same name is the same field.
pub(super) fn pairs<'m>(old: &'m [Field], new: &'m [Field]) -> Pairs<'m, Field> {
    let mut pairs = Pairs::by(old, new, |field| &field.key);
    pairs.add(|field| &field.name);
    pairs
}

fn field_renamed(old: &Field, new: &Field) -> Option<Found> {
    Found::when(old.name != new.name, Kind::FieldRenamed, || {
        format!("field `{}` renamed to `{}`", old.name, new.name)
    })
}

fn field_key_changed(old: &Field, new: &Field) -> Option<Found> {
    Found::when(old.key != new.key, Kind::FieldKeyChanged, || {
        let (old, new) = (code(&old.key), code(&new.key));
        format!("field {old} is {new} in JSON")
    })
}

fn field_type_changed(old: &Field, new: &Field) -> Option<Found> {
    let (old_type, ty) = (field_type(old), field_type(new));
    Found::when(old_type != ty, Kind::FieldTypeChanged, || {
        let key = code(&new.key);
        format!("field {key} is `{ty}` instead of `{old_type}`")
    })
}

/// Returns the docs and the facts. Other rules find the other changes that docs in Rust mention.
fn docs(field: &Field) -> String {
    format!("{}\n{:?}", field.docs, field.facts)
}

fn null_changed(old: &Field, new: &Field) -> Option<Found> {
    Found::null(&new.key, &old.null, &new.null)
}

fn deprecated(old: &Field, new: &Field) -> Option<Found> {
    let what = format!("field {}", code(&new.key));
    Found::deprecated(&what, old.deprecated.as_deref(), new.deprecated.as_deref())
}

pub(super) fn debug_changed(old: &Field, new: &Field) -> Option<Found> {
    Found::debug(&new.key, old.sensitive, new.sensitive)
}
