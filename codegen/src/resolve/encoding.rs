//! The encoding of request bodies.

use super::check::Check;
use super::params::WholeBody;
use super::scope::Scope;
use crate::diagnostic::{Code, Fault, Path, choices, did_you_mean};
use crate::limits::Limit;
use crate::model::{Body, Encoding, In, Param, Ty};

const FORM: &str = "form";
const MULTIPART: &str = "multipart";

/// Whether the body is a multipart body.
pub(super) fn is_multipart(scope: &Scope<'_>) -> bool {
    scope.spec.encoding.as_deref() == Some(MULTIPART)
}

/// Resolves the content of the request body: `params`, or the one parameter that is the whole body.
pub(super) fn body(
    check: &mut Check,
    scope: &Scope<'_>,
    params: &[Param],
    whole: Option<&WholeBody>,
) -> Body {
    let has_params = params.iter().any(|param| param.sent_in == In::Body);
    let of_params = of_params(check, scope);
    match whole {
        Some(whole) => of_value(check, scope, whole),
        None if has_params => of_params,
        None => {
            reject_without_body(check, scope);
            Body::None
        }
    }
}

/// A body of parameters.
fn of_params(check: &mut Check, scope: &Scope<'_>) -> Body {
    match scope.spec.encoding.as_deref() {
        None => Body::Params(Encoding::Json),
        Some(FORM) => Body::Params(Encoding::Form),
        Some(MULTIPART) => Body::Multipart,
        Some(other) => {
            check.fault(unknown(&scope.path.key("encoding"), other));
            Body::Params(Encoding::Json)
        }
    }
}

/// A body that is one value.
fn of_value(check: &mut Check, scope: &Scope<'_>, WholeBody { param, kind }: &WholeBody) -> Body {
    match (scope.spec.encoding.as_deref(), kind) {
        (Some(FORM), Body::Value(_)) if has_keys(&param.ty) => Body::Value(Encoding::Form),
        (Some(FORM), _) => {
            check.fault(no_keys(scope));
            *kind
        }
        (Some(MULTIPART), _) => {
            check.fault(no_parts(scope));
            *kind
        }
        _ => *kind,
    }
}

/// Whether every value of type `ty` is an object in JSON. Its keys become the keys of a form.
fn has_keys(ty: &Ty) -> bool {
    let ty = ty.required();
    ty.is_poisoned() || ty.is_object() || matches!(ty, Ty::Map { .. } | Ty::JsonObject)
}

/// Rejects `encoding` at an endpoint without a request body.
fn reject_without_body(check: &mut Check, scope: &Scope<'_>) {
    let path = scope.path;
    let is_lost = |key| check.is_poisoned(&path.key(key)) || check.lacks_entries(&path.key(key));
    if scope.spec.encoding.is_none() || ["params", "body", "method"].into_iter().any(is_lost) {
        return;
    }
    let message = "the requests of this endpoint have no body";
    let help = "remove `encoding`, or add parameters to the body";
    check.fault(Fault::key(
        Code::UselessKey,
        &path.key("encoding"),
        message,
        help,
    ));
}

fn no_keys(scope: &Scope<'_>) -> Fault {
    let message = "a form consists of keys with values, and this body can be a value without keys";
    let help = "change the type of `body` to an object or a map, or remove `encoding`";
    of_body(scope, message, help)
}

fn no_parts(scope: &Scope<'_>) -> Fault {
    let message = "the parts of a multipart body are parameters, and `body` is one value";
    let help = "list the parts under `params`, or remove `encoding`";
    of_body(scope, message, help)
}

fn of_body(scope: &Scope<'_>, message: &str, help: &str) -> Fault {
    let path = scope.path.key("encoding");
    let fault = Fault::key(Code::BadEncoding, &path, message, help);
    fault.related(scope.path.key("body").at_value(), "the body")
}

fn unknown(path: &Path<'_>, text: &str) -> Fault {
    let known = [FORM, MULTIPART];
    let help = match text {
        "json" => "remove `encoding`: the default is JSON".to_owned(),
        _ => Limit::of(text)
            .map(Limit::remedy)
            .or_else(|| did_you_mean(text, known))
            .unwrap_or_else(|| choices("encodings", known)),
    };
    let message = format!("unknown encoding `{text}`");
    Fault::value(Code::BadEncoding, path, message, help)
}
