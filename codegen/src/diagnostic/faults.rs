//! All faults of a spec, and the paths that they poison.
//!
//! Nothing stops at a fault: the reader of a spec goes on with a stand-in for the value at fault. The maintainer did not write
//! the stand-in, so it is poisoned: no check depends on it, and no fault in it is reported. After the fix, the next run reports
//! the remaining faults.

use std::collections::{HashMap, HashSet};

use super::fault::Fault;
use super::location::{Path, Segment};

/// The faults found so far, and the paths that they poison.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    all: Vec<Fault>,
    /// By file, the values that a stand-in replaces.
    poisoned: HashMap<usize, HashSet<Vec<Segment>>>,
    /// By file, the maps and lists that lack an entry that the maintainer wrote.
    incomplete: HashMap<usize, HashSet<Vec<Segment>>>,
}

impl Faults {
    /// Adds a fault, unless it is in something poisoned.
    pub(crate) fn push(&mut self, fault: Fault) {
        let location = &fault.location;
        if !self.is_poisoned_at(location.file, &location.path) {
            self.all.push(fault);
        }
    }

    /// Poisons the value at `path`, with all that is in it.
    pub(crate) fn poison(&mut self, path: &Path<'_>) {
        let of_file = self.poisoned.entry(path.file()).or_default();
        of_file.insert(path.to_segments());
    }

    /// Notes that the map at `path` lacks an entry that the maintainer wrote.
    pub(crate) fn lose_entry(&mut self, path: &Path<'_>) {
        let of_file = self.incomplete.entry(path.file()).or_default();
        of_file.insert(path.to_segments());
    }

    /// Whether the value at `path`, or one around it, is poisoned.
    pub(crate) fn is_poisoned(&self, path: &Path<'_>) -> bool {
        // Most specs have no fault, so the path is only built for the others.
        self.poisoned.contains_key(&path.file())
            && self.is_poisoned_at(path.file(), &path.to_segments())
    }

    /// Whether the map or list at `path` may lack an entry that the maintainer wrote.
    pub(crate) fn lacks_entries(&self, path: &Path<'_>) -> bool {
        let incomplete = self.incomplete.get(&path.file());
        incomplete.is_some_and(|paths| paths.contains(&path.to_segments()))
            || self.is_poisoned(path)
    }

    fn is_poisoned_at(&self, file: usize, path: &[Segment]) -> bool {
        let Some(poisoned) = self.poisoned.get(&file) else {
            return false;
        };
        let mut around = (0..=path.len()).filter_map(|end| path.get(..end));
        around.any(|path| poisoned.contains(path))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}
