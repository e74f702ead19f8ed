//! Name cloud: an operator's domain name is served from a registry's cloud, which is harder to hijack and sooner set right.

use crate::domain::money::{Money, Rate};
use crate::domain::party::{PartyId, PartySet};

/// A domain-name cloud.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NameCloud {
    /// Operators whose names it serves.
    pub enrolled: PartySet,
    /// What is left of the hazard of a hijack.
    pub hazard_factor: f64,
    /// What is left of its length.
    pub duration_factor: f64,
    /// Who sells it.
    pub vendor: PartyId,
    /// Price per operator and year.
    pub price_per_year: Money,
    /// Part of the price that the service costs the vendor.
    pub vendor_cost: Rate,
}

impl NameCloud {
    /// What is left of the hazard and the length of a hijack of this operator.
    #[must_use]
    pub fn factors(&self, operator: PartyId) -> (f64, f64) {
        if self.enrolled.has(operator) { (self.hazard_factor, self.duration_factor) } else { (1.0, 1.0) }
    }
}
