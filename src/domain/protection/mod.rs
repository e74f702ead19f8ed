//! Protection: what is done against threats besides what a product or a bank does by itself, one file each.
//!
//! Monitoring, limits, remote disabling, where a credential lives and how long a lost phone keeps its owner from paying belong to a product;
//! one-time passwords and reserve capacity to a bank.

mod name_cloud;
mod scanning;
mod velocity;

pub use name_cloud::NameCloud;
pub use scanning::Scanning;
pub use velocity::{Pace, Velocity};

/// What a market has of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Protections {
    /// Handsets are scanned for viruses.
    pub scanning: Option<Scanning>,
    /// Operators' names are served from a cloud.
    pub name_cloud: Option<NameCloud>,
    /// Operators limit what a credential pays a day.
    pub velocity: Option<Velocity>,
}

impl Protections {
    /// Share of viruses that scanning finds before they do anything, over all smartphones.
    #[must_use]
    pub fn found_share(&self) -> f64 {
        self.scanning.map_or(0.0, |scanning| scanning.found_share())
    }
}
