//! Log: all that reading a scenario yields besides the values: problems and effective settings.

use super::problem::Problems;
use super::source::Place;
use crate::domain::currency::Currency;

/// Decimals of the currency's main unit: 2, as in dollars and cents.
const MINOR_DIGITS: u32 = 2;
/// More decimals leave no room for amounts.
const MOST_MINOR_DIGITS: u32 = 6;

/// What the readers of one tree have found.
#[derive(Clone, Debug)]
pub struct ReadLog {
    /// What is wrong.
    pub problems: Problems,
    /// Every value in force, in the order it was read.
    pub settings: Vec<Setting>,
    minor_digits: u32,
    currency: Currency,
}

/// A value in force, given or by default.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Kinds, names and keys: `bank.citi.share_of_cards`.
    pub path: String,
    /// The last key as the program's text has it, in dollars whatever the currency: `fee_usd`.
    pub key: String,
    /// The value as text; empty when an optional key is not given.
    pub value: String,
    /// The unit its key says: `milliseconds`.
    pub unit: Option<String>,
    /// What is allowed: `between 0 and 1`.
    pub range: Option<String>,
    /// Whether a file gives it; else it is the default.
    pub given: bool,
    /// The value, or the table that leaves it out.
    pub place: Place,
}

impl ReadLog {
    /// An empty log for amounts in US dollars.
    pub fn new() -> Self {
        Self::with_minor_digits(MINOR_DIGITS)
    }

    /// An empty log for amounts in `currency`, whose keys say so.
    pub fn in_currency(currency: Currency) -> Self {
        Self { currency, ..Self::new() }
    }

    /// An empty log for a currency with so many decimals (at most 6).
    pub fn with_minor_digits(minor_digits: u32) -> Self {
        Self { problems: Problems::new(), settings: Vec::new(), minor_digits: minor_digits.min(MOST_MINOR_DIGITS), currency: Currency::USD }
    }

    /// The money of the amounts.
    pub fn currency(&self) -> Currency {
        self.currency
    }

    /// Decimals of the currency's main unit.
    pub fn minor_digits(&self) -> u32 {
        self.minor_digits
    }
}

impl Default for ReadLog {
    fn default() -> Self {
        Self::new()
    }
}
