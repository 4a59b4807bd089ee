//! Checks for every part of a spec.

use std::collections::HashMap;

use super::namespace::{Entry, Namespace};
use crate::diagnostic::{Code, Fault, Faults, Location, Part, Path};
use crate::name::{BadName, Name};
use crate::parallel;
use crate::text::{find_invisible, find_invisible_in_docs};

/// The longest docs, in bytes. Parsing Markdown takes hundreds of times the memory of its text.
pub(crate) const LONGEST_DOCS: usize = 256 << 10;

/// Returns docs without the blank lines around them.
pub(super) fn text(docs: &str) -> String {
    docs.trim().to_owned()
}

/// Records faults. Its methods are the checks for every part of a spec.
#[derive(Default)]
pub(super) struct Check {
    pub(super) faults: Faults,
}

/// The remedy for a name fault of an entry that allows the key `name`.
pub(super) const GIVE_A_NAME: &str = "give it another name in Rust with `name: …`";

impl Check {
    /// Calls `each` for every item, on all cores, with a check of its own. Returns the results and records the faults in
    /// the order of the items.
    pub(super) fn each<'i, T: Sync, R: Send>(
        &mut self,
        items: &'i [T],
        each: impl Fn(&mut Self, &'i T) -> R + Sync,
    ) -> Vec<R> {
        let results = parallel::map(items, |item| {
            let mut check = Self {
                faults: self.faults.fork(),
            };
            let result = each(&mut check, item);
            (result, check.faults)
        });
        let join = |(result, faults)| {
            self.faults.join(faults);
            result
        };
        results.into_iter().map(join).collect()
    }

    pub(super) fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Whether the value at `path` is poisoned. No check may depend on a poisoned value.
    pub(super) fn is_poisoned(&self, path: &Path<'_>) -> bool {
        self.faults.is_poisoned(path)
    }

    /// Whether the map or list at `path` may lack an entry of the YAML. No check may then report a missing entry.
    pub(super) fn lacks_entries(&self, path: &Path<'_>) -> bool {
        self.faults.lacks_entries(path)
    }

    /// Returns the docs at `path`, or else the inferred docs of `instead`.
    pub(super) fn docs_or(
        &mut self,
        path: &Path<'_>,
        docs: Option<&String>,
        instead: impl FnOnce() -> String,
    ) -> String {
        match docs {
            Some(docs) => {
                self.docs(path, docs);
                text(docs)
            }
            None => instead(),
        }
    }

    /// Checks and returns the `deprecated` text at `path`.
    pub(super) fn deprecated(&mut self, path: &Path<'_>, note: Option<&String>) -> Option<String> {
        let note = note?;
        self.docs(&path.key("deprecated"), note);
        Some(text(note))
    }

    /// Rejects docs that are empty or too long, or contain an invisible character.
    pub(super) fn docs(&mut self, path: &Path<'_>, docs: &str) {
        self.not_blank(path, docs, "write a sentence for callers");
        if docs.len() > LONGEST_DOCS {
            let message = format!("`{}` is longer than 256 KiB", path.last_key());
            let help = "shorten it, and link to the rest";
            self.fault(Fault::value(Code::LongDocs, path, message, help));
        }
        if let Some(odd) = find_invisible_in_docs(docs) {
            self.fault(invisible(path.at_value(), odd));
        }
    }

    /// Rejects a value that is empty or contains an invisible character.
    pub(super) fn not_empty(&mut self, path: &Path<'_>, text: &str, help: &str) {
        self.not_blank(path, text, help);
        self.plain_text(path, Part::Value, text);
    }

    /// Rejects an empty text.
    pub(super) fn not_blank(&mut self, path: &Path<'_>, text: &str, help: &str) {
        if text.trim().is_empty() {
            let message = format!("`{}` is empty", path.last_key());
            self.fault(Fault::value(Code::EmptyText, path, message, help));
        }
    }

    /// Rejects a value with an invisible character. The emitters write the value into literals or the manifest.
    pub(super) fn plain_text(&mut self, path: &Path<'_>, part: Part, text: &str) {
        if let Some(odd) = find_invisible(text) {
            self.fault(invisible(path.location(part), odd));
        }
    }

    /// Derives the name of `text` in this case. Records a fault and returns a poisoned name if that is impossible.
    pub(super) fn name(
        &mut self,
        path: &Path<'_>,
        part: Part,
        text: &str,
        case: fn(&str) -> Result<Name, BadName>,
        help: &str,
    ) -> Name {
        if let Some(odd) = find_invisible(text) {
            self.fault(invisible(path.location(part), odd));
            return Name::poisoned();
        }
        case(text).unwrap_or_else(|bad| {
            let location = path.location(part);
            self.fault(Fault::new(Code::BadName, location, bad.to_string(), help));
            Name::poisoned()
        })
    }

    /// Returns the name that the `name:` at `path` sets, as Rust spells it or in `snake_case`. If it is wrong, records a
    /// fault and returns a poisoned name.
    pub(super) fn given_name(
        &mut self,
        path: &Path<'_>,
        text: &str,
        case: fn(&str) -> Result<Name, BadName>,
        help: &str,
    ) -> Name {
        let name = self.name(path, Part::Value, text, case, help);
        if name.is_poisoned() || is_written_as_name(text, case) {
            return name;
        }
        let message = format!("`{text}` would be `{}` in Rust", name.as_str());
        let help = format!("write `{}`", name.as_str());
        self.fault(Fault::value(Code::BadName, path, message, help));
        Name::poisoned()
    }

    /// Claims in `names` the name of the entry with the key `key` at `path`: the value of its `name:`, or else a name
    /// derived from the key.
    pub(super) fn entry_name(
        &mut self,
        names: &mut Namespace<Entry>,
        path: &Path<'_>,
        key: &str,
        given: Option<&str>,
        case: fn(&str) -> Result<Name, BadName>,
    ) -> Name {
        // `format!` takes longer, and a large spec has thousands of entries.
        let what = ["`", key, "`"].concat();
        let Some(given) = given else {
            let name = self.name(path, Part::Key, or_empty(key), case, GIVE_A_NAME);
            let location = path.at_key();
            return names.give(&name, Entry { what, location });
        };
        self.plain_text(path, Part::Key, key);
        let path = path.key("name");
        let help = "write a name such as `first_name`";
        let name = self.given_name(&path, given, case, help);
        self.claim(names, &name, key, what, path.at_value(), GIVE_A_NAME)
    }

    /// Claims `name` for the entry with the key `key`; messages about other entries call it `what`. If another entry has
    /// the name, records a fault at `location` and returns a poisoned name.
    pub(super) fn claim(
        &mut self,
        names: &mut Namespace<Entry>,
        name: &Name,
        key: &str,
        what: String,
        location: Location,
        help: &str,
    ) -> Name {
        let Some(first) = names.entry(name) else {
            return names.give(name, Entry { what, location });
        };
        let message = match name.as_str() {
            same if same == key => format!("`{key}` is already the name of {}", first.what),
            rust => format!(
                "`{key}` would be `{rust}` in Rust, already the name of {}",
                first.what
            ),
        };
        let fault = Fault::new(Code::NameTaken, location, message, help);
        self.fault(fault.related(first.location.clone(), "taken here"));
        Name::poisoned()
    }
}

/// Whether `text` is equal to the name derived from it, or to that name in `snake_case`. The text can omit the underscore
/// of a name that is a keyword or starts with a digit.
pub(super) fn is_written_as_name(text: &str, case: fn(&str) -> Result<Name, BadName>) -> bool {
    let is_written = |case: &fn(&str) -> Result<Name, BadName>| {
        case(text).is_ok_and(|name| {
            let name = name.as_str();
            name == text || name.trim_matches('_') == text
        })
    };
    [case, Name::snake].iter().any(is_written)
}

fn invisible(location: Location, odd: char) -> Fault {
    let message = format!(
        "the text contains the invisible character U+{:04X}",
        u32::from(odd)
    );
    let location = location.within(odd);
    Fault::new(Code::InvisibleCharacter, location, message, "remove it")
}

/// Returns the text, or the word `empty` for an empty text.
pub(super) fn or_empty(text: &str) -> &str {
    if text.is_empty() { "empty" } else { text }
}

/// Rejects a word that appears twice in the list at `path`.
pub(super) fn unique(check: &mut Check, path: &Path<'_>, words: &[String]) {
    let mut seen = HashMap::new();
    for (index, word) in words.iter().enumerate() {
        if let Some(first) = seen.insert(word, index) {
            let message = format!("`{word}` appears twice");
            let first = path.index(first).at_value();
            check.fault(listed_twice(&path.index(index), message, first));
        }
    }
}

pub(super) fn listed_twice(path: &Path<'_>, message: String, first: Location) -> Fault {
    Fault::value(Code::ListedTwice, path, message, "keep one of the two")
        .related(first, "first here")
}
