//! The steps of a call that check the constraints of its parameters.

use proc_macro2::TokenStream;
use quote::quote;

use super::enumeration::integer;
use crate::model::{Bound, Constraint, Number, Param, Range, Ty, grouped};

/// The steps for one parameter, whose value is in `field`.
pub(super) fn steps(param: &Param, field: &TokenStream) -> Vec<TokenStream> {
    let checks = param.checks().iter();
    checks
        .filter_map(|constraint| step(param, field, constraint))
        .collect()
}

fn step(param: &Param, field: &TokenStream, constraint: &Constraint) -> Option<TokenStream> {
    let rule = constraint.rule(&param.key, &param.ty);
    let values = values(param, field, constraint.is_of_list());
    let item = param.ty.required().item().required();
    Some(match constraint {
        Constraint::Items(range) => {
            let range = range_tokens(*range, &Ty::Integer);
            quote!(.check_items(#rule, #values, #range))
        }
        Constraint::UniqueItems => quote!(.check_unique_items(#rule, #values)),
        Constraint::Value(range) => {
            let range = range_tokens(*range, item);
            quote!(.check_range(#rule, #values, #range))
        }
        Constraint::MultipleOf(step) => {
            let step = literal(*step, item);
            quote!(.check_multiple_of(#rule, #values, #step))
        }
        Constraint::Length(range) => {
            let range = range_tokens(*range, &Ty::Integer);
            quote!(.check_length(#rule, #values, #range))
        }
        // The client does not depend on a library for regular expressions.
        Constraint::Pattern(_) => return None,
    })
}

/// An iterator over the values of the parameter, or over the items of its list, by reference.
fn values(param: &Param, field: &TokenStream, of_list: bool) -> TokenStream {
    let ty = param.ty.required();
    // Options and lists around a value.
    let mut around =
        usize::from(param.ty.is_optional()) + usize::from(param.null.clear().is_some());
    if let (Ty::List(item), false) = (ty, of_list) {
        around += 1 + usize::from(item.is_optional());
    }
    match around {
        0 => quote!([&#field]),
        1 => quote!(&#field),
        _ => {
            let flatten = std::iter::repeat_n(quote!(.flatten()), around - 1);
            quote!(#field.iter() #(#flatten)*)
        }
    }
}

/// The range of values of type `ty`.
fn range_tokens(Range { lower, upper }: Range, ty: &Ty) -> TokenStream {
    let value = |bound: Bound| literal(bound.value, ty);
    match (lower, upper) {
        (Some(lower), upper) if lower.is_exclusive => {
            let lower = value(lower);
            let upper = match upper.map(|upper| (value(upper), upper.is_exclusive)) {
                None => quote!(std::ops::Bound::Unbounded),
                Some((upper, true)) => quote!(std::ops::Bound::Excluded(#upper)),
                Some((upper, false)) => quote!(std::ops::Bound::Included(#upper)),
            };
            quote!((std::ops::Bound::Excluded(#lower), #upper))
        }
        (lower, Some(upper)) if upper.is_exclusive => {
            let (lower, upper) = (lower.map(value), value(upper));
            quote!(#lower..#upper)
        }
        (lower, Some(upper)) => {
            let (lower, upper) = (lower.map(value), value(upper));
            quote!(#lower..=#upper)
        }
        (lower, None) => {
            let lower = lower.map(value);
            quote!(#lower..)
        }
    }
}

/// The number as a value of type `ty`, with underscores between thousands.
fn literal(number: Number, ty: &Ty) -> TokenStream {
    match number {
        Number::Integer(value) if ty.is_whole_number() => integer(value),
        number => {
            let value = float(number.to_f64().abs());
            let sign = (number.to_f64() < 0.0).then(|| quote!(-));
            quote!(#sign #value)
        }
    }
}

/// Writes a number that is not below zero in groups of three digits, as clippy requires.
fn float(value: f64) -> TokenStream {
    let text = format!("{value:?}");
    let (digits, exponent) = text.split_at(text.find('e').unwrap_or(text.len()));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let whole = grouped(whole.parse().unwrap_or_default(), '_');
    let fraction: Vec<_> = fraction.as_bytes().chunks(3).collect();
    let fraction = String::from_utf8_lossy(&fraction.join(&b'_')).into_owned();
    let literal = format!("{whole}.{fraction}{exponent}");
    literal.parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::float;

    #[test]
    fn digits_of_floats_are_in_groups_of_three() {
        for (value, literal) in [
            (0.5, "0.5"),
            (1_234_567.5, "1_234_567.5"),
            (0.123_456_7, "0.123_456_7"),
            (1e100, "1.0e100"),
        ] {
            assert_eq!(float(value).to_string(), literal);
        }
    }
}
