//! Who has which name in Rust.

use std::collections::HashMap;

use crate::diagnostic::{Fault, Location};
use crate::name::Name;

/// Who has a name.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    /// As a person would call it.
    pub(crate) what: String,
    /// Where it is, if it is in the spec.
    pub(crate) location: Option<Location>,
}

impl Owner {
    /// Shows in `fault` who has the name that is taken, if that is in the spec.
    pub(super) fn show(&self, fault: Fault) -> Fault {
        match &self.location {
            Some(location) => fault.related(location.clone(), "taken here"),
            None => fault,
        }
    }
}

/// Names of which each can be had once.
#[derive(Debug, Default)]
pub(crate) struct Namespace {
    owners: HashMap<Name, Owner>,
}

impl Namespace {
    /// A namespace in which these names are taken, each for the reason beside it.
    pub(crate) fn with_taken<'a>(taken: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let owner = |(name, why): (&str, &str)| {
            let (what, location) = (why.to_owned(), None);
            (Name::verbatim(name), Owner { what, location })
        };
        Self {
            owners: taken.into_iter().map(owner).collect(),
        }
    }

    /// Who has `name`.
    pub(crate) fn owner(&self, name: &Name) -> Option<&Owner> {
        self.owners.get(name)
    }

    /// Gives `name` to `what` at `location`, unless somebody has it.
    pub(crate) fn give(&mut self, name: &Name, what: impl Into<String>, location: Location) {
        self.owners.entry(name.clone()).or_insert_with(|| Owner {
            what: what.into(),
            location: Some(location),
        });
    }
}
