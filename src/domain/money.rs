//! Money: integer minor units, parts-per-million rates, one rounding rule.
//!
//! Invariants: no floating point; every rate is applied through [`Rate::of`], which rounds half to even, once per fee and payment.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

/// An amount in minor units (cents) of the scenario's one currency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money(i64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount of `minor` minor units.
    #[must_use]
    pub const fn from_minor(minor: i64) -> Self {
        Self(minor)
    }

    /// The amount in minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.0
    }

    /// The amount in major units as text, exact: `12.05`, `-0.50`.
    #[must_use]
    pub fn major(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

/// The same amount paid by `count` people.
impl Mul<i64> for Money {
    type Output = Self;
    fn mul(self, count: i64) -> Self {
        Self(self.0 * count)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// A share in parts per million: 1 basis point is 100 ppm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rate(i64);

const PPM: i64 = 1_000_000;
/// Below this, `amount x rate` stays within 64 bits for every rate up to 100 %.
const NARROW: i64 = 1 << 42;

impl Rate {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const ALL: Self = Self(PPM);

    /// A rate of `ppm` parts per million.
    #[must_use]
    pub const fn from_ppm(ppm: i64) -> Self {
        Self(ppm)
    }

    /// The rate in parts per million.
    #[must_use]
    pub const fn ppm(self) -> i64 {
        self.0
    }

    /// The amount that is `amount` once this share of it has been added: the bill before a tip.
    #[must_use]
    pub const fn before(self, amount: Money) -> Money {
        Money(amount.0 * PPM / (PPM + self.0))
    }

    /// This share of `amount`, rounded half to even to the minor unit.
    #[must_use]
    #[inline]
    pub fn of(self, amount: Money) -> Money {
        if amount.0.abs() < NARROW && self.0.abs() <= 2 * PPM {
            let product = amount.0 * self.0;
            return Money(half_even(product.div_euclid(PPM), product.rem_euclid(PPM)));
        }
        let product = i128::from(amount.0) * i128::from(self.0);
        let floor = product.div_euclid(i128::from(PPM));
        let rest = product.rem_euclid(i128::from(PPM));
        // A share of at most 200 % of a 64-bit amount that a scenario can hold fits again.
        Money(half_even(floor as i64, rest as i64))
    }
}

/// `floor + rest / PPM`, rounded half to even.
#[inline]
fn half_even(floor: i64, rest: i64) -> i64 {
    let up = rest * 2 > PPM || (rest * 2 == PPM && floor % 2 != 0);
    floor + i64::from(up)
}

/// Splits `total` by `weights` to the last minor unit; what rounding leaves goes to the largest remainders, ties to the first.
///
/// The parts always sum to `total`. With no positive weight everything goes to the first part.
#[must_use]
pub fn split(total: Money, weights: &[i64]) -> Vec<Money> {
    let sum: i128 = weights.iter().map(|&w| i128::from(w.max(0))).sum();
    if sum == 0 {
        let mut parts = vec![Money::ZERO; weights.len()];
        if let Some(first) = parts.first_mut() {
            *first = total;
        }
        return parts;
    }
    let share = |&w: &i64| i128::from(total.0) * i128::from(w.max(0));
    let mut parts: Vec<i64> = weights.iter().map(|w| share(w).div_euclid(sum) as i64).collect();
    let left = total.0 - parts.iter().sum::<i64>();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|&i| (std::cmp::Reverse(share(&weights[i]).rem_euclid(sum)), i));
    for &i in order.iter().take(left as usize) {
        parts[i] += 1;
    }
    parts.into_iter().map(Money).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_rounds_half_to_even() {
        let half = Rate::from_ppm(500_000);
        assert_eq!(half.of(Money(1)), Money(0));
        assert_eq!(half.of(Money(3)), Money(2));
        assert_eq!(half.of(Money(-1)), Money(0));
        assert_eq!(half.of(Money(-3)), Money(-2));
    }

    #[test]
    fn wide_and_narrow_amounts_round_alike() {
        for minor in [NARROW - 1, NARROW, NARROW + 1, NARROW * 64 + 12_345] {
            let exact = (i128::from(minor) * 15_100 + 500_000) / 1_000_000;
            assert_eq!(i128::from(Rate::from_ppm(15_100).of(Money(minor)).0), exact);
        }
    }

    #[test]
    fn a_split_leaves_nothing_over_for_every_amount() {
        for minor in -2_000..=10_000 {
            let parts = split(Money(minor), &[720, 176, 104]);
            assert_eq!(parts.iter().copied().sum::<Money>(), Money(minor), "splitting {minor}");
            assert!(parts.iter().all(|p| p.0.signum() * minor.signum() >= 0 || p.0.abs() <= 1));
        }
    }

    #[test]
    fn a_split_of_nothing_by_nobody_is_empty() {
        assert!(split(Money(5), &[]).is_empty());
        assert_eq!(split(Money(5), &[0, 0]), vec![Money(5), Money(0)]);
    }

    #[test]
    fn major_units_are_exact_text() {
        assert_eq!(Money(1205).major(), "12.05");
        assert_eq!(Money(-50).major(), "-0.50");
    }
}
