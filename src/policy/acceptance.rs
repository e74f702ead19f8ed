//! Acceptance: does a shop put up a terminal that takes phones?

use crate::domain::market::Market;
use crate::domain::merchant::{Acceptance, Equipment, MerchantGroup, Technology};
use crate::domain::money::Money;

/// What a shop looks at in a review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prospect {
    /// Phone payments it would see at one location in a year.
    pub phone_payments_per_year: f64,
    /// Its mean ticket, minor units.
    pub ticket_minor: f64,
    /// Share of those that would have been cash.
    pub cash_share: f64,
    /// Its own belief in the uplift, against the market's.
    pub belief: f64,
    /// Its gross margin.
    pub margin: f64,
    /// What a card payment costs it, as a share of the ticket.
    pub discount: f64,
    /// True if the old terminal has reached its end.
    pub replaces_anyway: bool,
}

/// What the reviewing shop's group and market look like from one location: the market's mean ticket of the category is given.
#[must_use]
pub fn prospect(market: &Market, group: &MerchantGroup, mean_ticket: f64, users_share: f64, belief: f64, wear: Wear) -> Prospect {
    let category = &market.categories[group.category];
    let payments = market.people.count as f64 * category.payments_per_year * group.share / group.locations.max(1) as f64;
    Prospect {
        phone_payments_per_year: payments * users_share * market.adoption.habit_cap,
        ticket_minor: mean_ticket,
        cash_share: category.cash_share,
        belief,
        margin: group.margin,
        discount: group.discount_rate.ppm() as f64 / 1e6 + group.discount_fixed.minor() as f64 / mean_ticket,
        replaces_anyway: wear == Wear::WornOut,
    }
}

/// Purchases a year by which somebody meets shops that take the phone: one a month.
const MEETS_PER_YEAR: f64 = 12.0;

/// True for somebody with `payments_per_year` purchases, of which `accepting_share` are made where the phone is taken, if those are one a
/// month at least.
#[must_use]
pub fn meets_shops(payments_per_year: f64, accepting_share: f64) -> bool {
    payments_per_year * accepting_share >= MEETS_PER_YEAR
}

/// The state of a shop's old terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wear {
    /// It would go on for years.
    StillGood,
    /// It has to be replaced anyway.
    WornOut,
}

/// The wear that a review finds with uniform `roll`: each review finds the share of terminals that reach their end in between.
#[must_use]
pub fn wear(rules: &Acceptance, roll: f64) -> Wear {
    if roll < 1.0 / (rules.terminal_life_years * rules.reviews_per_year) { Wear::WornOut } else { Wear::StillGood }
}

/// Yearly gain less yearly cost of taking phones at one location, minor units.
#[must_use]
pub fn yearly_gain(rules: &Acceptance, technology: Technology, prospect: &Prospect) -> f64 {
    let sales = prospect.phone_payments_per_year * prospect.ticket_minor;
    let custom = sales * rules.believed_uplift * prospect.belief * prospect.margin;
    // Where the phone replaces cash, handling is saved and the discount is due; where it replaces plastic, neither changes.
    let cash = sales * prospect.cash_share * (rules.cash_handling.ppm() as f64 / 1e6 - prospect.discount);
    let price = each(rules, technology, prospect.replaces_anyway);
    let cost = price.minor() as f64 * rules.terminals_per_location / rules.terminal_life_years;
    custom + cash - cost
}

/// True if the shop buys.
#[must_use]
pub fn buys(rules: &Acceptance, technology: Technology, prospect: &Prospect) -> bool {
    yearly_gain(rules, technology, prospect) > 0.0
}

/// What the terminals of `locations` locations cost their owner.
#[must_use]
pub fn price(rules: &Acceptance, technology: Technology, replaces_anyway: bool, locations: f64) -> Money {
    let each = each(rules, technology, replaces_anyway);
    Money::from_minor((each.minor() as f64 * rules.terminals_per_location * locations + 0.5) as i64)
}

fn each(rules: &Acceptance, technology: Technology, replaces_anyway: bool) -> Money {
    let Equipment { early, anyway } = rules.equipment[technology as usize];
    if replaces_anyway { anyway } else { early }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Rate;

    fn rules() -> Acceptance {
        Acceptance {
            reviews_per_year: 1.0,
            terminal_life_years: 6.0,
            equipment: [Equipment { early: Money::from_minor(30_000), anyway: Money::from_minor(6_000) }; 2],
            believed_uplift: 0.05,
            belief_sigma: 1.0,
            cash_handling: Rate::from_ppm(10_000),
            terminals_per_location: 1.5,
        }
    }

    #[test]
    fn a_shop_buys_when_enough_phones_come_by_or_the_terminal_is_due() {
        let prospect = |payments, replaces_anyway| Prospect {
            phone_payments_per_year: payments,
            ticket_minor: 2_500.0,
            cash_share: 0.3,
            belief: 1.0,
            margin: 0.3,
            discount: 0.02,
            replaces_anyway,
        };
        assert!(!buys(&rules(), Technology::Contactless, &prospect(10.0, false)));
        assert!(buys(&rules(), Technology::Contactless, &prospect(2_000.0, false)));
        assert!(
            yearly_gain(&rules(), Technology::Contactless, &prospect(60.0, true))
                > yearly_gain(&rules(), Technology::Contactless, &prospect(60.0, false))
        );
    }

    #[test]
    fn one_purchase_a_month_is_enough_to_meet_shops() {
        assert!(meets_shops(480.0, 0.025) && !meets_shops(480.0, 0.024) && !meets_shops(480.0, 0.0));
    }
}
