//! Fund: a money fund behind the accounts of a product: a stock that grows on paydays, bears a yield and is drawn on.

use super::money::{Money, Rate};
use super::party::PartyId;

/// The terms of a money fund.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FundTerms {
    /// Who manages it.
    pub manager: PartyId,
    /// True while people can subscribe.
    pub is_open: bool,
    /// What it yields its holders a year.
    pub yield_per_year: Rate,
    /// What its manager pays the operator a year on what people keep in it.
    pub commission_per_year: Rate,
    /// What its manager keeps a year of what the fund's assets earn.
    pub management_per_year: Rate,
    /// What a bank pays a year on the money where it lies otherwise.
    pub deposit_per_year: Rate,
    /// Share of a payday's money that a holder moves into it.
    pub payday_share: f64,
    /// What a holder has saved at the bank before the fund, in paydays' money.
    pub savings_paydays: f64,
    /// Occasions a year on which a holder draws all of it.
    pub redemptions_per_year: f64,
    /// Times a year that a holder of the account thinks of opening it.
    pub considered_per_year: f64,
    /// Pull of each percentage point that it yields above a deposit, in units of utility.
    pub weight_yield_per_pct: f64,
    /// What holds people back from it, in units of utility.
    pub trouble: f64,
    /// Mean of what those have in it on the first day who have something in it.
    pub opening_mean: Money,
    /// Share of account holders who have.
    pub opening_share: f64,
}
