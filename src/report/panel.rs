//! Panel: the monthly tables of what stands behind payments, how far people have come, and where phones are taken, as bytes.

use super::ReportError;
use super::csv::{Exact, by_run, millions};
use crate::experiment::RunSummary;
use crate::metrics::{AcceptanceRow, Decimal, FundingRow, LadderRow};
use serde::Serialize;

/// Columns of `funding.csv`.
pub const FUNDING: &str = "strategy,replicate,month,product,funding,payments_m,volume_bn";
/// Columns of `ladder.csv`.
pub const LADDER: &str = "strategy,replicate,month,product,rung,people_m";
/// Columns of `acceptance.csv`.
pub const ACCEPTANCE: &str = "strategy,replicate,month,technology,installed_m,switched_on_m";

#[derive(Serialize)]
struct FundingText<'a> {
    month: String,
    product: &'a str,
    funding: &'a str,
    payments_m: Exact,
    volume_bn: Exact,
}

#[derive(Serialize)]
struct LadderText<'a> {
    month: String,
    product: &'a str,
    rung: &'a str,
    people_m: Exact,
}

#[derive(Serialize)]
struct AcceptanceText<'a> {
    month: String,
    technology: &'a str,
    installed_m: Exact,
    switched_on_m: Exact,
}

/// `funding.csv`: approved payments by month, product and what stood behind them.
///
/// # Errors
///
/// If a row cannot be written.
pub fn funding(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(FUNDING, runs, |tables| {
        let text = |row: &FundingRow| FundingText {
            month: row.month.to_string(),
            product: tables.frame.product_name(row.product),
            funding: row.funding.name(),
            payments_m: millions(row.payments),
            volume_bn: Exact(Decimal::money_billions(row.volume)),
        };
        tables.funding.iter().map(text).collect()
    })
}

/// `ladder.csv`: people by month, product and rung; the rungs of a month sum to all people.
///
/// # Errors
///
/// If a row cannot be written.
pub fn ladder(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(LADDER, runs, |tables| {
        let text = |row: &LadderRow| LadderText {
            month: row.month.to_string(),
            product: tables.frame.product_name(row.product),
            rung: row.rung.name(),
            people_m: millions(row.people),
        };
        tables.ladder.iter().map(text).collect()
    })
}

/// `acceptance.csv`: locations by month and technology.
///
/// # Errors
///
/// If a row cannot be written.
pub fn acceptance(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(ACCEPTANCE, runs, |tables| {
        let text = |row: &AcceptanceRow| AcceptanceText {
            month: row.month.to_string(),
            technology: row.technology.name(),
            installed_m: millions(row.installed),
            switched_on_m: millions(row.on),
        };
        tables.acceptance.iter().map(text).collect()
    })
}
