//! Partnership office: settles what partners have agreed to share: what payments earn and what a product costs by month, profit by year.
//!
//! Hears what the products' payments earned and what was spent on them. Says settlements. Keeps the month's sums. What clears after
//! trading has ended is not shared any more.

use crate::domain::market::Market;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::product::ProductId;
use crate::kernel::time::Time;
use crate::protocol::{Basis, PartnershipFact};

/// The month of one partnership, minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Month {
    earned: i64,
    spent: i64,
}

/// The office of all partnerships.
#[derive(Clone, Debug)]
pub struct PartnershipOffice {
    months: Vec<Month>,
    from_day: u32,
    year_from: u32,
}

impl PartnershipOffice {
    /// Nothing is shared before the first day.
    #[must_use]
    pub fn new(market: &Market) -> Self {
        Self { months: vec![Month::default(); market.partnerships.len()], from_day: 0, year_from: 0 }
    }

    /// What the day's payments earned, by partnership.
    pub fn hear(&mut self, earned: &[i64]) {
        for (month, &minor) in self.months.iter_mut().zip(earned) {
            month.earned += minor;
        }
    }

    /// `party` has spent `amount` on `product`.
    pub fn note_cost(&mut self, market: &Market, product: ProductId, party: PartyId, amount: Money) {
        for (month, partnership) in self.months.iter_mut().zip(&market.partnerships) {
            if partnership.product == Some(product) && partnership.first == party {
                month.spent += amount.minor();
            }
        }
    }

    /// The month that ends with `day` is settled, at the ratios of its last day.
    pub fn close_month(&mut self, market: &Market, day: u32, at: Time, mut settle: impl FnMut(PartnershipFact)) {
        let from_day = std::mem::replace(&mut self.from_day, day + 1);
        for (partnership, (month, agreed)) in self.months.iter_mut().zip(&market.partnerships).enumerate() {
            let Month { earned, spent } = std::mem::take(month);
            let mut tell = |basis, minor: i64, ratio: Rate| {
                if ratio != Rate::ZERO {
                    let amount = Money::from_minor(minor);
                    settle(PartnershipFact { at, from_day, partnership, basis, amount, share: ratio.of(amount) });
                }
            };
            tell(Basis::Revenue, earned, agreed.revenue);
            tell(Basis::Cost, spent, agreed.cost);
        }
    }

    /// The year that ends now is settled; `profit` is what a party has earned in it, dividends apart.
    pub fn close_year(&mut self, market: &Market, at: Time, profit: impl Fn(PartyId) -> Money, mut settle: impl FnMut(PartnershipFact)) {
        let from_day = std::mem::replace(&mut self.year_from, at.day() + 1);
        for (partnership, agreed) in market.partnerships.iter().enumerate().filter(|(_, agreed)| agreed.equity != Rate::ZERO) {
            let amount = profit(agreed.first);
            settle(PartnershipFact { at, from_day, partnership, basis: Basis::Profit, amount, share: agreed.equity.of(amount) });
        }
    }
}
