//! Sort: orders 64-bit keys that are spread over their range, such as times in a window.
//!
//! One pass throws the keys into about as many bins as there are keys, by value; then each bin, of a key or two, is put in order. Linear for
//! even keys; keys that crowd into few bins are sorted by comparison there, so the worst case is no worse than that.

/// Under this many keys comparison wins.
const FEW: usize = 48;
/// A bin up to this size is sorted by insertion.
const SMALL_BIN: usize = 12;

/// Sorts keys; keeps its working room from call to call.
#[derive(Clone, Debug, Default)]
pub(super) struct Sorter {
    ends: Vec<u32>,
    scratch: Vec<u64>,
}

impl Sorter {
    /// Sorts the keys, which may trade places with the working room.
    #[expect(clippy::cast_possible_truncation, reason = "a bin's number is under twice the keys' count")]
    pub(super) fn sort(&mut self, keys: &mut Vec<u64>) {
        if keys.len() < FEW || keys.len() > u32::MAX as usize || keys.is_sorted() {
            keys.sort_unstable();
            return;
        }
        let (low, high) = keys.iter().fold((u64::MAX, 0), |(low, high), &key| (low.min(key), high.max(key)));
        // As many bins as the next power of two above half the keys, or up to as many again.
        let bits = keys.len().ilog2();
        let shift = (u64::BITS - (high - low).leading_zeros()).saturating_sub(bits);
        let bin = |key: u64| ((key - low) >> shift) as usize;

        self.ends.clear();
        self.ends.resize(bin(high) + 1, 0);
        for &key in &*keys {
            self.ends[bin(key)] += 1;
        }
        let mut total = 0;
        for end in &mut self.ends {
            total += *end;
            *end = total;
        }
        self.scratch.resize(keys.len(), 0);
        for &key in &*keys {
            let place = &mut self.ends[bin(key)];
            *place -= 1;
            self.scratch[*place as usize] = key;
        }
        std::mem::swap(keys, &mut self.scratch);
        self.sort_bins(keys);
    }

    /// Sorts each bin; `ends` by now holds where bins begin.
    fn sort_bins(&self, keys: &mut [u64]) {
        let ends = self.ends.iter().skip(1).map(|&begin| begin as usize);
        for (&begin, end) in self.ends.iter().zip(ends.chain([keys.len()])) {
            let bin = &mut keys[begin as usize..end];
            if bin.len() > SMALL_BIN {
                bin.sort_unstable();
            } else {
                sort_by_insertion(bin);
            }
        }
    }
}

/// Sorts a few keys.
#[inline]
fn sort_by_insertion(keys: &mut [u64]) {
    for sorted in 1..keys.len() {
        let mut place = sorted;
        while place > 0 && keys[place - 1] > keys[place] {
            keys.swap(place - 1, place);
            place -= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::random::{Purpose, Seed};

    fn check(sorter: &mut Sorter, mut keys: Vec<u64>) {
        let mut expected = keys.clone();
        expected.sort_unstable();
        sorter.sort(&mut keys);
        assert_eq!(keys, expected);
    }

    #[test]
    fn any_keys_come_out_in_order() {
        let mut stream = Seed::default().key(Purpose(0)).stream(0, 0, 0);
        let mut sorter = Sorter::default();
        for n in [0, 1, 2, 47, 48, 49, 100, 1_000, 5_000] {
            for bits in [0, 1, 7, 20, 40, 63, 64] {
                let word = |high: u32, low: u32| (u64::from(high) << 32 | u64::from(low)).checked_shr(64 - bits).unwrap_or(0);
                check(&mut sorter, (0..n).map(|_| word(stream.word(), stream.word())).collect());
            }
            check(&mut sorter, (0..n).rev().collect());
            check(&mut sorter, (0..n).map(|k| k * k * k * k).rev().collect());
            check(&mut sorter, (0..n).map(|k| if k % 2 == 0 { u64::MAX - k } else { k }).collect());
        }
    }
}
