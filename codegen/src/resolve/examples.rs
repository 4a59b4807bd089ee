//! Examples of parameters, as values of their types.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::check::Check;
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Constraint, Example, Kind, Ty};
use crate::spec::Scalar;

/// Resolves the example of the parameter at `path` as a value of type `ty`.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    example: &Scalar,
    ty: &Ty,
    constraints: &[Constraint],
) -> Option<Example> {
    if ty.is_poisoned() {
        return None;
    }
    let example = value(example, ty);
    match &example {
        None => check.fault(not_of_type(path)),
        Some(example) if !constraints.iter().all(|it| it.allows(example)) => {
            check.fault(breaks_constraint(path));
        }
        Some(Example::Text(text)) => check.plain_text(&path.key("example"), Part::Value, text),
        Some(_) => {}
    }
    example
}

/// Converts the example to a value of type `ty`, if it is one.
pub(super) fn value(example: &Scalar, ty: &Ty) -> Option<Example> {
    match (ty.required(), example) {
        (Ty::Boolean, Scalar::Boolean(value)) => Some(Example::Boolean(*value)),
        (ty, Scalar::Integer(value)) if ty.is_whole_number() => {
            ty.holds(*value).then_some(Example::Integer(*value))
        }
        (
            Ty::UnixTime
            | Ty::Named {
                kind: Kind::IntegerEnum,
                ..
            },
            Scalar::Integer(value),
        ) => i64::try_from(*value).ok().map(|_| Example::Integer(*value)),
        (Ty::Bytes, Scalar::String(text)) => BASE64_STANDARD.decode(text).ok().map(Example::Bytes),
        (Ty::Number, Scalar::Number(value)) if value.is_finite() => Some(Example::Number(*value)),
        #[allow(clippy::cast_precision_loss, reason = "only people read an example")]
        (Ty::Number, Scalar::Integer(value)) => Some(Example::Number(*value as f64)),
        (
            Ty::String
            | Ty::Decimal
            | Ty::Timestamp
            | Ty::Date
            | Ty::Uuid
            | Ty::Named {
                kind: Kind::Id | Kind::Enum,
                ..
            },
            Scalar::String(value),
        ) => Some(Example::Text(value.clone())),
        _ => None,
    }
}

fn not_of_type(path: &Path<'_>) -> Fault {
    let message = "the example is not a value of the parameter's type";
    let help = "write a string, a number or a boolean of that type; other types need no example";
    let fault = Fault::value(Code::BadExample, &path.key("example"), message, help);
    fault.related(path.key("type").at_value(), "its type")
}

fn breaks_constraint(path: &Path<'_>) -> Fault {
    let message = "the example does not meet the constraints";
    let help = "change or remove it";
    Fault::value(Code::BadExample, &path.key("example"), message, help)
}

/// Rejects an example that would change the path of a request.
pub(super) fn reject_in_path(check: &mut Check, path: &Path<'_>, example: Option<&Example>) {
    if let Some(Example::Text(text)) = example
        && matches!(text.as_str(), "" | "." | "..")
    {
        check.fault(leads_out_of_path(&path.key("example")));
    }
}

fn leads_out_of_path(path: &Path<'_>) -> Fault {
    let message = "the client rejects the empty text, `.` and `..` in a path";
    let help = "write an id as the service returns it";
    Fault::value(Code::BadExample, path, message, help)
}
