//! Names in Rust, each of which has one owner.

use std::collections::HashMap;

use crate::diagnostic::{Fault, Location};
use crate::name::Name;

/// The owner of a name.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    /// What faults call the owner, such as ``the type `Parcel` ``.
    pub(crate) what: String,
    /// Where the owner has its name, if that is in the spec.
    pub(crate) location: Option<Location>,
}

impl Owner {
    /// Shows the owner of the taken name in `fault`, if the owner is in the spec.
    pub(super) fn show(&self, fault: Fault) -> Fault {
        match &self.location {
            Some(location) => fault.related(location.clone(), "taken here"),
            None => fault,
        }
    }
}

/// Names that have at most one owner each.
#[derive(Debug, Default)]
pub(crate) struct Namespace {
    owners: HashMap<Name, Owner>,
}

impl Namespace {
    /// A namespace in which these names are taken, each with what faults call its owner.
    pub(crate) fn with_taken<'a>(taken: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let owner = |(name, why): (&str, &str)| {
            let (what, location) = (why.to_owned(), None);
            (Name::verbatim(name), Owner { what, location })
        };
        Self {
            owners: taken.into_iter().map(owner).collect(),
        }
    }

    /// The owner of `name`.
    pub(crate) fn owner(&self, name: &Name) -> Option<&Owner> {
        self.owners.get(name)
    }

    /// Gives `name` to `what` at `location`, unless `name` has an owner.
    pub(crate) fn give(&mut self, name: &Name, what: impl Into<String>, location: Location) {
        self.owners.entry(name.clone()).or_insert_with(|| Owner {
            what: what.into(),
            location: Some(location),
        });
    }
}
