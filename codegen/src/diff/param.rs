//! Changes of the parameters of an endpoint, and of its rules.

use std::collections::{HashMap, HashSet};

use super::change::{Found, GroupChanges, Kind, Rule};
use super::pairs::{Pairs, is_reordered};
use super::rust_type::rust_type;
use crate::model::{self, Endpoint, In, Param, RuleKind};
use crate::path;

const RULES: [Rule<Param>; 10] = [
    parameter_renamed,
    argument_renamed,
    parameter_key_changed,
    parameter_moved,
    parameter_required,
    parameter_optional,
    parameter_type_changed,
    clear_added,
    clear_removed,
    debug_changed,
];

pub(super) fn compare(
    subject: &str,
    old: &Endpoint,
    new: &Endpoint,
    changes: &mut GroupChanges<'_>,
) {
    let mut pairs = Pairs::by(&old.params, &new.params, |param| &param.key);
    let same_name = pairs.take(|param| &param.name);
    let positions = placeholders(old, new);
    let same_position = pairs.take(|param| positions.get(&*param.key).ok_or(&param.key));
    for param in &pairs.removed {
        let text = format!("parameter `{}` removed", param.key);
        changes.add(subject, Kind::ParameterRemoved, text);
    }
    let mut common = [pairs.common, same_name, same_position].concat();
    for (old_param, param) in &common {
        changes.apply(subject, &RULES, *old_param, *param);
        if (&old_param.docs, &old_param.example) != (&param.docs, &param.example) {
            let text = format!("docs of `{}` changed", param.key);
            changes.add(subject, Kind::DocsChanged, text);
        }
    }
    for param in pairs.added {
        added(subject, param, changes);
    }
    common.retain(|(old, new)| is_argument(old) && is_argument(new));
    if is_reordered(&common, &old.params, &new.params) {
        let text = "the arguments have another order";
        changes.add(subject, Kind::ArgumentsReordered, text);
    }
    rules(subject, old, new, changes);
}

/// The position of each placeholder in its path. Callers and services do not see the name of a placeholder.
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
    let text = format!("new {necessity} parameter `{}`", param.key);
    changes.add(subject, kind, text);
}

/// Whether callers pass it to the method, and do not set it afterwards.
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
        format!("argument `{}` is called `{}`", old.name, new.name)
    })
}

/// The key of a path parameter does not go over the wire.
fn parameter_key_changed(old: &Param, new: &Param) -> Option<Found> {
    let is_changed = old.key != new.key && new.sent_in != In::Path;
    Found::when(is_changed, Kind::ParameterKeyChanged, || {
        format!("parameter `{}` is sent as `{}`", old.key, new.key)
    })
}

fn parameter_moved(old: &Param, new: &Param) -> Option<Found> {
    Found::when(old.sent_in != new.sent_in, Kind::ParameterMoved, || {
        let part = part(new.sent_in);
        format!(
            "parameter `{}` is sent in the {part} instead of the {}",
            new.key,
            self::part(old.sent_in)
        )
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
        format!("parameter `{}` is required", new.key)
    })
}

fn parameter_optional(old: &Param, new: &Param) -> Option<Found> {
    let is_changed = is_argument(old) && !is_argument(new);
    Found::when(is_changed, Kind::ParameterOptional, || {
        format!(
            "parameter `{}` is optional: a method instead of an argument",
            new.key
        )
    })
}

fn parameter_type_changed(old: &Param, new: &Param) -> Option<Found> {
    let (old_type, ty) = (rust_type(old.ty.required()), rust_type(new.ty.required()));
    Found::when(old_type != ty, Kind::ParameterTypeChanged, || {
        format!(
            "parameter `{}` takes `{ty}` instead of `{old_type}`",
            new.key
        )
    })
}

fn clear_added(old: &Param, new: &Param) -> Option<Found> {
    let name = new.clear.as_ref().filter(|_| old.clear.is_none());
    let text = format!("new method `{}`", name?);
    Found::when(true, Kind::ClearAdded, || text)
}

fn clear_removed(old: &Param, new: &Param) -> Option<Found> {
    let name = old.clear.as_ref().filter(|_| new.clear.is_none());
    let text = format!("method `{}` removed", name?);
    Found::when(true, Kind::ClearRemoved, || text)
}

fn debug_changed(old: &Param, new: &Param) -> Option<Found> {
    Found::when(old.sensitive != new.sensitive, Kind::DebugChanged, || {
        let shows = if new.sensitive { "hides" } else { "shows" };
        format!("`Debug` {shows} `{}`", new.key)
    })
}

fn rules(subject: &str, old: &Endpoint, new: &Endpoint, changes: &mut GroupChanges<'_>) {
    let (old, new) = (rule_texts(old), rule_texts(new));
    let known: HashSet<_> = old.iter().collect();
    for rule in new.iter().filter(|rule| !known.contains(rule)) {
        changes.add(subject, Kind::RuleAdded, format!("new rule: {rule}"));
    }
    let kept: HashSet<_> = new.iter().collect();
    for rule in old.iter().filter(|rule| !kept.contains(rule)) {
        changes.add(subject, Kind::RuleRemoved, format!("rule removed: {rule}"));
    }
}

/// Each rule as a sentence. The order of the parameters of a rule does not matter.
fn rule_texts(endpoint: &Endpoint) -> Vec<String> {
    let text = |rule: &model::Rule| {
        let mut keys: Vec<_> = rule
            .params
            .iter()
            .map(|param| format!("`{}`", param.key))
            .collect();
        keys.sort_unstable();
        let count = match rule.kind {
            RuleKind::OneOf => "exactly one",
            RuleKind::AtLeastOneOf => "one or more",
        };
        format!("{count} of {} must be set", keys.join(", "))
    };
    endpoint.rules.iter().map(text).collect()
}
