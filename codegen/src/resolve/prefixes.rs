//! Sequences that hide each other. If the first match counts, a prefix hides all later sequences that start with it.

use std::collections::BTreeMap;
use std::ops::Bound;

/// The sequences that are not hidden, each with a value. None of them starts with another one, so only the neighbour of
/// a new sequence can hide it.
pub(super) struct Prefixes<T, V>(BTreeMap<Vec<T>, V>);

impl<T, V> Default for Prefixes<T, V> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T: Clone + Ord, V> Prefixes<T, V> {
    /// Adds a sequence, or returns the value of an earlier one that hides it.
    pub(super) fn add(&mut self, sequence: Vec<T>, value: V) -> Option<&V> {
        let nearest = self.up_to(&sequence);
        if nearest.is_none_or(|(earlier, _)| !sequence.starts_with(earlier)) {
            self.remove_hidden_by(&sequence);
            self.0.insert(sequence, value);
            return None;
        }
        self.up_to(&sequence).map(|(_, value)| value)
    }

    fn up_to(&self, sequence: &[T]) -> Option<(&Vec<T>, &V)> {
        let up_to_it = (Bound::Unbounded, Bound::Included(sequence));
        self.0.range::<[T], _>(up_to_it).next_back()
    }

    fn remove_hidden_by(&mut self, sequence: &[T]) {
        let from_it = (Bound::Included(sequence), Bound::Unbounded);
        let longer = self.0.range::<[T], _>(from_it).map(|(longer, _)| longer);
        let longer: Vec<_> = longer
            .take_while(|longer| longer.starts_with(sequence))
            .cloned()
            .collect();
        for longer in longer {
            self.0.remove(&longer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Prefixes;

    #[test]
    fn a_sequence_is_hidden_by_an_earlier_start_of_it_alone() {
        let mut prefixes = Prefixes::default();
        for (text, hidden_by) in [
            ("live-b", None),
            ("live", None),
            ("live-b", Some("live")),
            ("live-", Some("live")),
            ("lived", Some("live")),
            ("live", Some("live")),
            ("liv", None),
            ("live-b", Some("liv")),
            ("lit", None),
            ("", None),
            ("test", Some("")),
        ] {
            let found = prefixes.add(text.chars().collect(), text);
            assert_eq!(found.copied(), hidden_by, "{text}");
        }
    }
}
