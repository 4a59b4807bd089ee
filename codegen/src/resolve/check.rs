//! The checks that everything in a spec goes through, and the faults that they find.

use std::collections::HashMap;

use super::namespace::{Entry, Namespace};
use crate::diagnostic::{Code, Fault, Location, Part, Path};
use crate::name::{BadName, Name};
use crate::text::is_invisible;

/// Docs as they are kept: without the blank lines around them.
pub(super) fn text(docs: &str) -> String {
    docs.trim().to_owned()
}

/// Records faults, with the checks that everything in a spec goes through.
#[derive(Default)]
pub(super) struct Check {
    pub(super) faults: Vec<Fault>,
}

/// What to do about a name that will not do, where the format has a key for that.
pub(super) const GIVE_A_NAME: &str = "give it another name in Rust with `name: …`";

impl Check {
    pub(super) fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Docs, which must say something, in characters that can stand in a source file.
    pub(super) fn docs(&mut self, path: &Path<'_>, docs: &str) {
        self.not_empty(path, docs, "say in a sentence what a caller must know");
    }

    /// Text that must be there.
    pub(super) fn not_empty(&mut self, path: &Path<'_>, text: &str, help: &str) {
        if text.trim().is_empty() {
            self.fault(Fault::value(
                Code::EmptyText,
                path,
                format!("`{}` is empty", path.last_key()),
                help,
            ));
        }
        self.plain_text(path, Part::Value, text);
    }

    /// Text that goes into literals, docs or the manifest.
    pub(super) fn plain_text(&mut self, path: &Path<'_>, part: Part, text: &str) {
        if let Some(odd) = text.chars().find(|&c| is_invisible(c)) {
            let message = format!(
                "the text holds the invisible character U+{:04X}",
                u32::from(odd)
            );
            let location = path.location(part).within(odd);
            self.fault(Fault::new(
                Code::InvisibleCharacter,
                location,
                message,
                "remove it",
            ));
        }
    }

    /// The name that `text` becomes in this case, or `None` and a fault.
    pub(super) fn name(
        &mut self,
        path: &Path<'_>,
        part: Part,
        text: &str,
        case: fn(&str) -> Result<Name, BadName>,
        help: &str,
    ) -> Option<Name> {
        self.plain_text(path, part, text);
        case(text)
            .map_err(|bad| {
                let location = path.location(part);
                self.fault(Fault::new(Code::BadName, location, bad.to_string(), help));
            })
            .ok()
    }

    /// The name in `names` of the entry with the key `key` at `path`: the one that it asks for with `name:`, or else one
    /// that is derived from the key.
    pub(super) fn entry_name(
        &mut self,
        names: &mut Namespace,
        path: &Path<'_>,
        key: &str,
        given: Option<&str>,
        case: fn(&str) -> Result<Name, BadName>,
    ) -> Option<Name> {
        let what = format!("`{key}`");
        let Some(given) = given else {
            let name = self.name(path, Part::Key, or_empty(key), case, GIVE_A_NAME)?;
            let location = path.at_key();
            return Some(names.give(&name, Entry { what, location }));
        };
        self.plain_text(path, Part::Key, key);
        let path = path.key("name");
        let help = "write a name such as `first_name`";
        let name = self.name(&path, Part::Value, given, case, help)?;
        let location = path.at_value();
        self.is_free(names, &name, key, &location, GIVE_A_NAME)
            .then(|| names.give(&name, Entry { what, location }))
    }

    /// Claims `name` for the entry with the key `key`, known to others as `what`. If another entry has it, that is a fault
    /// of `location`.
    pub(super) fn claim(
        &mut self,
        names: &mut Namespace,
        name: &Name,
        key: &str,
        what: String,
        location: Location,
        help: &str,
    ) -> bool {
        let is_free = self.is_free(names, name, key, &location, help);
        if is_free {
            names.give(name, Entry { what, location });
        }
        is_free
    }

    /// Whether no entry has the `name` that the entry with the key `key` asks for. If one has it, that is a fault of `location`.
    fn is_free(
        &mut self,
        names: &Namespace,
        name: &Name,
        key: &str,
        location: &Location,
        help: &str,
    ) -> bool {
        let Some(first) = names.entry(name) else {
            return true;
        };
        let message = match name.as_str() {
            same if same == key => format!("the name `{key}` is taken by {}", first.what),
            rust => format!(
                "`{key}` would be `{rust}` in Rust, which is taken by {}",
                first.what
            ),
        };
        let fault = Fault::new(Code::NameTaken, location.clone(), message, help);
        self.fault(fault.related(first.location.clone(), "taken here"));
        false
    }
}

/// What a name is derived from: the text, or a word for the empty one.
pub(super) fn or_empty(text: &str) -> &str {
    if text.is_empty() { "empty" } else { text }
}

/// A word that appears a second time is a fault of the list at `path`.
pub(super) fn unique(check: &mut Check, path: &Path<'_>, words: &[String]) {
    let mut seen = HashMap::new();
    for (index, word) in words.iter().enumerate() {
        if let Some(first) = seen.insert(word, index) {
            let message = format!("`{word}` stands here twice");
            let first = path.index(first).at_value();
            check.fault(listed_twice(&path.index(index), message, first));
        }
    }
}

pub(super) fn listed_twice(path: &Path<'_>, message: String, first: Location) -> Fault {
    Fault::value(Code::ListedTwice, path, message, "keep one of the two")
        .related(first, "first here")
}
