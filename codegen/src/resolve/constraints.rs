//! Constraints of fields and parameters, and whether they fit the type of the value and each other.

use super::check::Check;
use super::examples;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Bound, Constraint, Example, Number, Range, Ty};
use crate::spec::{Facts, Scalar};

/// A bound with its key.
type Given = (&'static str, Bound);

/// Resolves the constraints of the value at `path`, which has the type `ty`.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    ty: &Ty,
    spec: &Facts<'_>,
) -> Vec<Constraint> {
    reject_misplaced(check, path, ty, spec);
    if let Some(pattern) = spec.pattern {
        let help = "write a regular expression, such as `^[a-z]+$`";
        check.not_empty(&path.key("pattern"), pattern, help);
    }
    let value = ty.required().item().required();
    let minimum = ("minimum", spec.minimum);
    let exclusive = ("exclusive_minimum", spec.exclusive_minimum);
    let lower = bound(check, path, value, minimum, exclusive);
    let maximum = ("maximum", spec.maximum);
    let exclusive = ("exclusive_maximum", spec.exclusive_maximum);
    let upper = bound(check, path, value, maximum, exclusive);
    let length = (
        count("min_length", spec.min_length),
        count("max_length", spec.max_length),
    );
    let items = (
        count("min_items", spec.min_items),
        count("max_items", spec.max_items),
    );
    let ranges = [
        (Constraint::Items as fn(Range) -> Constraint, items),
        (Constraint::Value, (lower, upper)),
        (Constraint::Length, length),
    ];
    let mut constraints = Vec::new();
    for (constraint, bounds) in ranges {
        let range = range(check, path, bounds);
        constraints.extend((!range.is_full()).then(|| constraint(range)));
    }
    let step = step(check, path, value, spec.multiple_of);
    constraints.extend(step.map(Constraint::MultipleOf));
    constraints.extend(spec.pattern.cloned().map(Constraint::Pattern));
    constraints.extend(spec.unique_items.then_some(Constraint::UniqueItems));
    constraints
}

/// Rejects constraints that do not apply to the type.
fn reject_misplaced(check: &mut Check, path: &Path<'_>, ty: &Ty, spec: &Facts<'_>) {
    let value = ty.required().item().required();
    let of_numbers = [
        ("minimum", spec.minimum.is_some()),
        ("maximum", spec.maximum.is_some()),
        ("exclusive_minimum", spec.exclusive_minimum.is_some()),
        ("exclusive_maximum", spec.exclusive_maximum.is_some()),
        ("multiple_of", spec.multiple_of.is_some()),
    ];
    let of_texts = [
        ("pattern", spec.pattern.is_some()),
        ("min_length", spec.min_length.is_some()),
        ("max_length", spec.max_length.is_some()),
    ];
    let of_lists = [
        ("min_items", spec.min_items.is_some()),
        ("max_items", spec.max_items.is_some()),
        ("unique_items", spec.unique_items),
    ];
    let is_list = matches!(ty.required(), Ty::List(_));
    for (keys, fits, values) in [
        (&of_numbers[..], value.is_number(), "numbers"),
        (&of_texts[..], value.is_text(), "texts"),
        (&of_lists[..], is_list, "lists"),
    ] {
        for (key, _) in keys.iter().filter(|(_, is_given)| *is_given && !fits) {
            let message = format!("`{key}` applies only to {values}");
            let help = "remove it, or fix the type";
            let fault = Fault::key(Code::BadConstraint, &path.key(key), message, help);
            check.fault(fault.related(path.key("type").at_value(), "the type"));
        }
    }
}

/// The bound under one of two keys.
fn bound(
    check: &mut Check,
    path: &Path<'_>,
    ty: &Ty,
    inclusive: (&'static str, Option<&Scalar>),
    exclusive: (&'static str, Option<&Scalar>),
) -> Option<Given> {
    if inclusive.1.is_some() && exclusive.1.is_some() {
        let message = format!("`{}` and `{}` exclude each other", inclusive.0, exclusive.0);
        let (first, second) = (path.key(inclusive.0), path.key(exclusive.0));
        let fault = Fault::key(Code::BadConstraint, &second, message, "keep one of the two");
        check.fault(fault.related(first.at_key(), "the other one"));
        return None;
    }
    let (key, value, is_exclusive) = match (inclusive, exclusive) {
        ((key, Some(value)), _) => (key, value, false),
        (_, (key, value)) => (key, value?, true),
    };
    let value = number(check, &path.key(key), ty, value)?;
    Some((
        key,
        Bound {
            value,
            is_exclusive,
        },
    ))
}

fn count(key: &'static str, count: Option<u32>) -> Option<Given> {
    let bound = Bound {
        value: Number::Integer(count?.into()),
        is_exclusive: false,
    };
    Some((key, bound))
}

/// The range between two bounds, if it contains a value.
fn range(
    check: &mut Check,
    path: &Path<'_>,
    (lower, upper): (Option<Given>, Option<Given>),
) -> Range {
    let range = Range {
        lower: lower.map(|(_, bound)| bound),
        upper: upper.map(|(_, bound)| bound),
    };
    if let (true, Some((lower, _)), Some((upper, _))) = (range.is_empty(), lower, upper) {
        let message = format!("no value meets both `{lower}` and `{upper}`");
        let help = "change one of the two";
        let fault = Fault::value(Code::BadConstraint, &path.key(upper), message, help);
        check.fault(fault.related(path.key(lower).at_value(), "the other one"));
    }
    range
}

/// The value of `multiple_of`, if it is greater than 0.
fn step(check: &mut Check, path: &Path<'_>, ty: &Ty, step: Option<&Scalar>) -> Option<Number> {
    let path = path.key("multiple_of");
    let step = number(check, &path, ty, step?)?;
    if step <= Number::Integer(0) {
        let message = "`multiple_of` is not greater than 0";
        let help = "write a number greater than 0";
        check.fault(Fault::value(Code::BadConstraint, &path, message, help));
        return None;
    }
    Some(step)
}

/// The number at `path`, if it is a value of the type.
fn number(check: &mut Check, path: &Path<'_>, ty: &Ty, value: &Scalar) -> Option<Number> {
    if !ty.is_number() || check.is_poisoned(path) {
        return None;
    }
    let number = match (value, examples::value(value, ty)) {
        (Scalar::Integer(value), Some(_)) => Some(Number::Integer(*value)),
        (_, Some(Example::Number(value))) => Some(Number::of(value)),
        _ => None,
    };
    if number.is_none() {
        let message = format!("`{}` is not a value of the type", path.last_key());
        let help = "write a number that fits the type";
        check.fault(Fault::value(Code::BadConstraint, path, message, help));
    }
    number
}
