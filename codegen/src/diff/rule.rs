//! Changes of the rules of an endpoint.

use std::collections::HashSet;

use super::change::{GroupChanges, Kind};
use super::code::code;
use crate::model::{Endpoint, Rule, RuleKind};

pub(super) fn compare(
    subject: &str,
    old: &Endpoint,
    new: &Endpoint,
    changes: &mut GroupChanges<'_>,
) {
    let known = keys(old);
    let common: HashSet<_> = keys(new).intersection(&known).copied().collect();
    let (old, new) = (conditions(old, &common), conditions(new, &common));
    for condition in new.iter().filter(|new| !new.follows_from(&old)) {
        let text = format!("new rule: {}", condition.text());
        changes.add(subject, Kind::RuleAdded, text);
    }
    for condition in old.iter().filter(|old| !old.follows_from(&new)) {
        let text = format!("rule removed: {}", condition.text());
        changes.add(subject, Kind::RuleRemoved, text);
    }
}

fn keys(endpoint: &Endpoint) -> HashSet<&str> {
    endpoint.params.iter().map(|param| &*param.key).collect()
}

/// A rule for calls that set only parameters of both versions.
struct Condition<'m> {
    rule: &'m Rule,
    keys: HashSet<&'m str>,
}

fn conditions<'m>(endpoint: &'m Endpoint, common: &HashSet<&str>) -> Vec<Condition<'m>> {
    let condition = |rule: &'m Rule| {
        let keys = rule.params.iter().map(|param| &*param.key);
        let keys = keys.filter(|key| common.contains(key)).collect();
        Condition { rule, keys }
    };
    endpoint.rules.iter().map(condition).collect()
}

impl Condition<'_> {
    /// Whether every call that satisfies `others` also satisfies this rule.
    fn follows_from(&self, others: &[Self]) -> bool {
        let mut others = others.iter().filter(|other| !other.keys.is_empty());
        others.any(|other| match self.rule.kind {
            RuleKind::OneOf => other.rule.kind == RuleKind::OneOf && other.keys == self.keys,
            RuleKind::AtLeastOneOf => other.keys.is_subset(&self.keys),
        })
    }

    fn text(&self) -> String {
        let keys: Vec<_> = self
            .rule
            .params
            .iter()
            .map(|param| code(&param.key))
            .collect();
        let count = match self.rule.kind {
            RuleKind::OneOf => "exactly one",
            RuleKind::AtLeastOneOf => "one or more",
        };
        format!("{count} of {} must be set", keys.join(", "))
    }
}
