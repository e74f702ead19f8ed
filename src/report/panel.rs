//! Panel: the monthly tables of what stands behind payments, how far people have come, where phones are taken, and who is licensed, as
//! bytes.

use super::ReportError;
use super::csv::{Exact, by_run, millions};
use super::paid::{Paid, paid};
use crate::experiment::RunSummary;
use crate::metrics::{AcceptanceRow, FundingRow, LadderRow, LicenceRow};
use serde::Serialize;

/// Columns of `funding.csv`.
pub const FUNDING: &str = "strategy,replicate,month,product,funding,payments_m,volume_bn";
/// Columns of `ladder.csv`.
pub const LADDER: &str = "strategy,replicate,month,product,rung,people_m";
/// Columns of `acceptance.csv`.
pub const ACCEPTANCE: &str = "strategy,replicate,month,technology,installed_m,switched_on_m";

/// Columns of `licences.csv`; firms.
pub const LICENCES: &str = "strategy,replicate,month,applied,granted,queue,operating";

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

#[derive(Serialize)]
struct LicenceText {
    month: String,
    applied: u32,
    granted: u32,
    queue: u32,
    operating: u32,
}

/// `funding.csv`: approved payments by month, product and what stood behind them.
///
/// # Errors
///
/// If a row cannot be written.
pub fn funding(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    let part = |row: &FundingRow| Paid {
        month: row.month,
        product: row.product,
        part: row.funding.name(),
        payments: row.payments,
        volume: row.volume,
    };
    paid(FUNDING, runs, |tables| tables.funding.iter().map(part))
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

/// `licences.csv`: by month, firms that have applied, are licensed, wait, and may operate; without rows where nobody can need a licence.
///
/// # Errors
///
/// If a row cannot be written.
pub fn licences(runs: &[RunSummary]) -> Result<Vec<u8>, ReportError> {
    by_run(LICENCES, runs, |tables| {
        let text = |row: &LicenceRow| LicenceText {
            month: row.month.to_string(),
            applied: row.applied,
            granted: row.granted,
            queue: row.applied - row.granted,
            operating: row.operating,
        };
        tables.licences.iter().map(text).collect()
    })
}
