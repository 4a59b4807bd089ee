//! The envelope: the keys that every success body has in addition to the fields of its endpoint.

use std::collections::{HashMap, HashSet};

use super::check::Check;
use super::clearable;
use super::fields;
use super::namespace::Namespace;
use super::symbols::built_in;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Field, Shape, Ty, Type, Types};
use crate::name::Name;
use crate::reserved::RESPONSE_METHODS;
use crate::spec::{self, Map, TypeExpr};

pub(super) fn resolve(check: &mut Check, path: &Path<'_>, spec: &Map<spec::Field>) -> Vec<Field> {
    clearable::reject_all(check, path, spec);
    let names = Namespace::with_own(&RESPONSE_METHODS);
    fields::resolve(check, path, ty, spec, Name::snake, names)
}

/// Resolves the type of a field of the envelope, which must be a built-in scalar.
fn ty(check: &mut Check, path: &Path<'_>, expr: &TypeExpr) -> Ty {
    let scalar = match expr {
        TypeExpr::Poisoned => return Ty::Poisoned,
        TypeExpr::BuiltIn(ty) => built_in(*ty).filter(Ty::is_scalar),
        _ => None,
    };
    scalar.unwrap_or_else(|| {
        check.fault(bad_type(path, expr));
        Ty::Poisoned
    })
}

fn bad_type(path: &Path<'_>, expr: &TypeExpr) -> Fault {
    let message = format!("`{expr}` cannot be the type of a field of the envelope");
    let help = "use a built-in scalar, such as `string` or `integer`";
    Fault::value(Code::BadEnvelopeType, path, message, help)
}

/// The fields of each object type that the envelope replaces, by the names of the types.
pub(super) type Taken<'t> = HashMap<&'t Name, Vec<&'t Field>>;

/// Finds the fields that an envelope with these keys replaces. Reads each type once, even if many responses have it.
pub(super) fn taken<'t>(types: &'t Types, envelope: &HashSet<String>) -> Taken<'t> {
    let of_type = |ty: &'t Type| match &ty.shape {
        Shape::Object(object) => Some((&ty.name, taken_of(&object.fields, envelope))),
        _ => None,
    };
    types.iter().filter_map(of_type).collect()
}

/// The fields among `fields` that an envelope with these keys replaces.
pub(super) fn taken_of<'f>(fields: &'f [Field], envelope: &HashSet<String>) -> Vec<&'f Field> {
    let fields = fields.iter();
    fields
        .filter(|field| envelope.contains(&field.key))
        .collect()
}
