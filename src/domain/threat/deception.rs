//! Deception: somebody is talked into sending money; the payer is who he says he is, so that controls see little.

/// Hazard of deception, and what comes back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deception {
    /// Times a year that a person who can send money by phone is talked into it.
    pub deceptions_per_year: f64,
    /// What is left of a risk rule's separation (d') where the owner pays.
    pub seen_share: f64,
    /// Median amount, minor units.
    pub ticket_minor: i64,
    /// Spread (sigma of the logarithm) of it.
    pub ticket_sigma: f64,
    /// Median hours until the payer sees it.
    pub noticed_hours: f64,
    /// Hours in which the money can still be called back.
    pub recall_hours: f64,
    /// Share of those calls that get it back.
    pub recalled_share: f64,
}
