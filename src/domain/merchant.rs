//! Merchant: categories of spending, groups of shops, and what makes a shop put up a terminal for phones.

use super::money::{Money, Rate};
use super::party::PartyId;

/// A category of spending.
#[derive(Clone, Debug, PartialEq)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// Payments per person and year at shops, by card or cash.
    pub payments_per_year: f64,
    /// Share of them that is habitually cash.
    pub cash_share: f64,
    /// Median ticket, minor units.
    pub ticket_median_minor: i64,
    /// Spread of the ticket (sigma of its logarithm).
    pub ticket_sigma: f64,
    /// Payments on a weekend day against a weekday.
    pub weekend_factor: f64,
    /// Payments in each month against the average, January first.
    pub month_factors: [f64; 12],
    /// Relative payments in each hour of the day.
    pub hour_weights: [f64; 24],
    /// Share of payments that come back as a full refund.
    pub refund_share: f64,
    /// Median days until they do.
    pub refund_days: f64,
}

impl Category {
    /// The mean ticket of a log-normal with this median and spread, minor units.
    #[must_use]
    pub fn mean_ticket_minor(&self) -> f64 {
        self.ticket_median_minor as f64 * libm::exp(0.5 * self.ticket_sigma * self.ticket_sigma)
    }
}

/// Shops that share an owner or a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct MerchantGroup {
    /// Its name, also the party's.
    pub name: String,
    /// Its party.
    pub party: PartyId,
    /// Its category's ordinal.
    pub category: usize,
    /// Its acquirer.
    pub acquirer: PartyId,
    /// Its share of the category's payments.
    pub share: f64,
    /// Shops in each district; a national group has one branch, and decides at its head office.
    pub shops_per_district: u32,
    /// True if one head office decides for all its branches.
    pub is_national: bool,
    /// Real locations, full scale; prices terminals.
    pub locations: u64,
    /// Share of the shops that take contactless cards on the first day.
    pub contactless_share: f64,
    /// What the acquirer charges: share of the ticket.
    pub discount_rate: Rate,
    /// What the acquirer charges: per payment.
    pub discount_fixed: Money,
    /// Gross margin on sales.
    pub margin: f64,
    /// What its head office, if it has one, believes of the uplift, against the market's belief.
    pub belief: f64,
}

/// What makes shops review and change their terminals.
#[derive(Clone, Debug, PartialEq)]
pub struct Acceptance {
    /// Reviews per shop and year.
    pub reviews_per_year: f64,
    /// Years a terminal lives; at its end, taking phones costs only the difference.
    pub terminal_life_years: f64,
    /// Cost of a new terminal for phones before its time.
    pub terminal_cost: Money,
    /// Extra cost of one with contactless when one is bought anyway.
    pub contactless_premium: Money,
    /// What a shop believes it gains from each phone payment in speed and custom, as a share of the ticket.
    pub believed_uplift: f64,
    /// Spread of that belief over shops (sigma of its logarithm).
    pub belief_sigma: f64,
    /// Cost of handling cash, as a share of the ticket.
    pub cash_handling: Rate,
    /// Terminals per location.
    pub terminals_per_location: f64,
}
