//! Points: candidate events that fall on people at random, the same under every strategy.
//!
//! - In a cell (district, window, class) fall N ~ Poisson(persons x cap) points; point k is one random block keyed by the cell and k. A point
//!   *happens* iff its mark is under hazard / cap ([`accepted`]). So each person has a Poisson process of their own at the hazard of the
//!   moment, with no queue entry and no daily pass over people (thinning: P. Lewis, G. Shedler, 1979).
//! - N and every point depend on the key, the cell, the persons, the cap and the window's length: never on a hazard, a strategy or a state.
//!   At a higher hazard the same points happen, and some more.
//! - The cap is a promise. A hazard above it is an error, for the excess would be lost in silence.

use std::fmt;
use std::ops::Range;

use super::poisson::poisson;
use super::random::{Key, LANES, Lanes, below, unit};
use super::time::Span;

/// How many points are evaluated side by side.
#[expect(clippy::cast_possible_truncation, reason = "a few")]
const STEP: u32 = LANES as u32;

/// Where and when points fall, and on which rate class of people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The district's ordinal.
    pub district: u32,
    /// The window's index.
    pub window: u32,
    /// The rate class, or any other stream of the purpose.
    pub class: u32,
}

/// One candidate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Point {
    /// The point's number in its cell; with the cell, the key of whatever follows from it.
    pub ordinal: u32,
    /// On whom it falls: uniform among the persons given.
    pub person: u32,
    /// When, since the window's start: uniform in the window.
    pub at: Span,
    /// Uniform word that decides whether it happens; see [`accepted`].
    pub mark: u32,
    /// Uniform word for what follows.
    pub spare: u32,
}

/// The points of one purpose.
#[derive(Clone, Copy, Debug)]
pub struct Points {
    places: Key,
    counts: Key,
}

impl Points {
    /// The points of the purpose that `key` is for.
    #[must_use]
    pub const fn new(key: Key) -> Self {
        Self { places: key, counts: key.child(0) }
    }

    /// How many points fall in a cell with so many persons; `cap` \[hazard a person and window\].
    #[must_use]
    pub fn count(&self, cell: Cell, persons: u32, cap: f64) -> u32 {
        let mut stream = self.counts.stream(cell.district, cell.window, cell.class);
        poisson(&mut stream, f64::from(persons) * cap)
    }

    /// Hands over every point of a cell, by ordinal (not by time), and says how many those were. `length` is the window's, `cap` a hazard a
    /// person and window.
    #[inline]
    pub fn for_each(&self, cell: Cell, persons: Range<u32>, length: Span, cap: f64, mut visit: impl FnMut(Point)) -> u32 {
        let many = persons.end.saturating_sub(persons.start);
        let count = self.count(cell, many, cap);
        let scale = Scale::new(persons.start, many, length);
        let mut lanes = Lanes::default();
        let mut first = 0;
        while first < count {
            let cell = [cell.district, cell.window, cell.class];
            self.places.blocks(cell, first, count - first, &mut lanes);
            let [who, when, marks, spares] = &lanes;
            for (ordinal, lane) in (first..count).zip(0..LANES) {
                let block = [who[lane], when[lane], marks[lane], spares[lane]];
                visit(scale.point(ordinal, block));
            }
            first = first.saturating_add(STEP);
        }
        count
    }
}

/// What turns words into persons and times.
struct Scale {
    first: u32,
    persons: u32,
    length_high: u32,
    length_low: u32,
}

impl Scale {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length in two halves, not negative")]
    fn new(first: u32, persons: u32, length: Span) -> Self {
        let length = length.micros().max(0) as u64;
        Self { first, persons, length_high: (length >> 32) as u32, length_low: length as u32 }
    }

    /// The point that a block stands for.
    #[inline]
    #[expect(clippy::cast_possible_wrap, reason = "under the window's length, an i64")]
    fn point(&self, ordinal: u32, [who, when, mark, spare]: [u32; 4]) -> Point {
        Point { ordinal, person: self.first + below(who, self.persons), at: Span::from_micros(self.time(when, who) as i64), mark, spare }
    }

    /// Time in the window \[µs\]: a window of a day has more microseconds than a word has values, so what the person's choice left of its
    /// word (the low half of the product, uniform too) refines the time.
    #[inline]
    fn time(&self, word: u32, who: u32) -> u64 {
        let finer = u64::from(who.wrapping_mul(self.persons));
        let high = u64::from(word) * u64::from(self.length_high);
        let low = (u64::from(word) * u64::from(self.length_low)) >> 32;
        high + low + ((finer * u64::from(self.length_high)) >> 32)
    }
}

/// A hazard that its cap does not cover: candidates were too few for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HazardAboveCap {
    /// The hazard asked for \[a person and window\].
    pub hazard: f64,
    /// The cap the candidates were drawn at \[a person and window\].
    pub cap: f64,
}

impl fmt::Display for HazardAboveCap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hazard, cap } = self;
        write!(f, "a hazard of {hazard} a person and window is above its cap of {cap}")
    }
}

impl std::error::Error for HazardAboveCap {}

/// Whether the candidate with this mark happens at `hazard`, among candidates drawn at `cap` (both a person and window). A negative hazard
/// counts as none.
///
/// # Errors
///
/// If the hazard is above the cap or not a number; the comparison would be wrong without a sign of it.
#[inline]
pub fn accepted(mark: u32, hazard: f64, cap: f64) -> Result<bool, HazardAboveCap> {
    if hazard <= cap { Ok(unit(mark) * cap < hazard) } else { Err(HazardAboveCap { hazard, cap }) }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "small numbers")]
mod tests {
    use super::*;
    use crate::kernel::random::{Purpose, Seed};

    const CELL: Cell = Cell { district: 3, window: 11, class: 2 };

    fn points() -> Points {
        Points::new(Seed { seed: 1, replicate: 2 }.key(Purpose(9)))
    }

    fn all(cell: Cell, persons: Range<u32>, cap: f64) -> Vec<Point> {
        let mut seen = Vec::new();
        let count = points().for_each(cell, persons, Span::DAY, cap, |point| seen.push(point));
        assert_eq!(count as usize, seen.len());
        seen
    }

    #[test]
    fn there_are_as_many_points_as_counted_each_inside_its_bounds() {
        let seen = all(CELL, 100..4_196, 0.7);
        assert_eq!(seen.len() as u32, points().count(CELL, 4_096, 0.7));
        for (k, point) in (0_u32..).zip(&seen) {
            assert_eq!(point.ordinal, k);
            assert!((100..4_196).contains(&point.person), "{point:?}");
            assert!(point.at >= Span::ZERO && point.at < Span::DAY, "{point:?}");
        }
        assert!(all(CELL, 5..5, 1.0).is_empty() && all(CELL, 0..10, 0.0).is_empty());
    }

    #[test]
    fn a_point_is_one_block_of_its_cell() {
        let key = Seed { seed: 1, replicate: 2 }.key(Purpose(9));
        for point in all(CELL, 0..4_096, 0.01) {
            let [who, _, mark, spare] = key.block(3, 11, 2, point.ordinal);
            assert_eq!((point.person, point.mark, point.spare), (below(who, 4_096), mark, spare));
        }
    }

    #[test]
    fn thinned_points_are_poisson_at_their_hazard() {
        let (hazard, cap, cells) = (0.3, 0.5, 4_000_u32);
        let (mut sum, mut squares) = (0.0, 0.0);
        for window in 0..cells {
            let seen = all(Cell { window, ..CELL }, 0..100, cap);
            let happened = seen.iter().filter(|p| accepted(p.mark, hazard, cap) == Ok(true)).count();
            sum += happened as f64;
            squares += (happened as f64 - 30.0) * (happened as f64 - 30.0);
        }
        let (mean, variance) = (sum / f64::from(cells), squares / f64::from(cells));
        assert!((mean - 30.0).abs() < 4.0 * libm::sqrt(30.0 / f64::from(cells)), "{mean}");
        assert!((variance / 30.0 - 1.0).abs() < 0.1, "{variance}");
    }

    #[test]
    fn at_a_higher_hazard_the_same_points_happen_and_some_more() {
        let seen = all(CELL, 0..4_096, 1.0);
        let at = |hazard| move |p: &&Point| accepted(p.mark, hazard, 1.0) == Ok(true);
        let low: Vec<_> = seen.iter().filter(at(0.2)).collect();
        let high: Vec<_> = seen.iter().filter(at(0.4)).collect();
        assert!(low.len() < high.len() && low.iter().all(|p| high.contains(p)));
        assert_eq!(seen.iter().filter(at(1.0)).count(), seen.len());
        assert_eq!(seen.iter().filter(at(0.0)).count(), 0);
    }

    #[test]
    fn points_spread_evenly_over_people_and_time() {
        let seen = all(CELL, 0..1_000, 100.0);
        let n = seen.len() as f64;
        let person = seen.iter().map(|p| f64::from(p.person)).sum::<f64>() / n;
        let hour = seen.iter().map(|p| p.at.as_secs_f64() / 3_600.0).sum::<f64>() / n;
        assert!((person - 499.5).abs() < 4.0 * 289.0 / libm::sqrt(n), "{person}");
        assert!((hour - 12.0).abs() < 4.0 * 6.93 / libm::sqrt(n), "{hour}");
        let odd = seen.iter().filter(|p| p.at.micros() % 2 == 1).count() as f64;
        assert!((odd / n - 0.5).abs() < 2.0 / libm::sqrt(n), "{odd}");
    }

    #[test]
    fn a_hazard_above_its_cap_is_an_error_with_both_numbers() {
        let error = HazardAboveCap { hazard: 0.6, cap: 0.5 };
        assert_eq!(accepted(0, 0.6, 0.5), Err(error));
        assert_eq!(error.to_string(), "a hazard of 0.6 a person and window is above its cap of 0.5");
        assert!(accepted(0, f64::NAN, 0.5).is_err());
    }
}
