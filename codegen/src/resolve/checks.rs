//! Constraints of parameters with `check: true`. A call checks them before it sends a request.

use super::check::Check;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Constraint, Ty};

/// Rejects the `check: true` of the parameter at `path` unless the client can check all of `constraints`.
pub(super) fn reject_impossible(
    check: &mut Check,
    path: &Path<'_>,
    ty: &Ty,
    constraints: &[Constraint],
) {
    let own = path.key("check");
    if constraints.is_empty() {
        let message = "the parameter has no constraint to check";
        let help = "add a constraint, such as `maximum`, or remove `check`";
        check.fault(Fault::key(Code::BadCheck, &own, message, help));
    }
    let item = ty.required().item().required();
    for constraint in constraints {
        let (key, why) = match constraint {
            Constraint::Pattern(_) => (
                "pattern",
                "it does not depend on a library for regular expressions",
            ),
            Constraint::MultipleOf(_) if !item.is_whole_number() => {
                ("multiple_of", "only integers have exact multiples")
            }
            Constraint::UniqueItems if !item.is_scalar() => {
                ("unique_items", "the items are not scalars")
            }
            _ => continue,
        };
        let message = format!("the client cannot check `{key}`: {why}");
        let help =
            format!("remove `check`, or describe the constraint in `docs` instead of `{key}`");
        let fault = Fault::key(Code::BadCheck, &own, message, help);
        check.fault(fault.related(path.key(key).at_key(), "the constraint"));
    }
}
