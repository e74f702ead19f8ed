//! People set: some of a district's people, 64 to a word, to be walked through without a look at the others.

use std::ops::Range;

/// A set of people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeopleSet(Vec<u64>);

impl PeopleSet {
    /// Nobody of so many people.
    #[must_use]
    pub fn new(people: usize) -> Self {
        Self(vec![0; people.div_ceil(64)])
    }

    /// Puts `person` in, or takes them out.
    pub fn put(&mut self, person: u32, is_in: bool) {
        let (word, bit) = (&mut self.0[person as usize / 64], 1 << (person % 64));
        *word = if is_in { *word | bit } else { *word & !bit };
    }

    /// Those of `range` who are in the set, in order.
    pub fn within(&self, range: Range<u32>) -> impl Iterator<Item = u32> + '_ {
        let words = range.start / 64..range.end.div_ceil(64);
        words.flat_map(move |word| {
            let first = word * 64;
            let (from, to) = (range.start.max(first) - first, range.end.min(first + 64) - first);
            let wanted = if from < to { u64::MAX << from & u64::MAX >> (64 - to) } else { 0 };
            let mut left = self.0[word as usize] & wanted;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.wrapping_sub(1);
                (bit < 64).then_some(first + bit)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_in_is_met_once_and_in_order() {
        let mut set = PeopleSet::new(500);
        (0..500).for_each(|person| set.put(person, person % 7 == 0 || person % 2 == 0));
        (0..500).filter(|person| person % 7 != 0).for_each(|person| set.put(person, false));
        for range in [0..500, 0..1, 63..65, 64..128, 64..64, 70..70, 130..497] {
            let expected: Vec<u32> = range.clone().filter(|person| person % 7 == 0).collect();
            assert_eq!(set.within(range).collect::<Vec<_>>(), expected);
        }
    }
}
