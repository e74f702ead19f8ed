//! Saving: does somebody open the money fund behind an account, and how much goes into it on a payday?
//!
//! A logit of what the fund yields above a deposit against the trouble that it is. Each person has one uniform against it, so whoever takes
//! the fund at some yield takes it at a higher one, and stops putting money in when it falls below what won them.

use crate::domain::fund::FundTerms;
use crate::domain::money::Money;

/// Share of people whom the fund wins at what it yields now.
#[must_use]
pub fn willing_share(terms: &FundTerms) -> f64 {
    let points = (terms.yield_per_year.ppm() - terms.deposit_per_year.ppm()) as f64 / 10_000.0;
    1.0 / (1.0 + libm::exp(terms.trouble - terms.weight_yield_per_pct * points))
}

/// Chance that somebody thinks of the fund in the `days` between two paydays.
#[must_use]
pub fn consideration_chance(terms: &FundTerms, days: u32) -> f64 {
    1.0 - libm::exp(-terms.considered_per_year * f64::from(days) / 365.25)
}

/// What a holder has saved outside the fund, minor units: `savings_paydays` of a payday's money, less what lies in the fund already.
#[must_use]
pub fn saved_outside(terms: &FundTerms, full_minor: f64, stake: Money) -> f64 {
    (terms.savings_paydays * full_minor - stake.minor() as f64).max(0.0)
}

/// What goes into the fund of the money that a payday brings, `full_minor`.
#[must_use]
pub fn moved_of_pay(terms: &FundTerms, full_minor: f64) -> Money {
    Money::from_minor((terms.payday_share * full_minor) as i64)
}

/// What goes into the fund on a payday that brings `full_minor`, from that money and from what is [saved outside](saved_outside).
#[must_use]
pub fn moved_on_payday(terms: &FundTerms, full_minor: f64, saved_minor: f64) -> Money {
    Money::from_minor((terms.payday_share * (full_minor + saved_minor)) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Rate;
    use crate::domain::party::PartyId;

    fn terms(yield_ppm: i64) -> FundTerms {
        FundTerms {
            manager: PartyId(0),
            is_open: true,
            yield_per_year: Rate::from_ppm(yield_ppm),
            commission_per_year: Rate::ZERO,
            management_per_year: Rate::ZERO,
            deposit_per_year: Rate::from_ppm(3_500),
            payday_share: 0.25,
            savings_paydays: 0.0,
            redemptions_per_year: 1.0,
            considered_per_year: 2.0,
            weight_yield_per_pct: 0.5,
            trouble: 2.0,
            opening_mean: Money::ZERO,
            opening_share: 0.0,
        }
    }

    #[test]
    fn more_people_are_won_by_a_higher_yield() {
        let shares = [3_500, 43_500, 63_500].map(|ppm| willing_share(&terms(ppm)));
        assert!((shares[1] - 0.5).abs() < 1e-12, "four points at a half each outweigh a trouble of two: {shares:?}");
        assert!(shares[0] < 0.12 && shares[2] > 0.7, "{shares:?}");
    }

    #[test]
    fn years_of_paydays_come_to_the_rate() {
        let stays = (0..12).map(|_| 1.0 - consideration_chance(&terms(50_000), 30)).product::<f64>();
        assert!((stays - libm::exp(-2.0 * 360.0 / 365.25)).abs() < 1e-12);
        assert_eq!(moved_on_payday(&terms(50_000), 400_001.0, 0.0), Money::from_minor(100_000));
    }

    #[test]
    fn savings_follow_payday_by_payday_until_they_are_in_the_fund() {
        let terms = FundTerms { savings_paydays: 3.0, ..terms(50_000) };
        let saved = |stake| saved_outside(&terms, 400_000.0, Money::from_minor(stake));
        let moved = |stake| moved_on_payday(&terms, 400_000.0, saved(stake)).minor();
        assert_eq!((moved(0), moved(400_000), moved(1_200_000), moved(2_000_000)), (400_000, 300_000, 100_000, 100_000));
    }
}
