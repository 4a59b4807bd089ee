//! Rules: conditions on combinations of parameters.

use std::collections::{HashMap, HashSet};

use super::check::{Check, unique};
use super::params::unknown_param;
use super::scope::Scope;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Param, Rule, RuleKind, RuleParam};
use crate::spec;

pub(super) fn resolve(check: &mut Check, scope: &Scope<'_>, params: &[Param]) -> Vec<Rule> {
    let all = scope.path.key("rules");
    let params: HashMap<_, _> = params
        .iter()
        .map(|param| (&*param.spec_key, param))
        .collect();
    let rule = |(index, spec): (usize, &spec::Rule)| {
        let path = all.index(index);
        let Parts {
            kind,
            key,
            params: keys,
        } = parts(check, &path, spec)?;
        let path = path.key(key);
        if keys.len() < 2 {
            check.fault(too_few(&path));
        }
        unique(check, &path, keys);
        let params = named(check, scope, &path, keys, &params);
        Some(Rule { kind, params })
    };
    let rules: Vec<_> = scope
        .spec
        .rules
        .iter()
        .enumerate()
        .filter_map(rule)
        .collect();
    if rules.iter().all(|rule| rule.params.len() > 1) && !can_hold(&rules) {
        check.fault(conflict(&all));
    }
    rules
}

/// The parts of a rule of the spec.
struct Parts<'s> {
    kind: RuleKind,
    /// The key of its kind.
    key: &'static str,
    /// The keys of the parameters.
    params: &'s [String],
}

/// Returns the parts of the rule at `path`, or `None` if it is wrong.
fn parts<'s>(check: &mut Check, path: &Path<'_>, spec: &'s spec::Rule) -> Option<Parts<'s>> {
    let parts = |kind, key, params| Some(Parts { kind, key, params });
    match (&spec.one_of, &spec.at_least_one_of) {
        (Some(params), None) => parts(RuleKind::OneOf, "one_of", params),
        (None, Some(params)) => parts(RuleKind::AtLeastOneOf, "at_least_one_of", params),
        _ => {
            let is_poisoned = |key| check.is_poisoned(&path.key(key));
            if !(is_poisoned("one_of") || is_poisoned("at_least_one_of")) {
                check.fault(not_one_thing(path));
            }
            None
        }
    }
}

/// Resolves the parameters of the rule at `path`.
fn named(
    check: &mut Check,
    scope: &Scope<'_>,
    path: &Path<'_>,
    keys: &[String],
    params: &HashMap<&str, &Param>,
) -> Vec<RuleParam> {
    let of_params = scope.path.key("params");
    let mut named = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        let path = path.index(index);
        let Some(param) = params.get(key.as_str()) else {
            unknown_param(check, scope, &path, key);
            continue;
        };
        if !param.ty.is_optional() && !param.ty.is_poisoned() {
            check.fault(required(&path, &of_params.key(key)));
        }
        named.push(RuleParam {
            key: param.key.clone(),
            name: param.name.clone(),
        });
    }
    named
}

fn not_one_thing(path: &Path<'_>) -> Fault {
    let message = "a rule needs exactly one key";
    let help = "use one of `one_of` and `at_least_one_of`";
    Fault::value(Code::BadRule, path, message, help)
}

fn too_few(path: &Path<'_>) -> Fault {
    let message = "a rule needs at least two parameters";
    let help = "add another parameter, or remove the rule and make this one required";
    Fault::value(Code::BadRule, path, message, help)
}

fn required(path: &Path<'_>, param: &Path<'_>) -> Fault {
    let message = format!(
        "`{}` is required, so it cannot be in a rule",
        param.last_key()
    );
    let help = "make its type optional (`?`), or remove it from the rule";
    let fault = Fault::value(Code::BadRule, path, message, help);
    fault.related(param.key("type").at_value(), "required here")
}

fn conflict(path: &Path<'_>) -> Fault {
    let message = "no call can satisfy all of these rules";
    let help = "remove a rule, or remove a parameter from one";
    Fault::key(Code::BadRule, path, message, help)
}

/// Whether some combination of parameters satisfies all rules. It tries all combinations, so it does not check rules with
/// very many parameters.
fn can_hold(rules: &[Rule]) -> bool {
    const MOST: usize = 12;
    let params = rules.iter().flat_map(|rule| &rule.params);
    let keys: HashSet<&str> = params.map(|param| param.key.as_str()).collect();
    if keys.len() > MOST {
        return true;
    }
    let bit: HashMap<&str, u32> = keys.into_iter().zip((0..).map(|n| 1 << n)).collect();
    let bits = |rule: &Rule| {
        let params = rule.params.iter();
        params.fold(0, |bits, param| {
            bits | bit.get(param.key.as_str()).copied().unwrap_or_default()
        })
    };
    // A spec can repeat rules, and each needs only one check.
    let rules: HashSet<(RuleKind, u32)> =
        rules.iter().map(|rule| (rule.kind, bits(rule))).collect();
    (0..1_u32 << bit.len()).any(|chosen| {
        rules.iter().all(|(kind, bits)| {
            let set = (chosen & bits).count_ones();
            match kind {
                RuleKind::OneOf => set == 1,
                RuleKind::AtLeastOneOf => set > 0,
            }
        })
    })
}
