//! Actives: how many different people paid in a period, from a bit per person for the two latest periods.
//!
//! Invariants: a payment is told when it is over, some days after it was made, so the period before the latest is still open; older
//! ones are numbers. Two periods at a time keep the cost near a bit per person, row and period.

use std::collections::BTreeMap;

/// Different people by (period, row).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Actives {
    sealed: BTreeMap<(u16, u8), i64>,
    open: Option<Open>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Open {
    rows: usize,
    words: usize,
    /// The period whose bits stand in each half.
    periods: [Option<u16>; 2],
    bits: Vec<u64>,
}

impl Actives {
    /// Counts `people` people in `rows` rows.
    pub(super) fn new(people: u32, rows: usize) -> Self {
        let words = people.div_ceil(64) as usize;
        Self { sealed: BTreeMap::new(), open: Some(Open { rows, words, periods: [None; 2], bits: vec![0; 2 * rows * words] }) }
    }

    /// A person paid; no effect if it happened more than a period before the latest, when nobody can tell who is new.
    pub(super) fn mark(&mut self, period: u16, row: usize, person: u32) {
        let Some(open) = &mut self.open else { return };
        let half = usize::from(period % 2);
        if open.periods[half] != Some(period) {
            if open.periods[half].is_some_and(|held| held > period) {
                return;
            }
            open.seal(half, &mut self.sealed);
            open.periods[half] = Some(period);
        }
        debug_assert!((person as usize) < open.words * 64 && row < open.rows, "person {person}, row {row}");
        open.bits[(half * open.rows + row) * open.words + person as usize / 64] |= 1 << (person % 64);
    }

    /// Turns all bits into numbers; nothing can be marked afterwards.
    pub(super) fn close(&mut self) {
        if let Some(mut open) = self.open.take() {
            open.seal(0, &mut self.sealed);
            open.seal(1, &mut self.sealed);
        }
    }

    /// Adds people of another district.
    pub(super) fn absorb(&mut self, other: &Self) {
        self.close();
        let mut other = other.clone();
        other.close();
        self.take(&mut other);
    }

    /// Takes the numbers of closed periods from another district, which keeps its bits.
    pub(super) fn take(&mut self, other: &mut Self) {
        for (key, people) in std::mem::take(&mut other.sealed) {
            *self.sealed.entry(key).or_default() += people;
        }
    }

    /// People in a row of a period, once closed.
    pub(super) fn people(&self, period: u16, row: usize) -> i64 {
        self.sealed.get(&(period, row as u8)).copied().unwrap_or(0)
    }
}

impl Open {
    fn seal(&mut self, half: usize, sealed: &mut BTreeMap<(u16, u8), i64>) {
        let Some(period) = self.periods[half].take() else { return };
        for row in 0..self.rows {
            let from = (half * self.rows + row) * self.words;
            let bits = &mut self.bits[from..from + self.words];
            let people: u32 = bits.iter().map(|word| word.count_ones()).sum();
            bits.fill(0);
            if people > 0 {
                *sealed.entry((period, row as u8)).or_default() += i64::from(people);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_counts_once_a_period_whatever_the_order_of_two_periods() {
        let marks = [(0, 7), (1, 7), (0, 7), (1, 63), (0, 8), (2, 7)];
        let mut actives = Actives::new(64, 1);
        for (period, person) in marks {
            actives.mark(period, 0, person);
        }
        actives.close();
        assert_eq!([0, 1, 2, 3].map(|period| actives.people(period, 0)), [2, 2, 1, 0]);
    }

    #[test]
    fn taking_closed_periods_keeps_the_open_ones() {
        let (mut district, mut total) = (Actives::new(64, 1), Actives::default());
        for (period, person) in [(0, 1), (1, 1), (2, 1)] {
            district.mark(period, 0, person);
        }
        total.take(&mut district);
        district.mark(2, 0, 1);
        total.absorb(&district);
        assert_eq!([0, 1, 2].map(|period| total.people(period, 0)), [1, 1, 1]);
    }
}
