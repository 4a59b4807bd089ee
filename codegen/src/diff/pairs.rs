//! Pairs of corresponding parts of two versions.

use std::collections::HashMap;
use std::hash::Hash;
use std::ptr;

/// The parts of an old and a new version, each list in the order of its version.
pub(super) struct Pairs<'m, T> {
    pub(super) removed: Vec<&'m T>,
    pub(super) added: Vec<&'m T>,
    /// The pairs by the first kind of key, in the order of the new version, then the pairs by the next kind.
    pub(super) common: Vec<(&'m T, &'m T)>,
}

impl<'m, T> Pairs<'m, T> {
    /// Pairs the parts with equal keys. Keys are unique in a version.
    pub(super) fn by<K: Eq + Hash>(
        old: impl IntoIterator<Item = &'m T>,
        new: impl IntoIterator<Item = &'m T>,
        key: impl Fn(&'m T) -> K,
    ) -> Self {
        let mut pairs = Self {
            removed: old.into_iter().collect(),
            added: new.into_iter().collect(),
            common: Vec::new(),
        };
        pairs.add(key);
        pairs
    }

    /// Pairs the remaining parts by another key.
    pub(super) fn add<K: Eq + Hash>(&mut self, key: impl Fn(&'m T) -> K) {
        let mut old: HashMap<K, &T> = self.removed.iter().map(|part| (key(part), *part)).collect();
        self.added.retain(|part| match old.remove(&key(part)) {
            Some(old) => {
                self.common.push((old, *part));
                false
            }
            None => true,
        });
        self.removed.retain(|part| old.contains_key(&key(part)));
    }
}

/// Whether the parts of `common` have another order in `new` than in `old`.
pub(super) fn is_reordered<T>(common: &[(&T, &T)], old: &[T], new: &[T]) -> bool {
    let (old, new) = (positions(old), positions(new));
    let mut order: Vec<_> = common
        .iter()
        .map(|(old_part, part)| {
            let position = old.get(&ptr::from_ref(*old_part));
            (position, new.get(&ptr::from_ref(*part)))
        })
        .collect();
    order.sort_unstable();
    !order.is_sorted_by_key(|(_, position)| *position)
}

fn positions<T>(parts: &[T]) -> HashMap<*const T, usize> {
    parts.iter().map(ptr::from_ref).zip(0..).collect()
}
