//! Names and their owners.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use crate::diagnostic::Location;
use crate::name::Name;

/// The owner of a name.
#[derive(Debug)]
enum Owner<E> {
    /// The generator. It owns the methods that every type of a kind has.
    Generator,
    /// An entry of the spec.
    Entry(E),
}

/// An entry of the spec that has a name.
#[derive(Debug)]
pub(super) struct Entry {
    /// The name of the entry in messages: `` `first_name` ``.
    pub(super) what: String,
    pub(super) location: Location,
}

/// A set of unique names. Messages name the entries with type [`Entry`]. Where every entry gets a name without a fault,
/// the type is `()`.
#[derive(Debug)]
pub(super) struct Namespace<E = ()> {
    owners: HashMap<Name, Owner<E>>,
    /// The last number appended to each name.
    numbers: HashMap<Name, usize>,
}

impl<E> Default for Namespace<E> {
    fn default() -> Self {
        Self {
            owners: HashMap::new(),
            numbers: HashMap::new(),
        }
    }
}

impl<E> Namespace<E> {
    /// Creates a namespace in which the generator owns these names.
    pub(super) fn with_own(names: &[&str]) -> Self {
        let own = |name: &&str| (Name::own(name), Owner::Generator);
        Self {
            owners: names.iter().map(own).collect(),
            ..Self::default()
        }
    }

    /// Returns the entry with `name`.
    pub(super) fn entry(&self, name: &Name) -> Option<&E> {
        match self.owners.get(name) {
            Some(Owner::Entry(entry)) => Some(entry),
            _ => None,
        }
    }

    /// Gives `entry` the name `wanted`. If the generator owns `wanted`, the name ends with an underscore; if another entry
    /// owns it, the name ends with a number. A poisoned name stays poisoned.
    pub(super) fn give(&mut self, wanted: &Name, entry: E) -> Name {
        if wanted.is_poisoned() {
            return Name::poisoned();
        }
        let wanted = match self.owners.entry(wanted.clone()) {
            Slot::Vacant(free) => {
                free.insert(Owner::Entry(entry));
                return wanted.clone();
            }
            Slot::Occupied(taken) => match taken.get() {
                Owner::Generator => wanted.with_underscore(),
                Owner::Entry(_) => wanted.clone(),
            },
        };
        let mut name = wanted.clone();
        while self.owners.contains_key(&name) {
            let number = self.numbers.entry(wanted.clone()).or_insert(1);
            *number += 1;
            name = wanted.numbered(*number);
        }
        self.owners.insert(name.clone(), Owner::Entry(entry));
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_taken_gets_an_underscore_or_a_number() {
        let mut names = Namespace::with_own(&["send"]);
        let mut given = |name| names.give(&Name::own(name), ()).as_str().to_owned();
        let all = ["asc", "asc", "asc2", "asc", "send", "send"].map(&mut given);
        assert_eq!(all, ["asc", "asc2", "asc2_2", "asc3", "send_", "send_2"]);
    }
}
