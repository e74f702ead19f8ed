//! Funds: is there enough money behind a card today?
//!
//! Debit money runs down from payday to payday, and people differ in what they keep; credit lines are a multiple of a good payday. Nothing
//! is drawn: the same person on the same day has the same money under every strategy.

use crate::domain::money::Money;

/// What stands behind a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Purse {
    /// The person's money just after payday, minor units; see [`after_payday`].
    pub full_minor: f64,
    /// Days since the person's last payday.
    pub days_since_payday: u32,
    /// Days between paydays.
    pub cycle_days: u32,
    /// True for a credit line.
    pub is_credit: bool,
}

/// Spread of funds over people: natural logarithm between the least and the most liquid, halved.
const SPREAD: f64 = 1.6;
/// A credit line against the median of a payday.
const LINE: f64 = 3.0;
/// Share of a payday's money gone by the next one.
const SPENT: f64 = 0.92;

/// Money just after payday of a person of this liquidity (0 to 1) in a segment with this median, minor units.
#[must_use]
pub fn after_payday(median_minor: i64, liquidity: f64) -> f64 {
    median_minor as f64 * libm::exp(SPREAD * (2.0 * liquidity - 1.0))
}

/// Money within reach.
#[must_use]
pub fn available(purse: &Purse) -> Money {
    let left = if purse.is_credit { LINE } else { 1.0 - SPENT * f64::from(purse.days_since_payday) / f64::from(purse.cycle_days.max(1)) };
    Money::from_minor((purse.full_minor * left) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debit_money_runs_down_and_credit_does_not() {
        let purse = |days, is_credit| Purse { full_minor: after_payday(80_000, 0.5), days_since_payday: days, cycle_days: 14, is_credit };
        assert!(available(&purse(13, false)) < available(&purse(0, false)));
        assert_eq!(available(&purse(13, true)), available(&purse(0, true)));
        assert!(available(&purse(0, true)) > available(&purse(0, false)));
    }

    #[test]
    fn the_poorest_meet_an_empty_account_before_payday() {
        let poor = Purse { full_minor: after_payday(80_000, 0.0), days_since_payday: 13, cycle_days: 14, is_credit: false };
        assert!(available(&poor) < Money::from_minor(3_000));
    }
}
