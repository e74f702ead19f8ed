//! Own points: candidate events of some people, person by person, the same under every strategy.
//!
//! - A person's points in a window depend on the key, the place, the window, the person and the law of their number: not on who else is
//!   looked at. So where most people need no look, only the others cost anything, and those have the points that they would have in any company.
//! - Their number comes from one word by inversion, so the first point needs no block of its own: a person and window is one block, and one
//!   more for every point past the first.
//! - Like [`super::points`], candidates: whoever asks thins them.

use super::points::Point;
use super::random::{Key, LANES, Lanes};
use super::time::Span;

/// The law of a Poisson number, ready to be inverted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountLaw {
    /// At most so many points have a chance of this, in 1/2^32: for the smallest numbers, which are met most.
    low: [u32; 4],
    /// The same for the numbers beyond.
    high: Vec<u32>,
}

impl CountLaw {
    /// The law of this mean; one that is no positive number has no points. Exact to 2^-32.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 2^32, and float to integer saturates")]
    pub fn new(mean: f64) -> Self {
        const WHOLE: f64 = 4_294_967_296.0;
        let mut thresholds = Vec::new();
        if mean.is_nan() || mean <= 0.0 {
            return Self { low: [u32::MAX; 4], high: Vec::new() };
        }
        let (mut count, mut reached) = (0.0, 0.0);
        loop {
            reached += libm::exp(count * libm::log(mean) - mean - libm::lgamma(count + 1.0));
            let threshold = (reached * WHOLE + 0.5) as u32;
            // Past the mean, what is left of the law is less than a word can tell.
            if threshold == u32::MAX || (count > mean && thresholds.last() == Some(&threshold)) {
                let low = std::array::from_fn(|number| thresholds.get(number).copied().unwrap_or(u32::MAX));
                return Self { low, high: thresholds.split_off(thresholds.len().min(4)) };
            }
            thresholds.push(threshold);
            count += 1.0;
        }
    }

    /// The number that a uniform word stands for.
    #[inline]
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "as many as thresholds")]
    pub fn count(&self, word: u32) -> u32 {
        let count = self.low.iter().map(|&threshold| u32::from(word > threshold)).sum();
        if count < 4 { count } else { count + self.high.iter().take_while(|&&threshold| word > threshold).count() as u32 }
    }
}

/// The points of one purpose that each person has of its own.
#[derive(Clone, Copy, Debug)]
pub struct OwnPoints {
    key: Key,
}

impl OwnPoints {
    /// The points of the purpose that `key` is for.
    #[must_use]
    pub const fn new(key: Key) -> Self {
        Self { key }
    }

    /// Hands over every point of each of `people`, in no order that means anything, and says how many candidates were looked at: a person
    /// without points is one. A point's ordinal counts from 0 for each person.
    #[inline]
    pub fn for_each(
        &self,
        place: [u32; 2],
        people: impl Iterator<Item = u32>,
        law: &CountLaw,
        length: Span,
        mut visit: impl FnMut(Point),
    ) -> u32 {
        let mut people = people.peekable();
        let (mut firsts, mut others) = (Batch::default(), Batch::default());
        let (mut looked_at, clock) = (0, Clock::new(length));
        while people.peek().is_some() {
            people.by_ref().take(LANES).for_each(|person| firsts.put(person, 0));
            looked_at += firsts.draw(self.key, place);
            let (mut having, mut have) = ([0_u32; LANES], 0);
            for lane in 0..firsts.len {
                let count = law.count(firsts.blocks[0][lane]);
                // Whether there is any is anybody's guess: so everybody is put down, and who has none gives the place to the next.
                having[have] = lane as u32;
                have += usize::from(count > 0);
                for ordinal in 1..count {
                    others.put(firsts.people[lane], ordinal);
                    if others.is_full() {
                        looked_at += others.draw(self.key, place);
                        (0..others.len).for_each(|lane| visit(others.point(lane, clock)));
                        others.len = 0;
                    }
                }
            }
            having[..have].iter().for_each(|&lane| visit(firsts.point(lane as usize, clock)));
            firsts.len = 0;
        }
        looked_at += others.draw(self.key, place);
        (0..others.len).for_each(|lane| visit(others.point(lane, clock)));
        looked_at
    }
}

/// People and ordinals whose blocks are evaluated side by side.
struct Batch {
    people: [u32; LANES],
    ordinals: [u32; LANES],
    blocks: Lanes,
    len: usize,
}

impl Default for Batch {
    fn default() -> Self {
        Self { people: [0; LANES], ordinals: [0; LANES], blocks: Lanes::default(), len: 0 }
    }
}

impl Batch {
    /// Puts a point at the end; there must be room.
    #[inline]
    fn put(&mut self, person: u32, ordinal: u32) {
        (self.people[self.len], self.ordinals[self.len]) = (person, ordinal);
        self.len += 1;
    }

    const fn is_full(&self) -> bool {
        self.len == LANES
    }

    #[expect(clippy::cast_possible_truncation, reason = "at most as many as lanes")]
    fn draw(&mut self, key: Key, place: [u32; 2]) -> u32 {
        key.gather(place, &self.people, &self.ordinals, self.len, &mut self.blocks);
        self.len as u32
    }

    #[inline]
    fn point(&self, lane: usize, clock: Clock) -> Point {
        let [_, when, marks, spares] = &self.blocks;
        let (person, ordinal) = (self.people[lane], self.ordinals[lane]);
        Point { ordinal, person, at: clock.time(when[lane]), mark: marks[lane], spare: spares[lane] }
    }
}

/// What turns words into times.
#[derive(Clone, Copy)]
struct Clock {
    high: u64,
    low: u64,
}

impl Clock {
    #[expect(clippy::cast_sign_loss, reason = "not negative")]
    fn new(length: Span) -> Self {
        let length = length.micros().max(0) as u64;
        Self { high: length >> 32, low: length & u64::from(u32::MAX) }
    }

    /// Time in the window; of a day, in steps of 20 µs.
    #[inline]
    #[expect(clippy::cast_possible_wrap, reason = "under the window's length, an i64")]
    fn time(self, word: u32) -> Span {
        let word = u64::from(word);
        Span::from_micros((word * self.high + ((word * self.low) >> 32)) as i64)
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;
    use crate::kernel::random::{Purpose, Seed};

    fn points() -> OwnPoints {
        OwnPoints::new(Seed { seed: 1, replicate: 2 }.key(Purpose(9)))
    }

    fn all(window: u32, people: impl Iterator<Item = u32>, mean: f64) -> Vec<Point> {
        let mut seen = Vec::new();
        points().for_each([3, window], people, &CountLaw::new(mean), Span::DAY, |point| seen.push(point));
        seen.sort_by_key(|point| (point.person, point.ordinal));
        seen
    }

    #[test]
    fn a_person_has_the_same_points_in_any_company() {
        let everybody = all(11, 0..1_000, 0.7);
        let some = all(11, (0..1_000).filter(|person| person % 7 == 3), 0.7);
        let expected: Vec<Point> = everybody.into_iter().filter(|point| point.person % 7 == 3).collect();
        assert!(some.len() > 70, "{}", some.len());
        assert_eq!(some, expected);
    }

    #[test]
    fn everybody_looked_at_counts_and_each_point_past_the_first() {
        let seen = all(5, 0..1_000, 0.7);
        let further = seen.iter().filter(|point| point.ordinal > 0).count();
        let looked_at = points().for_each([3, 5], 0..1_000, &CountLaw::new(0.7), Span::DAY, |_| ());
        assert_eq!(looked_at as usize, 1_000 + further);
    }

    #[test]
    fn numbers_have_the_frequencies_of_their_law() {
        for mean in [0.02, 0.73, 6.0, 40.0] {
            let law = CountLaw::new(mean);
            let n = 40_000_u32;
            // Words in even steps: the law itself, but for the step.
            let counts = (0..n).map(|i| f64::from(law.count((f64::from(i) / f64::from(n) * 4_294_967_296.0) as u32)));
            let (mut sum, mut squares) = (0.0, 0.0);
            for count in counts {
                sum += count;
                squares += (count - mean) * (count - mean);
            }
            let (m, v) = (sum / f64::from(n), squares / f64::from(n));
            assert!((m / mean - 1.0).abs() < 0.003, "{mean}: {m}");
            assert!((v / mean - 1.0).abs() < 0.02, "{mean}: {v}");
        }
    }

    #[test]
    fn points_spread_evenly_over_people_and_time() {
        let seen = all(1, 0..20_000, 2.0);
        let n = seen.len() as f64;
        assert!((n - 40_000.0).abs() < 4.0 * 200.0, "{n}");
        let person = seen.iter().map(|p| f64::from(p.person)).sum::<f64>() / n;
        let hour = seen.iter().map(|p| p.at.as_secs_f64() / 3_600.0).sum::<f64>() / n;
        assert!((person / 9_999.5 - 1.0).abs() < 4.0 * 0.577 / libm::sqrt(n), "{person}");
        assert!((hour - 12.0).abs() < 4.0 * 6.93 / libm::sqrt(n), "{hour}");
        assert!(seen.iter().all(|p| p.at >= Span::ZERO && p.at < Span::DAY));
        let late = seen.iter().filter(|p| p.mark >= 1 << 31).count() as f64;
        assert!((late / n - 0.5).abs() < 2.0 / libm::sqrt(n), "{late}");
    }

    #[test]
    fn a_mean_that_is_no_positive_number_has_no_points() {
        for mean in [0.0, -1.0, f64::NAN] {
            assert!(all(0, 0..100, mean).is_empty());
        }
        assert_eq!(CountLaw::new(2.0).count(0), 0);
        assert!(CountLaw::new(2.0).count(u32::MAX) < 20);
    }
}
