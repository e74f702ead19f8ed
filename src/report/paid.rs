//! Paid: the shape of monthly tables that split the payments of each product in one way more, as bytes.

use super::ReportError;
use super::csv::{Exact, by_run, millions};
use crate::domain::product::ProductId;
use crate::experiment::RunSummary;
use crate::metrics::{Decimal, Month, RunTables};
use serde::Serialize;

/// One part of a product's payments in a month.
pub(super) struct Paid {
    /// The month.
    pub(super) month: Month,
    /// The product.
    pub(super) product: ProductId,
    /// Which part: what stood behind them, what they were for, how they came.
    pub(super) part: &'static str,
    /// How many.
    pub(super) payments: i64,
    /// What they sum to, minor units.
    pub(super) volume: i64,
}

#[derive(Serialize)]
struct PaidText<'a> {
    month: String,
    product: &'a str,
    part: &'static str,
    payments_m: Exact,
    volume_bn: Exact,
}

/// A table under `header`, of what `rows` finds in each run.
pub(super) fn paid<'a, I: Iterator<Item = Paid>>(
    header: &str,
    runs: &'a [RunSummary],
    rows: impl Fn(&'a RunTables) -> I,
) -> Result<Vec<u8>, ReportError> {
    by_run(header, runs, |tables| {
        let text = |row: Paid| PaidText {
            month: row.month.to_string(),
            product: tables.frame.product_name(row.product),
            part: row.part,
            payments_m: millions(row.payments),
            volume_bn: Exact(Decimal::money_billions(row.volume)),
        };
        rows(tables).map(text).collect()
    })
}
