//! Names of types, resources and endpoints. `README.md` describes the rules.

use std::collections::{HashMap, HashSet};

use heck::{ToSnakeCase, ToUpperCamelCase};

/// The longest name in a spec, in characters.
const LONGEST: usize = 80;

/// Names that no resource can have.
const RESERVED: [&str; 18] = [
    "blocking",
    "builder",
    "client",
    "clone",
    "guide",
    "into",
    "iter",
    "new",
    "runtime",
    "testing",
    "transport",
    "try_into",
    "types",
    "wait",
    "with_attempt_timeout",
    "with_connect_timeout",
    "with_retry",
    "with_timeout",
];

/// A set of unique names.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<String>,
    numbers: HashMap<String, usize>,
}

impl Names {
    /// Returns `wanted`. If an earlier name has the same words, adds a number.
    pub(crate) fn give(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        while !self.taken.insert(name.to_snake_case()) {
            let number = self.numbers.entry(wanted.to_owned()).or_insert(1);
            *number += 1;
            let gap = if wanted.ends_with(|last: char| last.is_ascii_digit()) {
                "_"
            } else {
                ""
            };
            name = format!("{wanted}{gap}{number}");
        }
        name
    }

    /// Returns the name to write for the key at `index`, if the generator cannot derive one.
    pub(crate) fn given(&mut self, key: &str, kind: &str, index: usize) -> Option<String> {
        let name = snake(key);
        if is_derivable(key) {
            // The generator does not accept a name that it has already derived.
            self.taken.insert(name);
            return None;
        }
        let is_usable = name.starts_with(|first: char| first.is_ascii_lowercase());
        Some(if is_usable {
            self.give(&name)
        } else {
            self.give(&format!("{kind}_{}", index + 1))
        })
    }
}

/// Returns the words of `text` in lower case, with underscores between them.
pub(crate) fn snake(text: &str) -> String {
    let name: String = ascii(text).to_snake_case();
    shorten(&name, '_')
}

/// Returns the name of a type.
pub(crate) fn camel(text: &str) -> String {
    let name = shorten(&ascii(text).to_snake_case(), '_').to_upper_camel_case();
    match name.chars().next() {
        None => "Unnamed".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("T{name}"),
        Some(_) => name,
    }
}

/// Replaces characters that are invalid in names. Removes apostrophes in words.
fn ascii(text: &str) -> String {
    let kept = text.chars().filter(|c| !matches!(c, '\'' | '’'));
    kept.map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

/// Cuts a name that is too long, between two words.
fn shorten(name: &str, gap: char) -> String {
    if name.len() <= LONGEST {
        return name.to_owned();
    }
    let cut = name.get(..LONGEST).unwrap_or(name);
    let end = cut.rfind(gap).unwrap_or(cut.len());
    cut.get(..end).unwrap_or(cut).to_owned()
}

/// Returns the name of a resource.
pub(crate) fn resource(tag: &str) -> String {
    let name = snake(tag);
    match name.chars().next() {
        None => "api".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("v{name}"),
        Some(_) if RESERVED.contains(&name.as_str()) => format!("{name}_api"),
        Some(_) => name,
    }
}

/// Whether the generator can derive a name from the letters and digits of `key`.
pub(crate) fn is_derivable(key: &str) -> bool {
    let is_named = |c: char| c.is_ascii() && !c.is_ascii_control();
    let is_short = key.len() <= LONGEST && key.chars().all(is_named);
    key.is_empty() || is_short && codegen::is_derivable(key)
}

/// Returns the singular of `text`: `orders` becomes `order`.
pub(crate) fn singular(text: &str) -> String {
    let lower = text.to_lowercase();
    if let Some(stem) = text.strip_suffix("ies").filter(|stem| stem.len() > 2) {
        return format!("{stem}y");
    }
    let ends_otherwise = ["ss", "us", "is"].iter().any(|end| lower.ends_with(end));
    match text.strip_suffix('s') {
        Some(stem) if !ends_otherwise && stem.len() > 2 => stem.to_owned(),
        _ => format!("{text}Item"),
    }
}

/// Names the components of a document. Removes the namespace from names such as `io.k8s.api.core.v1.Pod` and
/// `api_user_v1_Email`, as long as the rest is unique.
pub(crate) fn components<'k>(keys: impl Iterator<Item = &'k str>) -> HashMap<&'k str, String> {
    let split: Vec<_> = keys.map(|key| (key, segments(key))).collect();
    let mut owners: HashMap<String, usize> = HashMap::new();
    for (_, segments) in &split {
        let all: HashSet<_> = (0..segments.len())
            .map(|start| suffix(segments, start))
            .collect();
        for name in all {
            *owners.entry(name).or_insert(0) += 1;
        }
    }
    let name = |(key, segments): (&'k str, Vec<&str>)| {
        let starts = (0..segments.len()).rev();
        let names = starts.map(|start| suffix(&segments, start));
        let first = names
            .filter(|name| !name.starts_with(|first: char| !first.is_ascii_uppercase()))
            .find(|name| owners.get(name) == Some(&1));
        (key, first.unwrap_or_else(|| camel(key)))
    };
    split.into_iter().map(name).collect()
}

/// Returns the namespaces of `key` and its name.
fn segments(key: &str) -> Vec<&str> {
    if key.contains('.') {
        return key.split('.').collect();
    }
    let mut segments = Vec::new();
    let mut rest = key;
    while let Some((first, after)) = rest.split_once('_') {
        let is_lower = first.starts_with(|c: char| c.is_ascii_lowercase())
            && first
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
        if !is_lower || !after.contains(|c: char| c.is_ascii_uppercase()) {
            break;
        }
        segments.push(first);
        rest = after;
    }
    segments.push(rest);
    segments
}

fn suffix(segments: &[&str], start: usize) -> String {
    let rest = segments.get(start..).unwrap_or_default();
    camel(&rest.join("_"))
}

/// Names the operations of a resource by the words of their ids. Removes a common prefix, and the words of the resource at
/// the start and the end.
pub(crate) fn operations(resource: &str, ids: &[String]) -> Vec<String> {
    let words: Vec<Vec<String>> = ids.iter().map(|id| words(id)).collect();
    let common = common_start(&words);
    let resource: Vec<String> = snake(resource).split('_').map(singular_word).collect();
    let short: Vec<String> = words
        .iter()
        .map(|words| {
            let words = words.get(common..).unwrap_or_default();
            without(words, &resource).join("_")
        })
        .collect();
    let mut names = Names::default();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for name in &short {
        *counts.entry(name).or_insert(0) += 1;
    }
    let mut given = Vec::new();
    for (name, words) in short.iter().zip(&words) {
        let is_usable = name.starts_with(|first: char| first.is_ascii_lowercase())
            && counts.get(name.as_str()) == Some(&1);
        let wanted = if is_usable {
            name.clone()
        } else {
            words.join("_")
        };
        let starts_with_digit = wanted.starts_with(|first: char| first.is_ascii_digit());
        let wanted = if wanted.is_empty() || starts_with_digit {
            format!("call_{wanted}")
        } else {
            wanted
        };
        given.push(names.give(&wanted));
    }
    given
}

fn words(text: &str) -> Vec<String> {
    let name = snake(text);
    let words = name.split('_').filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// Verbs, which stay in names.
const VERBS: [&str; 20] = [
    "add", "cancel", "check", "create", "delete", "edit", "find", "get", "list", "patch", "post",
    "put", "remove", "retrieve", "search", "send", "set", "update", "upload", "upsert",
];

/// Returns the number of common words at the start. At least one word of each list remains.
fn common_start(all: &[Vec<String>]) -> usize {
    let Some((first, rest)) = all.split_first().filter(|(_, rest)| !rest.is_empty()) else {
        return 0;
    };
    let most = all.iter().map(Vec::len).min().unwrap_or(0);
    let is_shared = |at: &usize| {
        let word = first.get(*at);
        word.is_some_and(|word| !VERBS.contains(&word.as_str()))
            && rest.iter().all(|words| words.get(*at) == word)
    };
    (0..most.saturating_sub(1)).take_while(is_shared).count()
}

/// Removes the words of the resource from the start or the end, if other words remain.
fn without<'w>(words: &'w [String], resource: &[String]) -> &'w [String] {
    let is_resource = |part: &[String]| {
        part.iter()
            .map(|word| singular_word(word))
            .eq(resource.iter().cloned())
    };
    if words.len() > resource.len() {
        let (start, rest) = words.split_at(resource.len());
        if is_resource(start) {
            return rest;
        }
        let (rest, end) = words.split_at(words.len() - resource.len());
        if is_resource(end) {
            return rest;
        }
    }
    words
}

fn singular_word(word: &str) -> String {
    let singular = singular(word);
    singular
        .strip_suffix("Item")
        .unwrap_or(&singular)
        .to_owned()
}
