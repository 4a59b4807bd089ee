//! All faults of a spec, and the paths that they poison.
//!
//! A fault does not stop the reader of a spec: it continues with a placeholder for the wrong value. The maintainer did
//! not write the placeholder, so it is poisoned: no check depends on it, and no fault in it is reported. After the fix,
//! the next run reports the remaining faults.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::fault::Fault;
use super::location::{Path, Segment};

/// The faults found so far, and the paths that they poison.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    all: Vec<Fault>,
    poisoned: Arc<Poisoned>,
}

/// The paths of wrong values.
#[derive(Clone, Debug, Default)]
struct Poisoned {
    /// The paths of values that a placeholder replaces, by file.
    values: HashMap<usize, HashSet<Vec<Segment>>>,
    /// The paths of maps and lists that lack an entry of the YAML, by file.
    incomplete: HashMap<usize, HashSet<Vec<Segment>>>,
}

impl Faults {
    /// Adds a fault, unless a poisoned value contains it.
    pub(crate) fn push(&mut self, fault: Fault) {
        let location = &fault.location;
        if !self.poisoned.contains(location.file, &location.path) {
            self.all.push(fault);
        }
    }

    /// Adds the faults of another file.
    pub(crate) fn append(&mut self, other: Self) {
        self.all.extend(other.all);
        let Poisoned { values, incomplete } = Arc::unwrap_or_clone(other.poisoned);
        let poisoned = Arc::make_mut(&mut self.poisoned);
        poisoned.values.extend(values);
        poisoned.incomplete.extend(incomplete);
    }

    /// Returns an empty list with the same poisoned paths. It must not poison others. [`join`](Self::join) adds its
    /// faults to this list.
    pub(crate) fn fork(&self) -> Self {
        Self {
            all: Vec::new(),
            poisoned: Arc::clone(&self.poisoned),
        }
    }

    /// Adds the faults of a [`fork`](Self::fork).
    pub(crate) fn join(&mut self, fork: Self) {
        self.all.extend(fork.all);
    }

    /// Poisons the value at `path` and all values in it.
    pub(crate) fn poison(&mut self, path: &Path<'_>) {
        let poisoned = Arc::make_mut(&mut self.poisoned);
        let of_file = poisoned.values.entry(path.file()).or_default();
        of_file.insert(path.to_segments());
    }

    /// Records that the map at `path` lacks an entry of the YAML.
    pub(crate) fn lose_entry(&mut self, path: &Path<'_>) {
        let poisoned = Arc::make_mut(&mut self.poisoned);
        let of_file = poisoned.incomplete.entry(path.file()).or_default();
        of_file.insert(path.to_segments());
    }

    /// Whether the value at `path` is poisoned, or a map or list around it.
    pub(crate) fn is_poisoned(&self, path: &Path<'_>) -> bool {
        // Builds the path only if the file has faults: most files have none.
        self.poisoned.values.contains_key(&path.file())
            && self.poisoned.contains(path.file(), &path.to_segments())
    }

    /// Whether the map or list at `path` may lack an entry of the YAML.
    pub(crate) fn lacks_entries(&self, path: &Path<'_>) -> bool {
        let incomplete = self.poisoned.incomplete.get(&path.file());
        incomplete.is_some_and(|paths| paths.contains(&path.to_segments()))
            || self.is_poisoned(path)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl Poisoned {
    /// Whether the value at `path` is poisoned, or a map or list around it.
    fn contains(&self, file: usize, path: &[Segment]) -> bool {
        let Some(values) = self.values.get(&file) else {
            return false;
        };
        let mut around = (0..=path.len()).filter_map(|end| path.get(..end));
        around.any(|path| values.contains(path))
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.all.into_iter()
    }
}
