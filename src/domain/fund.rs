//! Fund: a money fund behind the accounts of a product: a stock that grows on paydays, bears a yield and is drawn on.

use super::money::Rate;
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
    /// Share of the money left on payday that a holder moves into it.
    pub payday_share: f64,
    /// Occasions a year on which a holder draws all of it.
    pub redemptions_per_year: f64,
}
