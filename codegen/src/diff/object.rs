//! Changes of objects: their fields, setters and constructors.

use super::change::{Found, GroupChanges, Kind, Rule};
use super::pairs::{Pairs, is_reordered};
use super::rust_type::rust_type;
use crate::model::{Constructor, Field, Object};

const FIELD_RULES: [Rule<Field>; 4] = [
    field_renamed,
    field_key_changed,
    field_type_changed,
    debug_changed,
];

const SETTER_RULES: [Rule<Object>; 2] = [setters_added, setters_removed];

pub(super) fn compare(subject: &str, old: &Object, new: &Object, changes: &mut GroupChanges<'_>) {
    compare_fields(subject, &old.fields, &new.fields, changes);
    changes.apply(subject, &SETTER_RULES, old, new);
    constructors(subject, old, new, changes);
}

pub(super) fn compare_fields(
    subject: &str,
    old: &[Field],
    new: &[Field],
    changes: &mut GroupChanges<'_>,
) {
    let mut pairs = Pairs::by(old, new, |field| &field.key);
    let same_name = pairs.take(|field| &field.name);
    for field in &pairs.removed {
        let text = format!("field `{}` removed", field.key);
        changes.add(subject, Kind::FieldRemoved, text);
    }
    let mut common = [pairs.common, same_name].concat();
    for (old_field, field) in &common {
        changes.apply(subject, &FIELD_RULES, *old_field, *field);
        if old_field.docs != field.docs {
            let text = format!("docs of `{}` changed", field.key);
            changes.add(subject, Kind::DocsChanged, text);
        }
    }
    for field in pairs.added {
        let (kind, necessity) = if field.is_required() {
            (Kind::RequiredFieldAdded, "required field")
        } else {
            (Kind::FieldAdded, "field")
        };
        let text = format!(
            "new {necessity} `{}` of type `{}`",
            field.key,
            rust_type(&field.ty)
        );
        changes.add(subject, kind, text);
    }
    common.retain(|(old, new)| old.is_required() && new.is_required());
    if is_reordered(&common, old, new) {
        let text = "the arguments of `new` have another order";
        changes.add(subject, Kind::FieldsReordered, text);
    }
}

fn field_renamed(old: &Field, new: &Field) -> Option<Found> {
    Found::when(old.name != new.name, Kind::FieldRenamed, || {
        format!("field `{}` renamed to `{}`", old.name, new.name)
    })
}

fn field_key_changed(old: &Field, new: &Field) -> Option<Found> {
    Found::when(old.key != new.key, Kind::FieldKeyChanged, || {
        format!("field `{}` is `{}` in JSON", old.key, new.key)
    })
}

fn field_type_changed(old: &Field, new: &Field) -> Option<Found> {
    let spelled = |field: &Field| {
        let boxed = if field.boxed { "boxed " } else { "" };
        format!("{boxed}`{}`", rust_type(&field.ty))
    };
    let (old_type, ty) = (spelled(old), spelled(new));
    Found::when(old_type != ty, Kind::FieldTypeChanged, || {
        format!("field `{}` is {ty} instead of {old_type}", new.key)
    })
}

fn debug_changed(old: &Field, new: &Field) -> Option<Found> {
    Found::when(old.sensitive != new.sensitive, Kind::DebugChanged, || {
        let shows = if new.sensitive { "hides" } else { "shows" };
        format!("`Debug` {shows} `{}`", new.key)
    })
}

fn setters_added(old: &Object, new: &Object) -> Option<Found> {
    Found::when(!old.sent && new.sent, Kind::SettersAdded, || {
        "new setters, because a request can hold it".to_owned()
    })
}

fn setters_removed(old: &Object, new: &Object) -> Option<Found> {
    Found::when(old.sent && !new.sent, Kind::SettersRemoved, || {
        "setters removed, because no request can hold it".to_owned()
    })
}

/// A constructor with the object that it makes.
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
        if old_constructor.docs != constructor.docs {
            let text = format!("docs of `{}` changed", constructor.name);
            changes.add(subject, Kind::DocsChanged, text);
        }
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
    let fixed = built.constructor.fixed.iter();
    let values = fixed.map(|fixed| format!("`{}` to `{}`", fixed.field, fixed.value));
    values.collect::<Vec<_>>().join(", ")
}
