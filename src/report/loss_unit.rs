//! Loss unit: the unit and the digits in which losses to fraud are shown, the same in chart and table.

use super::wording::Digits;
use crate::domain::currency::Currency;
use crate::experiment::{Borne, Stage};

/// The unit in which losses read well.
#[derive(Clone, Copy, Debug)]
pub(super) struct LossUnit {
    /// Of it in a million.
    pub(super) factor: f64,
    size: &'static str,
    currency: Currency,
}

impl LossUnit {
    /// For these losses: thousands while no strategy loses a million.
    pub(super) fn of(rows: &[Borne], currency: Currency) -> Self {
        let net =
            |row: &Borne| Stage::ALL.iter().zip(row.amounts).filter(|(stage, _)| **stage == Stage::Net).map(|(_, net)| net.mean).sum();
        let largest = rows.iter().filter(|row| row.bearer.is_none()).map(net).fold(0.0, f64::max);
        if largest < 1.0 { Self { factor: 1_000.0, size: "thousand", currency } } else { Self { factor: 1.0, size: "m", currency } }
    }

    /// In words: `m USD`.
    pub(super) fn words(self) -> String {
        format!("{} {}", self.size, self.currency)
    }

    /// As many digits as the largest sum of `bearer`, or of all, needs.
    pub(super) fn digits(self, rows: &[Borne], bearer: Option<&str>) -> Digits {
        let of_bearer = rows.iter().filter(|row| row.bearer.as_deref() == bearer);
        Digits::of(of_bearer.flat_map(|row| row.amounts.iter().map(|amount| self.factor * amount.mean)))
    }
}
