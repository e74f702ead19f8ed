//! Scanning: handsets are tested for viruses by a vendor's service; infection hazard x (1 - coverage x detection).

use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;

/// A scanning service.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scanning {
    /// Share of smartphones that are scanned.
    pub coverage: f64,
    /// Share of viruses that a scan finds in time.
    pub detection: f64,
    /// Who sells it.
    pub vendor: PartyId,
    /// Who pays for it.
    pub payer: PartyId,
    /// Price per scanned handset and year.
    pub price_per_year: Money,
    /// Part of the price that the service costs the vendor.
    pub vendor_cost: Rate,
}

impl Scanning {
    /// Share of viruses that it finds, over all smartphones.
    #[must_use]
    pub fn found_share(&self) -> f64 {
        self.coverage * self.detection
    }
}
