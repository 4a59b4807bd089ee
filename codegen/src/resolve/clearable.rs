//! Clearable fields, and fields that are null in requests: optional fields of objects that requests can contain.

use super::check::Check;
use super::symbols::Symbols;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Null, Shape, Types};
use crate::name::Name;
use crate::spec::{Field, Map, ResourceFile};

/// Returns the null of a value in requests.
pub(super) fn null(name: &Name, clearable: bool, null_if_unset: bool) -> Null {
    if clearable {
        Null::Cleared(name.with_prefix("clear_"))
    } else if null_if_unset {
        Null::IfUnset
    } else {
        Null::Never
    }
}

/// The given keys of a value that can be null.
pub(super) fn keys(clearable: bool, null_if_unset: bool) -> impl Iterator<Item = &'static str> {
    let keys = [("clearable", clearable), ("null_if_unset", null_if_unset)];
    keys.into_iter()
        .filter_map(|(key, given)| given.then_some(key))
}

/// Rejects a value with both keys: requests always have it, so null and absent are the same.
pub(super) fn reject_both(
    check: &mut Check,
    path: &Path<'_>,
    clearable: bool,
    null_if_unset: bool,
) {
    if clearable && null_if_unset {
        let message = format!(
            "requests contain null for an unset `{}`, so it needs no method for null",
            path.last_key()
        );
        let help = "keep `clearable` or `null_if_unset`";
        let fault = Fault::key(Code::NotClearable, &path.key("clearable"), message, help);
        check.fault(fault.related(path.key("null_if_unset").at_key(), "null here"));
    }
}

/// Rejects clearable fields that cannot be null.
pub(super) fn reject_required(check: &mut Check, path: &Path<'_>, fields: &Map<Field>) {
    for (key, field) in fields {
        let path = path.key(key);
        reject_both(check, &path, field.clearable, field.null_if_unset);
        for given in keys(field.clearable, field.null_if_unset) {
            if !field.ty.is_optional() && !check.is_poisoned(&path.key("type")) {
                let help = format!("remove `{given}`, or make the type optional (`?`)");
                let why = "only an optional field can be null";
                let fault = cannot_be_null(&path, given, why, &help);
                check.fault(fault.related(path.key("type").at_value(), "its type"));
            }
        }
    }
}

/// Rejects all clearable fields, because no request contains them.
pub(super) fn reject_all(check: &mut Check, path: &Path<'_>, fields: &Map<Field>) {
    for (key, field) in fields {
        for given in keys(field.clearable, field.null_if_unset) {
            let help = format!("remove `{given}`");
            check.fault(cannot_be_null(&path.key(key), given, NOT_SENT, &help));
        }
    }
}

/// Rejects clearable fields of objects that no request contains.
pub(super) fn reject_unsent(
    check: &mut Check,
    files: &[ResourceFile],
    symbols: &Symbols,
    types: &Types,
) {
    for ResourceFile { file, spec, .. } in files {
        let root = Path::root(*file);
        let section = root.key("types");
        for (key, spec) in &spec.types {
            let shape = symbols.names(key).and_then(|ty| types.shape(ty.name));
            if let (Some(fields), Some(Shape::Object(object))) = (&spec.fields, shape)
                && !object.sent
            {
                reject_all(check, &section.key(key).key("fields"), fields);
            }
        }
    }
}

const NOT_SENT: &str = "no request contains it";

fn cannot_be_null(path: &Path<'_>, key: &str, why: &str, help: &str) -> Fault {
    let message = format!("`{}` cannot be null: {why}", path.last_key());
    Fault::key(Code::NotClearable, &path.key(key), message, help)
}
