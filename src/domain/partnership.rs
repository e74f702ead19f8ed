//! Partnership: what two parties share of a product, by stated ratios: what payments earn, what it costs, customers, profit.

use super::money::Rate;
use super::party::PartyId;
use super::product::ProductId;

/// An agreement between two parties.
#[derive(Clone, Debug, PartialEq)]
pub struct Partnership {
    /// Its name.
    pub name: String,
    /// Who earns and spends: the operator of the product, the bank whose card it is, or the carrier whose SIM it is on.
    pub first: PartyId,
    /// Who has a part in that.
    pub second: PartyId,
    /// The product; none where one party owns another and nothing else is agreed.
    pub product: Option<ProductId>,
    /// What the first pays the second of what the product's payments earn it, month by month.
    pub revenue: Rate,
    /// What the second pays the first of what the product costs it (platform, SIMs, phones, terminals), month by month.
    pub cost: Rate,
    /// What the first pays the second of its profit of a year; of a loss the second pays.
    pub equity: Rate,
    /// By how much less trouble the product is to the second's customers, in utility.
    pub shared_customers: f64,
}
