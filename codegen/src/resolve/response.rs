//! Responses: what a success body has beside the envelope.

use super::check::Check;
use super::fields;
use super::namespace::Namespace;
use super::scope::Scope;
use crate::diagnostic::{Code, Fault, Location, Path};
use crate::model::{Object, Response, Ty};
use crate::name::Name;
use crate::spec;

/// The response of the endpoint, unless it is at fault.
pub(super) fn resolve(check: &mut Check, scope: &Scope<'_>) -> Option<Response> {
    let path = scope.path.key("response");
    let response = match &scope.spec.response {
        None => Response::Empty,
        Some(spec::Response::Type(expr)) => {
            let ty = scope.symbols.ty(check, &path, expr);
            if ty.is_poisoned() {
                return None;
            }
            Response::Type(ty)
        }
        Some(spec::Response::Fields(spec)) => {
            let ty = scope.symbols.resolver();
            let names = Namespace::default();
            let fields = fields::resolve(check, &path, ty, spec, Name::snake, names);
            Response::Own(Object {
                fields,
                constructors: Vec::new(),
                sent: false,
            })
        }
    };
    refuse_envelope(check, scope, &path, &response);
    (!check.lacks_entries(&path)).then_some(response)
}

/// The envelope takes its keys out of the body, so a field with such a key would stay empty.
fn refuse_envelope(check: &mut Check, scope: &Scope<'_>, path: &Path<'_>, response: &Response) {
    let Some(client) = scope.client else { return };
    let root = Path::root(client.file);
    let envelope = root.key("envelope");
    let fields = match response {
        // It may be missing, but where it is there the envelope is part of it.
        Response::Type(Ty::Optional(ty)) => match &**ty {
            Ty::Named { name, .. } => scope.types.object_fields(name).unwrap_or_default(),
            _ => &[],
        },
        response => scope.types.response_fields(response),
    };
    for field in fields {
        if client.envelope_keys.contains(&field.key) {
            let location = match response {
                Response::Own(_) => path.key(&field.key).at_key(),
                _ => path.at_value(),
            };
            check.fault(envelope_field(location, &envelope.key(&field.key)));
        }
    }
}

fn envelope_field(location: Location, part: &Path<'_>) -> Fault {
    let message = format!(
        "`{}` is part of the envelope of every response",
        part.last_key()
    );
    let help = "remove the field: `Meta` has a method for it";
    let fault = Fault::new(Code::EnvelopeField, location, message, help);
    fault.related(part.at_key(), "the envelope has it")
}
