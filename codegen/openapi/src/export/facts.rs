//! Facts: the default of a value, and its constraints.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use codegen::model::{Constraint, Example, Facts, Number, Range};

use super::extensions::{number, put_flag, text};
use crate::yaml::{Map, Yaml, put};

/// Adds the facts to the schema of their value. In a list, constraints of texts and numbers apply to each item.
pub(super) fn put_facts(schema: &mut Map, facts: &Facts) {
    for constraint in &facts.constraints {
        let is_of_list = matches!(constraint, Constraint::Items(_) | Constraint::UniqueItems);
        let items = schema.iter_mut().find(|(key, _)| key == "items");
        match items {
            Some((_, Yaml::Short(items))) if !is_of_list => put_constraint(items, constraint),
            _ => put_constraint(schema, constraint),
        }
    }
    if let Some(default) = &facts.default {
        put(schema, "default", example(default));
    }
}

fn put_constraint(schema: &mut Map, constraint: &Constraint) {
    match constraint {
        Constraint::Items(range) => put_range(schema, *range, ["minItems", "maxItems"]),
        Constraint::UniqueItems => put_flag(schema, "uniqueItems", true),
        Constraint::Value(range) => put_range(schema, *range, ["minimum", "maximum"]),
        Constraint::MultipleOf(step) => put(schema, "multipleOf", plain(*step)),
        Constraint::Length(range) => put_range(schema, *range, ["minLength", "maxLength"]),
        Constraint::Pattern(pattern) => put(schema, "pattern", text(pattern)),
    }
}

fn put_range(schema: &mut Map, range: Range, [lower, upper]: [&str; 2]) {
    for (key, exclusive, bound) in [
        (lower, "exclusiveMinimum", range.lower),
        (upper, "exclusiveMaximum", range.upper),
    ] {
        if let Some(bound) = bound {
            let key = if bound.is_exclusive { exclusive } else { key };
            put(schema, key, plain(bound.value));
        }
    }
}

fn plain(value: Number) -> Yaml {
    match value {
        Number::Integer(value) => number(value),
        Number::Fraction(value) => fraction(value),
    }
}

fn fraction(value: f64) -> Yaml {
    Yaml::Raw(format!("{value:?}"))
}

/// Returns an example or a default.
pub(super) fn example(value: &Example) -> Yaml {
    match value {
        Example::Boolean(value) => number(value),
        Example::Integer(value) => number(value),
        Example::Number(value) => fraction(*value),
        Example::Text(value) => text(value),
        Example::Bytes(bytes) => text(&BASE64_STANDARD.encode(bytes)),
    }
}
