//! The envelope: what every success body has beside the fields of its endpoint.

use super::check::Check;
use super::fields;
use super::namespace::Namespace;
use super::symbols::built_in;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Field, Ty};
use crate::name::Name;
use crate::reserved::RESPONSE_METHODS;
use crate::spec::{self, Map, TypeExpr};

pub(super) fn resolve(check: &mut Check, path: &Path<'_>, spec: &Map<spec::Field>) -> Vec<Field> {
    let names = Namespace::with_own(&RESPONSE_METHODS);
    fields::resolve(check, path, ty, spec, Name::snake, names)
}

/// The type of a part, which is a built-in scalar.
fn ty(check: &mut Check, path: &Path<'_>, expr: &TypeExpr) -> Ty {
    match expr {
        TypeExpr::Poisoned => return Ty::Poisoned,
        TypeExpr::BuiltIn(ty) if built_in(*ty).is_scalar() => return built_in(*ty),
        _ => {}
    }
    check.fault(bad_type(path, expr));
    Ty::Poisoned
}

fn bad_type(path: &Path<'_>, expr: &TypeExpr) -> Fault {
    let message = format!("`{expr}` cannot be the type of a part of the envelope");
    let help = "use `string`, `boolean`, `integer`, `number` or `timestamp`";
    Fault::value(Code::BadEnvelopeType, path, message, help)
}
