//! Responses that are streams of events.

use super::check::Check;
use super::scope::Scope;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::Response;
use crate::spec::TypeExpr;

/// Resolves a response whose events have data of this type.
pub(super) fn resolve(check: &mut Check, scope: &Scope<'_>, expr: &TypeExpr) -> Option<Response> {
    let path = scope.path.key("events");
    if scope.spec.response.is_some() {
        let fault = beside_response(&path);
        check.fault(fault.related(scope.path.key("response").at_key(), "the response"));
    }
    let ty = scope.symbols.ty(check, &path, expr);
    (!ty.is_poisoned()).then_some(Response::Events(ty))
}

fn beside_response(path: &Path<'_>) -> Fault {
    let message = "a response is either a stream of events or one body";
    let help = "remove `events` or `response`, or write two endpoints";
    Fault::key(Code::BadEvents, path, message, help)
}
