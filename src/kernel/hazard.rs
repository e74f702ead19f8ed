//! Hazard: a clock that makes people due in an order drawn once, as a common hazard accumulates.
//!
//! - Of `n` people in a keyed order, the one of rank r is due when the cumulative hazard H reaches -ln(1 - (r + v)/n), v keyed and uniform:
//!   one in each n-th of the exponential law. Each due time alone is exponential; together they are spread so evenly that the share due keeps
//!   within 1/n of 1 - e^-H. Independent draws would let a few chance first movers decide a whole take-off.
//! - People become due in order of rank, each once, whatever the steps the hazard came in.

use super::random::{Key, Stream, below, unit};

/// A clock of cumulative hazard over the ranks `0..n`.
#[derive(Clone, Debug)]
pub struct HazardClock {
    key: Key,
    address: [u32; 2],
    count: u32,
    due: u32,
    hazard: f64,
    next: f64,
}

impl HazardClock {
    /// A clock of `count` people at hazard 0. The address (say, district and segment) tells clocks of one key apart.
    #[must_use]
    pub fn new(key: Key, address: [u32; 2], count: u32) -> Self {
        let mut clock = Self { key, address, count, due: 0, hazard: 0.0, next: 0.0 };
        clock.next = clock.threshold();
        clock
    }

    /// Adds to the cumulative hazard (what is not a positive number adds nothing) and hands over the ranks that become due, in order. Takes
    /// time in proportion to their number.
    #[inline]
    pub fn advance(&mut self, increment: f64, mut due: impl FnMut(u32)) {
        // Whoever was due at this hazard is so already.
        if increment.is_nan() || increment <= 0.0 {
            return;
        }
        self.hazard += increment;
        let share = self.expected_share();
        while self.due < self.count && self.next <= share {
            due(self.due);
            self.due += 1;
            self.next = self.threshold();
        }
    }

    /// How many are due so far.
    #[must_use]
    pub const fn due(&self) -> u32 {
        self.due
    }

    /// How many people the clock is for.
    #[must_use]
    pub const fn count(&self) -> u32 {
        self.count
    }

    /// The hazard accumulated so far.
    #[must_use]
    pub const fn hazard(&self) -> f64 {
        self.hazard
    }

    /// The share of people that should be due by now: 1 - e^-H.
    #[must_use]
    pub fn expected_share(&self) -> f64 {
        -libm::expm1(-self.hazard)
    }

    /// The share at which the next rank is due.
    fn threshold(&self) -> f64 {
        let [a, b] = self.address;
        let [word, ..] = self.key.block(a, b, self.due, 0);
        quantile_of_rank(self.due, unit(word), self.count)
    }
}

/// The quantile in (0, 1) of rank `rank` among `count`, at `v` in (0, 1) of its cell: a systematic sample, one in each `count`-th of the law.
#[inline]
#[must_use]
pub fn quantile_of_rank(rank: u32, v: f64, count: u32) -> f64 {
    (f64::from(rank) + v) / f64::from(count.max(1))
}

/// A random order of `0..count`: entry r is the person of rank r. Fisher-Yates; any order is as likely as another, but for 32-bit rounding.
#[must_use]
pub fn permutation(stream: &mut Stream, count: u32) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count).collect();
    for left in (1..count).rev() {
        order.swap(left as usize, below(stream.word(), left + 1) as usize);
    }
    order
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;
    use crate::kernel::random::{Purpose, Seed};

    const KEY: Key = Seed { seed: 5, replicate: 0 }.key(Purpose(2));

    #[test]
    fn the_share_due_keeps_within_one_person_of_its_law() {
        let mut clock = HazardClock::new(KEY, [1, 2], 1_000);
        for _ in 0..500 {
            clock.advance(0.01, |_| {});
            let expected = 1_000.0 * clock.expected_share();
            assert!((f64::from(clock.due()) - expected).abs() <= 1.0);
        }
        clock.advance(f64::INFINITY, |_| {});
        assert_eq!(clock.due(), clock.count());
    }

    #[test]
    fn a_clock_fed_by_imitation_follows_the_bass_recursion() {
        let (p, q, n) = (0.003, 0.12, 4_096);
        let mut clock = HazardClock::new(KEY, [0, 0], n);
        let (mut law, mut worst) = (0.0_f64, 0.0_f64);
        for _ in 0..150 {
            let share = f64::from(clock.due()) / f64::from(n);
            clock.advance(p + q * share, |_| {});
            law += (1.0 - law) * -libm::expm1(-(p + q * law));
            let share = f64::from(clock.due()) / f64::from(n);
            worst = worst.max((share - law).abs());
        }
        assert!(law > 0.99 && worst < 4.0 / f64::from(n), "{law} {}", worst * f64::from(n));
    }

    #[test]
    fn ranks_come_in_order_whatever_the_steps() {
        let (mut coarse, mut fine) = (Vec::new(), Vec::new());
        HazardClock::new(KEY, [3, 0], 50).advance(1.0, |rank| coarse.push(rank));
        let mut clock = HazardClock::new(KEY, [3, 0], 50);
        for _ in 0..64 {
            clock.advance(1.0 / 64.0, |rank| fine.push(rank));
        }
        assert_eq!(coarse, fine);
        assert!(coarse.iter().copied().eq(0..coarse.len() as u32) && coarse.len() > 25);
    }

    #[test]
    fn time_does_not_run_backwards_and_nobody_is_never_due() {
        let mut clock = HazardClock::new(KEY, [4, 0], 10);
        clock.advance(-1.0, |_| unreachable!());
        clock.advance(f64::NAN, |_| unreachable!());
        assert_eq!(clock.hazard().to_bits(), 0.0_f64.to_bits());
        HazardClock::new(KEY, [4, 0], 0).advance(9.0, |_| unreachable!());
    }

    #[test]
    fn a_permutation_holds_each_person_once_and_anyone_first() {
        let mut firsts = [0_u32; 8];
        for i in 0..8_000 {
            let mut order = permutation(&mut KEY.stream(i, 0, 0), 8);
            firsts[order[0] as usize] += 1;
            order.sort_unstable();
            assert!(order.iter().copied().eq(0..8));
        }
        assert!(firsts.iter().all(|&n| n.abs_diff(1_000) < 150), "{firsts:?}");
        assert!(permutation(&mut KEY.stream(0, 0, 0), 0).is_empty());
    }
}
