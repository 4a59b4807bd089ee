//! Constraints: the conditions that a value meets.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::{Example, Ty};
use crate::markdown::code;

/// A condition that a value meets. `Display` writes a phrase: `between 1 and 1,000`.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Constraint {
    /// A list has this number of items.
    Items(Range),
    /// All items of a list are different.
    UniqueItems,
    /// A number, or each number of a list, is in this range.
    Value(Range),
    /// A number, or each number of a list, is a multiple of this one.
    MultipleOf(Number),
    /// A text, or each text of a list, has this number of characters.
    Length(Range),
    /// A text, or each text of a list, matches this regular expression.
    Pattern(String),
}

impl Constraint {
    /// Whether it is a condition on a list, and not on each of its items.
    pub(crate) fn is_of_list(&self) -> bool {
        matches!(self, Self::Items(_) | Self::UniqueItems)
    }

    /// Whether `value` meets it. Returns true if the generator cannot check that.
    pub(crate) fn allows(&self, value: &Example) -> bool {
        match (self, value) {
            (Self::Value(range), Example::Integer(value)) => {
                range.contains(Number::Integer(*value))
            }
            (Self::Value(range), Example::Number(value)) => range.contains(Number::of(*value)),
            (Self::MultipleOf(step), Example::Integer(value)) => {
                step.divides(Number::Integer(*value))
            }
            (Self::Length(range), Example::Text(text)) => {
                range.contains(Number::count(text.chars().count()))
            }
            _ => true,
        }
    }

    /// Whether every value that meets `other` also meets it.
    pub(crate) fn follows_from(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Items(outer), Self::Items(range))
            | (Self::Value(outer), Self::Value(range))
            | (Self::Length(outer), Self::Length(range)) => range.is_within(*outer),
            (Self::MultipleOf(step), Self::MultipleOf(multiple)) => step.divides(*multiple),
            (Self::UniqueItems, Self::UniqueItems) => true,
            (Self::Pattern(pattern), Self::Pattern(other)) => pattern == other,
            _ => false,
        }
    }

    /// Returns the rule for the value of type `ty` with this key: `` `limit` must be between 1 and 1,000 ``.
    pub(crate) fn rule(&self, key: &str, ty: &Ty) -> String {
        let is_of_items = matches!(ty.required(), Ty::List(_)) && !self.is_of_list();
        let subject = if is_of_items { "each item of " } else { "" };
        let verb = match self {
            Self::Items(_) | Self::UniqueItems | Self::Length(_) => "have ",
            Self::Value(_) | Self::MultipleOf(_) => "be ",
            Self::Pattern(_) => "be a text that ",
        };
        format!("{subject}{} must {verb}{self}", code(key))
    }
}

impl fmt::Display for Constraint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Items(range) => write!(f, "{range} {}", range.noun("item")),
            Self::UniqueItems => f.write_str("no item twice"),
            Self::Value(range) => range.fmt(f),
            Self::MultipleOf(step) => write!(f, "a multiple of {step}"),
            Self::Length(range) => write!(f, "{range} {}", range.noun("character")),
            Self::Pattern(pattern) => write!(f, "matches {}", code(pattern)),
        }
    }
}

/// The numbers between two bounds. `Display` writes `between 1 and 1,000`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Hash)]
pub struct Range {
    /// The lower bound.
    pub lower: Option<Bound>,
    /// The upper bound.
    pub upper: Option<Bound>,
}

/// An end of a range.
#[derive(Clone, Copy, Debug, PartialEq, Hash)]
pub struct Bound {
    /// The value.
    pub value: Number,
    /// Whether the value is outside of the range.
    pub is_exclusive: bool,
}

impl Range {
    /// Whether it contains every number.
    pub(crate) fn is_full(self) -> bool {
        self.lower.is_none() && self.upper.is_none()
    }

    /// Returns the noun for a number in this range, in the singular or plural.
    fn noun(self, noun: &str) -> String {
        let last = self.upper.or(self.lower);
        let is_one = last.is_some_and(|last| last.value == Number::Integer(1));
        let plural = if is_one { "" } else { "s" };
        format!("{noun}{plural}")
    }

    /// Whether it contains no number.
    pub(crate) fn is_empty(self) -> bool {
        let (Some(lower), Some(upper)) = (self.lower, self.upper) else {
            return false;
        };
        upper.value < lower.value
            || upper.value == lower.value && (lower.is_exclusive || upper.is_exclusive)
    }

    fn contains(self, number: Number) -> bool {
        let only = Bound {
            value: number,
            is_exclusive: false,
        };
        let only = Self {
            lower: Some(only),
            upper: Some(only),
        };
        only.is_within(self)
    }

    /// Whether `outer` contains all its numbers.
    fn is_within(self, outer: Self) -> bool {
        let is_within = |own: Option<Bound>, outer: Option<Bound>, nearer: Ordering| {
            outer.is_none_or(|outer| {
                own.is_some_and(|own| match own.value.partial_cmp(&outer.value) {
                    Some(Ordering::Equal) => own.is_exclusive || !outer.is_exclusive,
                    order => order == Some(nearer),
                })
            })
        };
        is_within(self.lower, outer.lower, Ordering::Greater)
            && is_within(self.upper, outer.upper, Ordering::Less)
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(least), Some(most)) = (self.lower, self.upper)
            && !least.is_exclusive
            && !most.is_exclusive
        {
            let (least, most) = (least.value, most.value);
            return if least == most {
                write!(f, "exactly {least}")
            } else {
                write!(f, "between {least} and {most}")
            };
        }
        let lower = self.lower.map(Bound::as_lower);
        let bounds: Vec<_> = lower
            .into_iter()
            .chain(self.upper.map(Bound::as_upper))
            .collect();
        f.write_str(&bounds.join(" and "))
    }
}

impl Bound {
    fn as_lower(self) -> String {
        let words = if self.is_exclusive {
            "more than"
        } else {
            "at least"
        };
        format!("{words} {}", self.value)
    }

    fn as_upper(self) -> String {
        let words = if self.is_exclusive {
            "less than"
        } else {
            "at most"
        };
        format!("{words} {}", self.value)
    }
}

/// A finite number. `Display` writes `1,000` or `0.5`.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// A whole number.
    Integer(i128),
    /// Any other number.
    Fraction(f64),
}

impl Hash for Number {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The text of a number has all its digits.
        format!("{self:?}").hash(state);
    }
}

impl Number {
    /// Returns the number as an integer, if it is one and is small enough to be exact.
    pub(crate) fn of(value: f64) -> Self {
        /// Not every larger integer is a value of `f64`.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() <= EXACT {
            #[allow(clippy::cast_possible_truncation, reason = "it is a small integer")]
            return Self::Integer(value as i128);
        }
        Self::Fraction(value)
    }

    fn count(count: usize) -> Self {
        Self::Integer(i128::try_from(count).unwrap_or(i128::MAX))
    }

    #[allow(clippy::cast_precision_loss, reason = "a comparison can round")]
    pub(crate) fn to_f64(self) -> f64 {
        match self {
            Self::Integer(value) => value as f64,
            Self::Fraction(value) => value,
        }
    }

    /// Whether `other` is a multiple of it. Fractions are not exact, so only an integer is a multiple of another one.
    fn divides(self, other: Self) -> bool {
        match (self, other) {
            (Self::Integer(step), Self::Integer(value)) => value.checked_rem(step) == Some(0),
            _ => self == other,
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(left), Self::Integer(right)) => left.partial_cmp(right),
            _ => self.to_f64().partial_cmp(&other.to_f64()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(value) => f.write_str(&grouped(*value, ',')),
            Self::Fraction(value) => write!(f, "{value:?}"),
        }
    }
}

/// Returns the digits with `separator` between thousands.
pub(crate) fn grouped(number: i128, separator: char) -> String {
    let mut grouped = String::new();
    if number < 0 {
        grouped.push('-');
    }
    let digits = number.unsigned_abs().to_string();
    for (digit, left) in digits.chars().zip((1..=digits.len()).rev()) {
        grouped.push(digit);
        if left % 3 == 1 && left > 1 {
            grouped.push(separator);
        }
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::{Bound, Number, Range, grouped};

    fn range(lower: Option<(f64, bool)>, upper: Option<(f64, bool)>) -> Range {
        let bound = |(value, is_exclusive)| Bound {
            value: Number::of(value),
            is_exclusive,
        };
        Range {
            lower: lower.map(bound),
            upper: upper.map(bound),
        }
    }

    #[test]
    fn a_range_is_shown_in_words() {
        for (lower, upper, words) in [
            (
                Some((1.0, false)),
                Some((1_000.0, false)),
                "between 1 and 1,000",
            ),
            (Some((6.0, false)), Some((6.0, false)), "exactly 6"),
            (
                Some((0.0, true)),
                Some((0.5, false)),
                "more than 0 and at most 0.5",
            ),
            (None, Some((-1e300, true)), "less than -1e300"),
            (Some((2.0, false)), None, "at least 2"),
        ] {
            assert_eq!(range(lower, upper).to_string(), words);
        }
    }

    #[test]
    fn a_range_is_within_a_larger_one() {
        let (open, closed) = ((1.0, true), (1.0, false));
        for (inner, outer, is_within) in [
            (open, closed, true),
            (closed, open, false),
            (open, open, true),
            ((2.0, false), open, true),
            ((0.5, true), closed, false),
        ] {
            let lower = |bound| range(Some(bound), None);
            assert_eq!(lower(inner).is_within(lower(outer)), is_within, "{inner:?}");
        }
        assert!(!range(None, None).is_within(range(None, Some(open))));
        assert!(!range(Some(open), Some(closed)).contains(Number::Integer(1)));
        assert!(range(Some(open), Some(closed)).is_empty());
    }

    #[test]
    fn thousands_are_separated() {
        for (number, text) in [
            (1, "1"),
            (-1_000, "-1,000"),
            (-100, "-100"),
            (12_345_678, "12,345,678"),
        ] {
            assert_eq!(grouped(number, ','), text);
        }
    }
}
