//! Defaults of fields and parameters, as values of their types.

use super::check::Check;
use super::examples;
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Constraint, Example, Ty};
use crate::spec::Scalar;

/// Resolves the default of the value at `path`, which has the type `ty`.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    ty: &Ty,
    default: &Scalar,
    constraints: &[Constraint],
) -> Option<Example> {
    let own = path.key("default");
    if check.is_poisoned(&own) {
        return None;
    }
    let value = examples::value(default, ty);
    match &value {
        None => {
            let message = "the default is not a value of the type";
            check
                .fault(bad_default(path, message).related(path.key("type").at_value(), "the type"));
        }
        Some(default) if !constraints.iter().all(|it| it.allows(default)) => {
            check.fault(bad_default(
                path,
                "the default does not meet the constraints",
            ));
        }
        Some(Example::Text(text)) => check.plain_text(&own, Part::Value, text),
        Some(_) => {}
    }
    value
}

fn bad_default(path: &Path<'_>, message: &str) -> Fault {
    let help = "change or remove it; only a scalar can have a default";
    Fault::value(Code::BadDefault, &path.key("default"), message, help)
}

/// Rejects the default of a required parameter.
pub(super) fn reject_of_required(check: &mut Check, path: &Path<'_>, ty: &Ty) {
    if ty.is_optional() || ty.is_poisoned() {
        return;
    }
    let message = format!(
        "`{}` is required, so it cannot have a default",
        path.last_key()
    );
    let help = "make its type optional (`?`), or remove `default`";
    let fault = Fault::key(Code::BadDefault, &path.key("default"), message, help);
    check.fault(fault.related(path.key("type").at_value(), "the type"));
}
