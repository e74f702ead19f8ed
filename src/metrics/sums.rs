//! Sums: what is added up by key, in order of keys. Keys are few and met over and over, so they lie side by side: finding one is a search
//! through a few lines of memory, where a tree would follow pointers.

/// Sums by key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sums<K, V> {
    keys: Vec<K>,
    values: Vec<V>,
}

impl<K, V> Default for Sums<K, V> {
    fn default() -> Self {
        Self { keys: Vec::new(), values: Vec::new() }
    }
}

impl<K: Ord + Copy, V: Default> Sums<K, V> {
    /// The sum of `key`, which begins at nothing.
    pub(super) fn at(&mut self, key: K) -> &mut V {
        let place = self.keys.binary_search(&key).unwrap_or_else(|place| {
            self.keys.insert(place, key);
            self.values.insert(place, V::default());
            place
        });
        &mut self.values[place]
    }

    /// The sum of `key`, if it has begun.
    pub(super) fn get(&self, key: K) -> Option<&V> {
        self.keys.binary_search(&key).ok().map(|place| &self.values[place])
    }

    /// All sums in order of keys.
    pub(super) fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        self.keys.iter().copied().zip(&self.values)
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
        self.values.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_are_those_of_a_tree_in_any_order_of_keys() {
        let mut sums: Sums<(u16, u8), i64> = Sums::default();
        let mut tree = std::collections::BTreeMap::new();
        for step in 0..500_u16 {
            let key = (step * 37 % 11, (step * 53 % 7) as u8);
            *sums.at(key) += i64::from(step);
            *tree.entry(key).or_default() += i64::from(step);
        }
        assert!(sums.iter().eq(tree.iter().map(|(key, sum)| (*key, sum))));
        assert_eq!((sums.get((3, 2)), sums.get((11, 0))), (tree.get(&(3, 2)), None));
        sums.clear();
        assert_eq!(sums, Sums::default());
    }
}
