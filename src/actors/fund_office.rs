//! Fund office: what a money fund's assets earn, and what its manager pays the operator who brings the money.
//!
//! Hears the month's sum of nightly stocks. Says the assets' return and the commission. Keeps nothing: what the holders were credited is
//! posted where they live, and what rounding leaves of the return stays with the manager.

use crate::domain::fund::FundTerms;
use crate::domain::line::Line;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::kernel::time::Time;
use crate::protocol::Charge;

/// The month's return and commission on `nights`, the fund's stock summed night by night, minor units.
pub fn close_month(terms: &FundTerms, operator: PartyId, at: Time, nights: i64, mut book: impl FnMut(Charge)) {
    let gross = Rate::from_ppm(terms.yield_per_year.ppm() + terms.commission_per_year.ppm() + terms.management_per_year.ppm());
    let month = |rate: Rate| Money::from_minor(rate.of(Money::from_minor(nights)).minor() / 365);
    let mut charge = |payer, payee, amount| {
        if amount != Money::ZERO {
            book(Charge { at, payer, payee, amount });
        }
    };
    charge(None, Some((terms.manager, Line::FundReturn)), month(gross));
    let commission = month(terms.commission_per_year);
    charge(Some((terms.manager, Line::FundCommission)), Some((operator, Line::FundCommission)), commission);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_earns_a_twelfth_of_the_year_and_pays_its_part_on() {
        let terms = FundTerms {
            manager: PartyId(3),
            is_open: true,
            yield_per_year: Rate::from_ppm(50_000),
            commission_per_year: Rate::from_ppm(2_500),
            management_per_year: Rate::from_ppm(3_800),
            deposit_per_year: Rate::ZERO,
            payday_share: 0.0,
            savings_paydays: 0.0,
            redemptions_per_year: 0.0,
            considered_per_year: 0.0,
            weight_yield_per_pct: 0.0,
            trouble: 0.0,
            opening_mean: Money::ZERO,
            opening_share: 0.0,
        };
        let mut told = Vec::new();
        close_month(&terms, PartyId(1), Time::ZERO, 365_000_000, |charge| told.push((charge.payer, charge.payee, charge.amount.minor())));
        let commission = (Some((PartyId(3), Line::FundCommission)), Some((PartyId(1), Line::FundCommission)), 2_500);
        assert_eq!(told, [(None, Some((PartyId(3), Line::FundReturn)), 56_300), commission]);
    }
}
