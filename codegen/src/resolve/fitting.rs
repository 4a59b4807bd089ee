//! Values that meet constraints. Examples use them for required parameters without an example in the spec.

use crate::model::{Bound, Constraint, Example, Kind, Number, Ty};

/// The longest text in an example, in characters.
const LONGEST: usize = 40;

/// Returns a simple value of type `ty` that meets the constraints, if it finds one. Its text is made from `key`.
pub(super) fn value(key: &str, ty: &Ty, constraints: &[Constraint]) -> Option<Example> {
    let candidates = constraints.iter().flat_map(|constraint| match constraint {
        Constraint::Value(range) => numbers(range.lower, range.upper),
        Constraint::MultipleOf(Number::Integer(step)) => {
            [*step, -step].map(Number::Integer).to_vec()
        }
        _ => Vec::new(),
    });
    let numbers = candidates.filter_map(|number| number_of_type(number, ty));
    let text = text(key, ty, constraints);
    let meets = |value: &Example| constraints.iter().all(|it| it.allows(value));
    numbers.chain(text).find(meets)
}

/// Simple numbers between two bounds: 1, the bounds, and the numbers next to them.
fn numbers(lower: Option<Bound>, upper: Option<Bound>) -> Vec<Number> {
    let mut numbers = vec![Number::Integer(1)];
    for (bound, step) in [(lower, 1), (upper, -1)] {
        let Some(Bound { value, .. }) = bound else {
            continue;
        };
        numbers.push(value);
        if let Number::Integer(value) = value {
            numbers.extend(value.checked_add(step).map(Number::Integer));
        }
    }
    if let (Some(lower), Some(upper)) = (lower, upper) {
        let middle = lower.value.to_f64().midpoint(upper.value.to_f64());
        numbers.push(Number::of(middle));
    }
    numbers
}

fn number_of_type(number: Number, ty: &Ty) -> Option<Example> {
    match number {
        Number::Integer(value) if ty.is_whole_number() => {
            ty.holds(value).then_some(Example::Integer(value))
        }
        number => (*ty == Ty::Number).then(|| Example::Number(number.to_f64())),
    }
}

/// The key, repeated or shortened to a length that meets the constraints.
fn text(key: &str, ty: &Ty, constraints: &[Constraint]) -> Option<Example> {
    let is_free = |ty: &Ty| matches!(ty, Ty::String | Ty::Named { kind: Kind::Id, .. });
    let range = constraints.iter().find_map(|constraint| match constraint {
        Constraint::Length(range) => Some(range),
        _ => None,
    })?;
    let end = |bound: Option<Bound>| match bound?.value {
        Number::Integer(value) => usize::try_from(value).ok(),
        Number::Fraction(_) => None,
    };
    let least = end(range.lower).unwrap_or(0);
    let most = end(range.upper).unwrap_or(usize::MAX);
    let length = key.chars().count().max(least).min(most);
    (is_free(ty) && length <= LONGEST)
        .then(|| Example::Text(key.chars().cycle().take(length).collect()))
}

#[cfg(test)]
mod tests {
    use super::value;
    use crate::model::{Bound, Constraint, Example, Number, Range, Ty};

    fn between(lower: Number, upper: Number, is_exclusive: bool) -> Range {
        let bound = |value| Bound {
            value,
            is_exclusive,
        };
        Range {
            lower: Some(bound(lower)),
            upper: Some(bound(upper)),
        }
    }

    #[test]
    fn a_value_meets_all_constraints() {
        let [one, two, five, ten] = [1, 2, 5, 10].map(Number::Integer);
        for (ty, constraints, expected) in [
            (
                Ty::Integer,
                vec![Constraint::Value(between(five, ten, true))],
                Some(Example::Integer(6)),
            ),
            (
                Ty::Integer,
                vec![
                    Constraint::Value(between(two, ten, false)),
                    Constraint::MultipleOf(five),
                ],
                Some(Example::Integer(10)),
            ),
            (
                Ty::Number,
                vec![Constraint::Value(between(one, two, true))],
                Some(Example::Number(1.5)),
            ),
            (
                Ty::String,
                vec![Constraint::Length(between(five, ten, false))],
                Some(Example::Text("codec".to_owned())),
            ),
            (
                Ty::String,
                vec![Constraint::Length(between(one, two, false))],
                Some(Example::Text("co".to_owned())),
            ),
            (
                Ty::Integer,
                vec![
                    Constraint::Value(between(five, ten, true)),
                    Constraint::MultipleOf(Number::Integer(7)),
                ],
                Some(Example::Integer(7)),
            ),
            (Ty::String, vec![], None),
        ] {
            assert_eq!(value("code", &ty, &constraints), expected);
        }
    }
}
