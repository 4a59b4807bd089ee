//! Clearable fields: optional fields of objects that requests can contain.

use super::check::Check;
use super::symbols::Symbols;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Shape, Types};
use crate::spec::{Field, Map, ResourceFile};

/// Rejects clearable fields that cannot be null.
pub(super) fn refuse_required(check: &mut Check, path: &Path<'_>, fields: &Map<Field>) {
    for (key, field) in fields {
        let path = path.key(key);
        if field.clearable && !field.ty.is_optional() && !check.is_poisoned(&path.key("type")) {
            let help = "remove `clearable`, or make the type optional (`?`)";
            let fault = not_clearable(&path, "only an optional field can be null", help);
            check.fault(fault.related(path.key("type").at_value(), "its type"));
        }
    }
}

/// Rejects all clearable fields, because no request contains them.
pub(super) fn refuse_all(check: &mut Check, path: &Path<'_>, fields: &Map<Field>) {
    for (key, field) in fields {
        if field.clearable {
            check.fault(not_clearable(
                &path.key(key),
                NOT_SENT,
                "remove `clearable`",
            ));
        }
    }
}

/// Rejects clearable fields of objects that no request contains.
pub(super) fn refuse_unsent(
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
                refuse_all(check, &section.key(key).key("fields"), fields);
            }
        }
    }
}

const NOT_SENT: &str = "no request contains it";

fn not_clearable(path: &Path<'_>, why: &str, help: &str) -> Fault {
    let message = format!("`{}` cannot be cleared: {why}", path.last_key());
    Fault::key(Code::NotClearable, &path.key("clearable"), message, help)
}
