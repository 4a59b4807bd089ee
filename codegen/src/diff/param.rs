//! Changes of the parameters of an endpoint.

use std::collections::HashMap;

use super::change::{Found, GroupChanges, Kind, Rule};
use super::code::code;
use super::pairs::{Pairs, is_reordered};
use super::rule;
use super::rust_type::rust_type;
use crate::model::{Constraint, Endpoint, In, Param, Style};
use crate::path;

const RULES: [Rule<Param>; 13] = [
    parameter_renamed,
    argument_renamed,
    parameter_key_changed,
    parameter_style_changed,
    parameter_moved,
    parameter_required,
    parameter_optional,
    parameter_type_changed,
    clear_added,
    clear_removed,
    null_changed,
    deprecated,
    debug_changed,
];

pub(super) fn compare(
    subject: &str,
    old: &Endpoint,
    new: &Endpoint,
    changes: &mut GroupChanges<'_>,
) {
    // A parameter next to a body can have the key `body` too.
    let mut pairs = Pairs::by(&old.params, &new.params, |param| {
        (&param.spec_key, &param.name)
    });
    pairs.add(|param| &param.spec_key);
    pairs.add(|param| &param.name);
    pairs.add(|param| (param.sent_in, &param.key));
    let positions = placeholders(old, new);
    pairs.add(|param| positions.get(&*param.key).ok_or(&param.key));
    for param in &pairs.removed {
        let text = format!("parameter {} removed", code(&param.key));
        changes.add(subject, Kind::ParameterRemoved, text);
    }
    let mut common = pairs.common;
    for (old_param, param) in &common {
        changes.apply(subject, &RULES, *old_param, *param);
        checks(subject, old_param, param, changes);
        changes.docs_of(subject, &param.key, &docs(old_param), &docs(param));
    }
    for param in pairs.added {
        added(subject, param, changes);
    }
    common.retain(|(old, new)| is_argument(old) && is_argument(new));
    if is_reordered(&common, &old.params, &new.params) {
        let text = "the arguments have another order";
        changes.add(subject, Kind::ArgumentsReordered, text);
    }
    rule::compare(subject, old, new, changes);
}

/// Compares the constraints that a call checks.
fn checks(subject: &str, old: &Param, new: &Param, changes: &mut GroupChanges<'_>) {
    let follows = |constraint: &Constraint, from: &Param| {
        from.checks()
            .iter()
            .any(|other| constraint.follows_from(other))
    };
    for constraint in new.checks().iter().filter(|it| !follows(it, old)) {
        let text = format!("new check: {}", constraint.rule(&new.key, &new.ty));
        changes.add(subject, Kind::CheckAdded, text);
    }
    for constraint in old.checks().iter().filter(|it| !follows(it, new)) {
        let text = format!("check removed: {}", constraint.rule(&new.key, &old.ty));
        changes.add(subject, Kind::CheckRemoved, text);
    }
}

/// Returns the docs and the facts. Other rules find the other changes that docs in Rust mention.
fn docs(param: &Param) -> String {
    format!("{}\n{:?}\n{:?}", param.docs, param.facts, param.example)
}

/// Returns the position of each placeholder in its path. Callers and services do not see the name of a placeholder.
fn placeholders<'m>(old: &'m Endpoint, new: &'m Endpoint) -> HashMap<&'m str, usize> {
    let placeholders = [old, new].map(|endpoint| path::placeholders(&endpoint.path));
    let positions = placeholders
        .into_iter()
        .flatten()
        .flat_map(|names| names.into_iter().zip(0..));
    positions.collect()
}

fn added(subject: &str, param: &Param, changes: &mut GroupChanges<'_>) {
    let (kind, necessity) = if is_argument(param) {
        (Kind::RequiredParameterAdded, "required")
    } else {
        (Kind::OptionalParameterAdded, "optional")
    };
    let text = format!("new {necessity} parameter {}", code(&param.key));
    changes.add(subject, kind, text);
}

/// Whether the parameter is an argument of the method.
fn is_argument(param: &Param) -> bool {
    !param.ty.is_optional()
}

fn parameter_renamed(old: &Param, new: &Param) -> Option<Found> {
    let is_method = !is_argument(old) && !is_argument(new);
    let is_changed = is_method && old.setter() != new.setter();
    Found::when(is_changed, Kind::ParameterRenamed, || {
        format!("parameter `{}` renamed to `{}`", old.setter(), new.setter())
    })
}

fn argument_renamed(old: &Param, new: &Param) -> Option<Found> {
    let is_changed = is_argument(old) && is_argument(new) && old.name != new.name;
    Found::when(is_changed, Kind::ArgumentRenamed, || {
        format!("argument `{}` renamed to `{}`", old.name, new.name)
    })
}

/// Ignores the key of a path parameter, which requests do not contain, and the case of a header.
fn parameter_key_changed(old: &Param, new: &Param) -> Option<Found> {
    let is_changed = match new.sent_in {
        In::Path => false,
        In::Header => !old.key.eq_ignore_ascii_case(&new.key),
        In::Query | In::Body => old.key != new.key,
    };
    Found::when(is_changed, Kind::ParameterKeyChanged, || {
        let (old, new) = (code(&old.key), code(&new.key));
        format!("parameter {old} has the key {new} in requests")
    })
}

/// Ignores styles if the part of the request or the type has changed: these are other changes.
fn parameter_style_changed(old: &Param, new: &Param) -> Option<Found> {
    let is_changed = old.style != new.style
        && old.sent_in == new.sent_in
        && old.ty.required() == new.ty.required();
    Found::when(is_changed, Kind::ParameterStyleChanged, || {
        let example = match new.style {
            Style::Repeat => "a=1&a=2",
            Style::Comma => "a=1,2",
            Style::Brackets => "a[]=1",
        };
        format!("parameter {} has the style of `{example}`", code(&new.key))
    })
}

fn parameter_moved(old: &Param, new: &Param) -> Option<Found> {
    Found::when(old.sent_in != new.sent_in, Kind::ParameterMoved, || {
        let (key, old, new) = (code(&new.key), part(old.sent_in), part(new.sent_in));
        format!("parameter {key} is in the {new} instead of the {old}")
    })
}

fn part(sent_in: In) -> &'static str {
    match sent_in {
        In::Path => "path",
        In::Query => "query",
        In::Header => "headers",
        In::Body => "body",
    }
}

fn parameter_required(old: &Param, new: &Param) -> Option<Found> {
    let is_changed = !is_argument(old) && is_argument(new);
    Found::when(is_changed, Kind::ParameterRequired, || {
        format!("parameter {} is required", code(&new.key))
    })
}

fn parameter_optional(old: &Param, new: &Param) -> Option<Found> {
    let is_changed = is_argument(old) && !is_argument(new);
    Found::when(is_changed, Kind::ParameterOptional, || {
        let key = code(&new.key);
        format!("parameter {key} is optional: a method instead of an argument")
    })
}

fn parameter_type_changed(old: &Param, new: &Param) -> Option<Found> {
    let (old_type, ty) = (rust_type(old.ty.required()), rust_type(new.ty.required()));
    Found::when(old_type != ty, Kind::ParameterTypeChanged, || {
        let key = code(&new.key);
        format!("parameter {key} takes `{ty}` instead of `{old_type}`")
    })
}

fn clear_added(old: &Param, new: &Param) -> Option<Found> {
    let name = new.null.clear().filter(|_| old.null.clear().is_none());
    Some(Found::new(
        Kind::ClearAdded,
        format!("new method `{}`", name?),
    ))
}

fn clear_removed(old: &Param, new: &Param) -> Option<Found> {
    let name = old.null.clear().filter(|_| new.null.clear().is_none());
    Some(Found::new(
        Kind::ClearRemoved,
        format!("method `{}` removed", name?),
    ))
}

fn null_changed(old: &Param, new: &Param) -> Option<Found> {
    Found::null(&new.key, &old.null, &new.null)
}

fn deprecated(old: &Param, new: &Param) -> Option<Found> {
    let what = format!("parameter {}", code(&new.key));
    Found::deprecated(&what, old.deprecated.as_deref(), new.deprecated.as_deref())
}

fn debug_changed(old: &Param, new: &Param) -> Option<Found> {
    Found::debug(&new.key, old.sensitive, new.sensitive)
}
