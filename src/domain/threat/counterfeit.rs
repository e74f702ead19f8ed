//! Counterfeit: plain plastic cards that are copied, and their numbers used without the card; what all other fraud is measured against.

/// Hazard of copied plastic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counterfeit {
    /// Times a year that the everyday card of a person is copied and used in shops.
    pub copies_per_year: f64,
    /// Times a year that its number is used without it.
    pub numbers_per_year: f64,
}
