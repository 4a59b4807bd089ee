//! The changes between two versions of an API that affect callers of the client.
//!
//! Each kind of change has a rule: a small function of the old and the new version of a part of the [`Model`]. A rule
//! returns at most one change for each part. `spec/README.md` explains every [`Kind`] with an example.

mod change;
mod client;
mod code;
mod endpoint;
mod error_body;
mod fields;
mod object;
mod pairs;
mod param;
mod rule;
mod rust_type;
mod show;
#[cfg(test)]
mod tests;
mod types;
mod verdict;

pub use change::{Change, Effect, Kind};
pub use verdict::{Bump, Verdict};

use crate::model::Model;
use change::{Changes, Group};
use pairs::Pairs;

/// The changes from one version of an API to the next.
#[derive(Debug)]
pub struct Diff {
    /// The changes, in groups: the client itself, each resource, and the types.
    pub changes: Vec<Change>,
    /// The effect of the changes on the version of the crate.
    pub verdict: Verdict,
}

/// Compares two versions of an API.
#[must_use]
pub fn diff(old: &Model, new: &Model) -> Diff {
    let mut changes = Changes::default();
    client::compare(old, new, &mut changes.group(Group::Client));
    resources(old, new, &mut changes);
    types::compare(old, new, &mut changes.group(Group::Types));
    let changes = changes.all;
    let effect = changes.iter().map(|change| change.kind.effect()).max();
    let verdict = Verdict::new(&old.package.version, &new.package.version, effect);
    Diff { changes, verdict }
}

fn resources(old: &Model, new: &Model, changes: &mut Changes) {
    let pairs = Pairs::by(&old.resources, &new.resources, |resource| &resource.name);
    for resource in pairs.removed {
        let name = resource.name.as_str();
        let mut group = changes.group(Group::Resource(name));
        group.add(name, Kind::ResourceRemoved, "resource removed");
    }
    for (old_resource, resource) in pairs.common {
        let name = resource.name.as_str();
        let mut group = changes.group(Group::Resource(name));
        group.docs(name, &old_resource.docs, &resource.docs);
        endpoint::compare(old_resource, resource, &mut group);
    }
    for resource in pairs.added {
        let name = resource.name.as_str();
        let mut group = changes.group(Group::Resource(name));
        group.add(name, Kind::ResourceAdded, "new resource");
    }
}
