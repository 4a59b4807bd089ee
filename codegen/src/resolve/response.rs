//! Responses: the content of a success body, without the envelope.

use super::check::Check;
use super::clearable;
use super::envelope::taken_of;
use super::events;
use super::fields;
use super::namespace::Namespace;
use super::raw::Raw;
use super::scope::Scope;
use crate::diagnostic::{Code, Fault, Location, Path};
use crate::model::{Field, Object, Response, Ty};
use crate::name::Name;
use crate::spec::{self, TypeExpr};

/// Resolves the response of the endpoint. Returns `None` if it is wrong.
pub(super) fn resolve(check: &mut Check, scope: &Scope<'_>) -> Option<Response> {
    if let Some(expr) = &scope.spec.events {
        return events::resolve(check, scope, expr);
    }
    let path = scope.path.key("response");
    let response = match &scope.spec.response {
        None => Response::Empty,
        Some(spec::Response::Type(expr)) => of_type(check, scope, &path, expr)?,
        Some(spec::Response::Fields(spec)) => {
            let ty = scope.symbols.resolver();
            let names = Namespace::default();
            clearable::reject_all(check, &path, spec);
            let fields = fields::resolve(check, &path, ty, spec, Name::snake, names);
            Response::Own(Box::new(Object {
                fields,
                extra: None,
                constructors: Vec::new(),
                sent: false,
            }))
        }
    };
    reject_envelope(check, scope, &path, &response);
    (!check.lacks_entries(&path)).then_some(response)
}

/// Resolves a response whose body has this type.
fn of_type(
    check: &mut Check,
    scope: &Scope<'_>,
    path: &Path<'_>,
    expr: &TypeExpr,
) -> Option<Response> {
    if let Some(raw) = Raw::of(expr.required()) {
        if expr.is_optional() {
            check.fault(optional_raw(path, expr));
        }
        return Some(raw.response());
    }
    let ty = scope.symbols.ty(check, path, expr);
    (!ty.is_poisoned()).then_some(Response::Type(ty))
}

/// Rejects fields with a key of the envelope. The envelope takes its keys out of the body, so such a field would stay empty.
fn reject_envelope(check: &mut Check, scope: &Scope<'_>, path: &Path<'_>, response: &Response) {
    let Some(client) = scope.client else { return };
    let root = Path::root(client.file);
    let envelope = root.key("envelope");
    let mut reject = |field: &Field, location| {
        check.fault(envelope_field(location, &envelope.key(&field.key)));
    };
    match response {
        Response::Empty | Response::Bytes | Response::Text | Response::Events(_) => {}
        // An optional body may be absent, but a body that is present has the envelope.
        Response::Type(ty) => {
            let Ty::Named { name, .. } = ty.required() else {
                return;
            };
            let taken = scope.taken.get(name).into_iter().flatten();
            taken.for_each(|field| reject(field, path.at_value()));
        }
        Response::Own(object) => {
            let taken = taken_of(&object.fields, &client.envelope_keys).into_iter();
            taken.for_each(|field| reject(field, path.key(&field.key).at_key()));
        }
    }
}

fn optional_raw(path: &Path<'_>, expr: &TypeExpr) -> Fault {
    let message = format!("`{expr}` cannot be absent: an empty body is an empty value");
    let fault = Fault::value(Code::BadTypeExpression, path, message, "remove the `?`");
    fault.within("?")
}

fn envelope_field(location: Location, part: &Path<'_>) -> Fault {
    let message = format!("`{}` is a field of the envelope", part.last_key());
    let help = "remove the field: `Meta` has a method for it";
    let fault = Fault::new(Code::EnvelopeField, location, message, help);
    fault.related(part.at_key(), "in the envelope")
}
